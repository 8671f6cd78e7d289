"""A device at a booth as tests handle it: its network, its outbox, and what alone counts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F
from playwright.sync_api import BrowserContext, Page, expect

from campaigns.devices import add_device
from campaigns.models import Campaign, Device
from campaigns.tests.factories import make_event
from conftest import BEFORE_A_RELEASE
from leadfollow import clock
from leadfollow.people.tests.factories import make_event_manager, make_rep, make_team
from leads.models import Captured, Inquiry, Lead

TELEPHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<h1>Welcome here</h1>"
)
HERE = "127.0.0.1"

# The modules that the page has loaded itself, whatever their names are.
MODULE = """const of = (name) => import(performance.getEntriesByType?.("resource")
  .map((entry) => entry.name).find((url) => url.match(`/capture/${name}(\\\\.[0-9a-f]+)?\\\\.js`))
  ?? `/static/capture/${name}.js`);"""
CAPTURE = f"""async ([from, count]) => {{ {MODULE}
  const store = await of("store");
  const form = await store.kept("form");
  const [ids, times] = [[], []];
  for (let n = from; n < from + count; n += 1) {{
    const began = performance.now();
    const [name, company] = [`Person ${{n}}`, `Works ${{n}}`];
    const fields = {{name, company, email: `p${{n}}@w${{n}}.example`}};
    ids.push(await store.save(fields, {{form}}));
    times.push(performance.now() - began);
  }}
  times.sort((a, b) => a - b);
  return {{ids, quickest: times[0], median: times[Math.floor(times.length / 2)]}};
}}"""
OUTBOX = f"""async () => {{ {MODULE}
  const items = await (await of("store")).list();
  return items.filter(({{state}}) => state !== "sent").map(({{id}}) => id);
}}"""
TRY = f"async () => {{ {MODULE} await (await of('send')).trySending(); }}"
READY = "async () => { await navigator.serviceWorker.ready; }"


def so_many(each_time: int, *, before_a_release: int) -> int:
    return before_a_release if BEFORE_A_RELEASE else each_time


class Network:
    """The way from devices to a server, which may be bad: `open`, `dead` (no connection),
    `silent` (takes all, answers nothing), `portal` (answers with a page of its own), `slow` (an
    answer of one byte a second) and `cut`: what is sent arrives, and the answer does not."""

    def __init__(self, url: str) -> None:
        self.lead_to(url)
        self.how, self.cuts = "open", 0
        self.loop = asyncio.new_event_loop()
        self.lines: set[asyncio.StreamWriter] = set()
        self.port = 0
        begun = threading.Event()
        threading.Thread(target=self.run, args=[begun], daemon=True).start()
        begun.wait(10)
        self.url = f"http://{HERE}:{self.port}"

    def lead_to(self, url: str) -> None:
        self.target = int(url.rsplit(":", 1)[1].strip("/"))

    def run(self, begun: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.take, HERE, 0))
        self.port = server.sockets[0].getsockname()[1]
        begun.set()
        self.loop.run_forever()

    def be(self, how: str) -> None:
        """Change, also for connections that stand."""
        self.how = how
        done = threading.Event()
        self.loop.call_soon_threadsafe(self.hang_up)
        self.loop.call_soon_threadsafe(done.set)
        done.wait(10)

    def hang_up(self) -> None:
        for line in self.lines:
            line.close()
        self.lines.clear()

    def end(self) -> None:
        self.be("dead")
        self.loop.call_soon_threadsafe(self.leave_off)

    def leave_off(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.call_soon(self.loop.stop)

    async def take(self, device: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.how in ("dead", "portal"):
            if self.how == "portal":
                await device.read(65536)
                back.write(PORTAL)
            back.close()
            return
        there, out = await asyncio.open_connection(HERE, self.target)
        self.lines |= {back, out}
        await asyncio.gather(self.carry(device, out), self.answer(there, back))

    async def carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while said := await source.read(65536):
                to.write(said)
                await to.drain()
        except OSError:
            pass
        to.close()

    async def answer(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while said := await source.read(65536):
                if self.how == "cut" and self.cuts:
                    self.cuts -= 1
                    break
                if self.how == "slow":
                    for byte in said:
                        to.write(bytes([byte]))
                        await asyncio.sleep(1)
                else:
                    to.write(said)
        except OSError:
            pass
        to.close()


@contextmanager
def network_to(url: str) -> Iterator[Network]:
    network = Network(url)
    yield network
    network.end()


def event() -> Campaign:
    """With a team of one rep, and somebody who manages it."""
    team = make_team()
    make_rep(team=team)
    return make_event(name="Fair Hannover", team=team, owner=make_event_manager())


def code_for(campaign: Campaign, label: str = "Tablet 2") -> str:
    assert campaign.owner
    return add_device(campaign=campaign, label=label, by=campaign.owner, at=clock.now())[1]


def enrolled(page: Page, url: str, campaign: Campaign, label: str = "Tablet 2") -> Page:
    """A device that is ready for a day without a network."""
    page.on("dialog", lambda dialog: dialog.accept())  # what waits is asked about before one leaves
    page.goto(f"{url}/capture/{code_for(campaign, label)}/")
    expect(page.locator("#view-device")).to_be_visible()
    page.evaluate(READY)
    return page


def new_phone(new_context: Callable[..., BrowserContext]) -> Page:
    page = new_context(has_touch=True).new_page()
    page.set_viewport_size(TELEPHONE["viewport"])
    return page


def capture(page: Page, count: int, *, start: int = 1) -> set[str]:
    """So many leads, through the app's own store; their ids."""
    told = page.evaluate(CAPTURE, [start, count])
    # Other work on the machine slows some of them down.
    assert told["median" if BEFORE_A_RELEASE else "quickest"] <= 50, told
    return set(told["ids"])


def try_now(page: Page) -> None:
    page.evaluate(TRY)


def sent(page: Page, left: int = 0) -> None:
    """Wait until it is over by itself."""
    expect(page.locator("#counter")).to_have_attribute("data-outbox", str(left), timeout=60_000)


def assert_nothing_lost(captured: set[str], *pages: Page) -> None:
    """Leads on the server + items on the phones = captured; no id twice; the counter is right."""
    kept = Captured.objects.exclude(fate=Captured.Fate.REJECTED)
    first = kept.exclude(replaces__item=F("item"))  # what was mended meanwhile comes once more
    there = [str(item) for item in first.values_list("item", flat=True)]
    here: list[str] = []
    for page in pages:
        outbox = page.evaluate(OUTBOX)
        expect(page.locator("#counter")).to_have_attribute("data-outbox", str(len(outbox)))
        here += outbox
    assert len(there) + len(here) == len(captured)
    assert {*there, *here} == captured
    stored = kept.filter(fate=Captured.Fate.STORED)
    inquiries = {row.inquiry_id for row in stored}
    assert len(inquiries) == Inquiry.objects.count() == len(stored.filter(replaces=None))
    assert Lead.objects.count() == len(inquiries)


def the_device() -> Device:
    return Device.objects.get()
