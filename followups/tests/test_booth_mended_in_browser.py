"""The app of the booth in a browser: what is put right meanwhile, and hands that are too quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from campaigns.devices import renew_code
from campaigns.lead_form.asks import Answer, FormAsks, Question
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from followups.tests.booth import (
    MODULE,
    OUTBOX,
    assert_nothing_lost,
    capture,
    code_for,
    enrolled,
    event,
    new_phone,
    sent,
    the_device,
    try_now,
)
from followups.tests.test_booth_app_in_browser import for_visitors, offline, outbox, save, typed
from leadfollow import clock
from leads.models import Captured, Contact, Inquiry, Tick

pytestmark = pytest.mark.browser
Contexts = Callable[..., BrowserContext]
SETTLED_WHILE_MENDED = f"""async (id) => {{ {MODULE}
  const store = await of("store");
  const form = await store.kept("form");
  const sent = await store.waiting(50);
  await Promise.all([
    store.mend(id, {{name: "Carla Brandt"}}, {{form}}),
    store.settle(sent, [{{id, fate: "stored"}}]),
  ]);
  return (await store.list()).map(({{state, turn}}) => `${{state}} ${{turn ?? ""}}`);
}}"""
AS_A_NEWER_APP = """() => new Promise((done) => {
  const open = indexedDB.open("capture", 2);
  open.onsuccess = () => { open.result.close(); done("open"); };
  open.onerror = () => done("error");
  open.onblocked = () => done("blocked");
})"""
CLOSE_ONCE = """() => {
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...asked) {
    IDBDatabase.prototype.transaction = real;
    this.close(); // as a browser does that needs its memory
    return real.apply(this, asked);
  };
}"""
LONG_AGO = """() => new Promise((done) => {
  indexedDB.open("capture").onsuccess = ({target}) => {
    const items = target.result.transaction("items", "readwrite").objectStore("items");
    items.getAll().onsuccess = (found) => {
      for (const item of found.target.result) items.put({...item, sent_at: item.sent_at - 864e5});
      items.transaction.oncomplete = () => { target.result.close(); done(); };
    };
  };
})"""
NO_STORE = """IDBFactory.prototype.open = () => {
  throw new DOMException("", "SecurityError");
};"""
THREE_TAPS = """() => {
  for (let n = 0; n < 3; n += 1) document.getElementById("lead").requestSubmit();
}"""
FORGET = f"async () => {{ {MODULE} await (await of('store')).forgetSent(); }}"
BUDGET = Question("budget", "Is there a budget?", (Answer("Yes", True), Answer("No")))


@pytest.fixture
def fair() -> Campaign:
    return event()


@pytest.fixture
def phone(site: str, new_context: Contexts, fair: Campaign) -> Page:
    return enrolled(new_phone(new_context), site, fair)


def to_form(page: Page) -> None:
    page.get_by_role("button", name="Form").click()


def ask(fair: Campaign, *questions: Question, **more: Any) -> None:
    assert fair.owner
    asks = FormAsks(questions=questions, **more)
    save_form(campaign=fair, asks=asks, hosts=(), by=fair.owner, at=clock.now())


def test_what_is_mended_after_a_lost_answer_arrives(phone: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # it is taken in, and the answer does not arrive
        route.abort()

    phone.route("**/capture/sync", lose)
    to_form(phone)
    typed(phone, name="Karla Brandt", email="karla@brandt.example")
    save(phone)
    expect(phone.locator("#counter")).to_contain_text("1 waiting")
    captured = outbox(phone)
    for _time in range(50):
        if Captured.objects.exists():
            break
        phone.wait_for_timeout(100)

    phone.locator("#counter").click()
    phone.get_by_role("button", name="Change").click()
    typed(phone, name="Carla Brandt")
    save(phone)
    phone.unroute("**/capture/sync")
    try_now(phone)

    sent(phone)
    assert Contact.objects.get().name == "Carla Brandt"
    assert_nothing_lost(captured, phone)


def test_an_answer_that_comes_while_it_is_mended_loses_nothing(phone: Page) -> None:
    offline(phone)
    captured = capture(phone, 1)
    told = phone.evaluate(SETTLED_WHILE_MENDED, next(iter(captured)))

    assert told in (["waiting 2"], ["waiting 1", "sent "])  # as one or the other comes first


def test_two_taps_and_a_held_key_keep_one(phone: Page) -> None:
    offline(phone)
    to_form(phone)
    typed(phone, name="Karla Brandt")
    phone.evaluate(THREE_TAPS)
    expect(phone.locator("#said")).to_contain_text("Karla Brandt is kept")
    save(phone)
    expect(phone.locator("#said")).to_contain_text("Karla Brandt is kept")
    assert len(outbox(phone)) == 1

    phone.get_by_role("button", name="Device").click()
    phone.get_by_label("A stack of cards").check()
    to_form(phone)
    typed(phone, name="Bruno Dias")
    phone.locator("#f-name").focus()
    for _time in range(3):
        phone.keyboard.down("Enter")  # held: the second and third are repeats
    phone.keyboard.up("Enter")
    expect(phone.locator("#said")).to_contain_text("Bruno Dias is kept")
    assert len(outbox(phone)) == 2


def test_leads_of_one_event_do_not_go_to_another(phone: Page, site: str, fair: Campaign) -> None:
    assert fair.owner
    offline(phone)
    captured = capture(phone, 2)
    elsewhere = make_event(name="Elsewhere", team=fair.team, owner=fair.owner)
    phone.evaluate(
        f"async () => {{ {MODULE} await (await of('store')).keep('trouble', 'unknown'); }}"
    )
    phone.evaluate("() => { document.getElementById('trouble').hidden = false; }")
    offline(phone, is_it=False)
    phone.route("**/capture/sync", lambda route: route.abort())

    phone.get_by_role("button", name="Enrol again").click()
    phone.get_by_label("Or type the code").fill(code_for(elsewhere))
    phone.get_by_role("button", name="Enrol this device").click()
    expect(phone.locator("#said")).to_contain_text("Leads of another event wait")

    code = renew_code(device=fair.devices.get(), by=fair.owner, at=clock.now())
    phone.get_by_label("Or type the code").fill(code)
    phone.unroute("**/capture/sync")
    phone.get_by_role("button", name="Enrol this device").click()
    sent(phone)
    assert {row.device.campaign_id for row in Captured.objects.all()} == {fair.pk}
    assert_nothing_lost(captured, phone)


def test_what_is_half_typed_is_not_wiped_by_another(phone: Page) -> None:
    offline(phone)
    capture(phone, 2)
    to_form(phone)
    typed(phone, name="Karla Brandt")
    phone.locator("#counter").click()
    phone.get_by_role("button", name="Change").first.click()

    expect(phone.locator("#said")).to_contain_text("not kept yet")
    expect(phone.locator("#f-name")).to_have_value("Karla Brandt")
    phone.get_by_role("button", name="Clear").click()
    for name in ("Person 2", "Person 1"):  # looked at and left: the next one opens
        phone.locator("#counter").click()
        phone.get_by_role("button", name=f"Change: {name}").click()
        expect(phone.locator("#f-name")).to_have_value(name)


def test_a_form_that_changed_meanwhile_turns_no_tick_round(
    fair: Campaign, site: str, new_context: Contexts
) -> None:
    ask(fair, BUDGET, consent="You may write to me.")
    phone = enrolled(new_phone(new_context), site, fair)
    phone.route("**/capture/sync", lambda route: route.abort())
    to_form(phone)
    typed(phone, name="Karla Brandt", email="karla@brandt.example")
    phone.get_by_label("Yes", exact=True).check()
    phone.locator("#f-consent").check()
    save(phone)
    turned = Question("budget", BUDGET.text, tuple(reversed(BUDGET.answers)))
    ask(fair, turned, version=1, consent="You may sell my address.")
    phone.evaluate(
        f"""async () => {{ {MODULE}
          const [{{ask}}, store] = [await of("send"), await of("store")];
          const {{said}} = await ask("/capture/form", null, await store.kept("token"));
          await store.keep("form", said);
          dispatchEvent(new Event("form-changed"));
        }}"""
    )
    expect(phone.locator("#consent")).to_contain_text("sell my address")

    phone.locator("#counter").click()
    phone.get_by_role("button", name="Change").click()
    expect(phone.locator("#said")).to_contain_text("The form has changed since")
    expect(phone.get_by_label("Yes", exact=True)).to_be_checked()
    expect(phone.locator("#f-consent")).not_to_be_checked()
    phone.locator("#f-consent").check()
    save(phone)
    phone.unroute("**/capture/sync")
    try_now(phone)

    sent(phone)
    assert Tick.objects.of(Inquiry.objects.get().lead)["budget"].is_met
    assert Captured.objects.get().consent_version == 2


def test_a_store_that_was_closed_is_opened_again(phone: Page) -> None:
    offline(phone)
    captured = capture(phone, 1)
    phone.evaluate(CLOSE_ONCE)
    captured |= capture(phone, 1, start=2)
    assert_nothing_lost(captured, phone)


def test_a_newer_app_is_not_held_up_by_an_older_one(phone: Page) -> None:
    offline(phone)

    assert phone.evaluate(AS_A_NEWER_APP) == "open"
    # What the newer one left cannot be opened by this one, and it says so.
    to_form(phone)
    typed(phone, name="Karla Brandt")
    save(phone)
    expect(phone.locator("#said")).to_contain_text("could not be kept")
    expect(phone.locator("#f-name")).to_have_value("Karla Brandt")


def test_a_browser_that_keeps_nothing_says_so(
    site: str, new_context: Contexts, fair: Campaign
) -> None:
    page = new_phone(new_context)
    page.add_init_script(NO_STORE)
    code = code_for(fair)

    page.goto(f"{site}/capture/{code}/")

    expect(page.locator("#said")).to_contain_text("keeps nothing on the device")
    assert the_device().enrolled_at is None


def test_a_lead_that_cannot_be_mended_is_discarded_after_a_question(phone: Page) -> None:
    to_form(phone)
    typed(phone, name="Karla Brandt", email="karla at brandt")
    save(phone)
    expect(phone.locator("#counter")).to_contain_text("1 needs you")
    phone.locator("#counter").click()
    phone.get_by_role("button", name="Discard").click()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator("#items li")).to_have_count(1)

    phone.get_by_role("button", name="Discard").click()
    phone.locator("#discard-do").click()

    expect(phone.locator("#items li")).to_have_count(0)
    phone.evaluate(f"async () => {{ {MODULE} await (await of('send')).tell(); }}")
    assert the_device().discarded == 1


def test_the_list_keeps_the_focus_and_forgets_by_any_clock(phone: Page) -> None:
    offline(phone)
    captured = capture(phone, 3)
    phone.locator("#counter").click()
    phone.get_by_role("button", name="Change: Person 2").focus()
    offline(phone, is_it=False)
    sent(phone)
    expect(phone.get_by_role("button", name="Correct: Person 2")).to_be_focused()
    assert_nothing_lost(captured, phone)

    phone.evaluate(LONG_AGO.replace("- 864e5", "+ 864e5"))  # its clock was a day ahead
    phone.evaluate(FORGET)
    phone.get_by_role("button", name="Form").click()
    phone.locator("#counter").click()
    expect(phone.locator("#items li")).to_have_count(0)
    phone.evaluate(f"async () => {{ {MODULE} await (await of('send')).tell(); }}")
    assert the_device().sent == 3


def test_a_visitor_sees_nothing_of_the_one_before_who_scanned_or_saved(phone: Page) -> None:
    for_visitors(phone, "2580")
    phone.clock.install()
    typed(phone, name="Karla Brandt")
    save(phone)
    expect(phone.locator("#said")).to_be_visible()
    expect(phone.locator("#said")).not_to_contain_text("Karla")

    phone.get_by_role("button", name="Scan a code").click()
    phone.locator("#scan-text").fill("mailto:bruno@dias.example")
    phone.get_by_role("button", name="Take the text").click()
    expect(phone.locator("#f-email")).to_have_value("bruno@dias.example")
    phone.clock.run_for(21_000)
    expect(phone.locator("#f-email")).to_have_value("")
    expect(phone.locator("#said")).to_have_text("Cleared for the next visitor.")

    phone.get_by_role("button", name="Scan a code").click()
    phone.locator("#scan-text").fill("Bruno Dias, 4711")
    phone.clock.run_for(21_000)
    expect(phone.locator("#scan")).to_be_hidden()
    expect(phone.locator("#scan-text")).to_have_value("")


def test_a_broken_code_does_not_stop_the_looking(phone: Page) -> None:
    to_form(phone)
    phone.get_by_role("button", name="Scan a code").click()
    phone.locator("#scan-text").fill("Caf%FC 4711")
    phone.get_by_role("button", name="Take the text").click()

    expect(phone.locator("#f-comment")).to_have_value("Caf%FC 4711")
    assert phone.evaluate(OUTBOX) == []
