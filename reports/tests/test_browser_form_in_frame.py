"""The lead form in a page of another site: shown, sent, as high as it is; nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import expect

from campaigns.lead_form import making
from campaigns.lead_form.asks import default_asks
from campaigns.models import LeadForm
from campaigns.tests.factories import make_event
from followups.submissions import stamp
from followups.tests.test_public_form import FILLED
from leadfollow import clock
from leadfollow.people.tests.factories import make_event_manager
from leads.models import Lead
from reports.tests.axe import DESK, NARROW, TELEPHONE, barriers_here, too_wide

pytestmark = pytest.mark.browser


class OtherSite(ThreadingHTTPServer):
    """A site of somebody else: one page with one line of ours."""

    daemon_threads = True
    line = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class OnePage(BaseHTTPRequestHandler):
    server: OtherSite

    def do_GET(self) -> None:
        body = f"<!doctype html><title>Hafen</title><h1>Ask us</h1>{self.server.line}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    server = OtherSite(("127.0.0.1", 0), OnePage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def form() -> LeadForm:
    event = make_event(owner=make_event_manager())
    assert event.owner
    asks = default_asks(event)
    return making.save_form(campaign=event, asks=asks, hosts=(), by=event.owner, at=clock.now())


def test_it_is_filled_in_within_a_page_that_may_show_it(
    page: Any, site: str, form: LeadForm, other_site: OtherSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "LEAST", stamp.LEAST * 0)  # a program fills it in at once
    LeadForm.objects.update(hosts=[other_site.origin])
    address = f"{site}/forms/{form.token}/embed.js"
    other_site.line = f'<script src="{address}" data-title="Lead form"></script>'

    page.goto(other_site.origin)
    frame = page.frame_locator("iframe[title='Lead form']")
    for name, said in FILLED.items():
        field = frame.locator(f"[name={name}]")
        field.select_option(said) if name == "country" else field.fill(said)
    frame.get_by_text("Approved").click()
    tall = int(page.locator("iframe").get_attribute("height"))
    frame.get_by_role("button", name="Send").click()

    expect(frame.get_by_text("Thank you")).to_be_visible()
    expect(page.locator("iframe")).not_to_have_attribute("height", str(tall))
    assert Lead.objects.get().organisation == "Brandt GmbH"
    assert page.context.cookies() == []


def test_no_other_page_shows_it(
    page: Any, site: str, form: LeadForm, other_site: OtherSite
) -> None:
    LeadForm.objects.update(hosts=["https://www.hafen.example"])
    other_site.line = f'<script src="{site}/forms/{form.token}/embed.js"></script>'
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(other_site.origin)
    page.wait_for_load_state("networkidle")

    assert page.frame_locator("iframe").locator("[name=name]").count() == 0
    assert any("frame-ancestors" in text for text in said)


def test_it_has_no_barrier(page: Any, site: str, form: LeadForm) -> None:
    page.goto(f"{site}/forms/{form.token}/")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()

    found = [*barriers_here(page, "form"), *too_wide(page, "form", DESK, TELEPHONE, NARROW)]

    assert found == []
