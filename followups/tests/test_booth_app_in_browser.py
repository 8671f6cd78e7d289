"""The app of the booth in a browser: what is refused, mended, updated, revoked; no lead is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from campaigns import capture_shell
from campaigns.devices import renew_code, revoke_device
from campaigns.lead_form.asks import FormAsks
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign, Device
from followups.models import Flag
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
from leadfollow import clock
from leads.models import Captured, Inquiry

pytestmark = pytest.mark.browser
Contexts = Callable[..., BrowserContext]
HOUR = timedelta(hours=1)

AS_BEFORE = """() => new Promise((done) => {
  indexedDB.open("capture").onsuccess = ({target}) => {
    const items = target.result.transaction("items", "readwrite").objectStore("items");
    items.getAll().onsuccess = (found) => {
      for (const item of found.target.result) items.put({...item, v: 0});
      items.transaction.oncomplete = () => done();
    };
  };
})"""
UPDATED = """async () => {
  const found = await navigator.serviceWorker.getRegistration("/capture/");
  await found.update();
  while (!found.waiting) await new Promise((go) => setTimeout(go, 50));
}"""
TELL = f"async () => {{ {MODULE} await (await of('send')).tell(); }}"
FULL = """() => {
  globalThis.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); };
}"""


@pytest.fixture
def fair() -> Campaign:
    return event()


@pytest.fixture
def phone(site: str, new_context: Contexts, fair: Campaign) -> Page:
    return enrolled(new_phone(new_context), site, fair)


def typed(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"#f-{name}").fill(value)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def outbox(page: Page) -> set[str]:
    return set(page.evaluate(OUTBOX))


def offline(page: Page, *, is_it: bool = True) -> None:
    page.context.set_offline(is_it)


def test_what_the_server_refuses_stays_and_is_mended(phone: Page) -> None:
    offline(phone)
    captured = capture(phone, 2)
    phone.get_by_role("button", name="Form").click()
    typed(phone, name="Karla Brandt", email="karla at brandt")
    save(phone)
    expect(phone.locator("#counter")).to_contain_text("3 waiting")
    expect(phone.locator("#said")).to_contain_text("once this is put right: E-mail.")
    captured |= outbox(phone)
    offline(phone, is_it=False)

    expect(phone.locator("#counter")).to_contain_text("1 needs you")
    assert_nothing_lost(captured, phone)

    phone.locator("#counter").click()
    phone.get_by_role("button", name="Fix").click()
    typed(phone, email="karla@brandt.example")
    save(phone)
    sent(phone)
    assert_nothing_lost(captured, phone)


def test_a_full_device_keeps_what_is_typed(phone: Page) -> None:
    offline(phone)
    captured = capture(phone, 2)
    phone.get_by_role("button", name="Form").click()
    typed(phone, name="Karla Brandt", email="karla@brandt.example")
    phone.evaluate(FULL)
    save(phone)

    expect(phone.locator("#said")).to_contain_text("no room left")
    expect(phone.locator("#f-name")).to_have_value("Karla Brandt")
    assert_nothing_lost(captured, phone)

    phone.evaluate("() => { IDBObjectStore.prototype.put = globalThis.put; }")
    save(phone)
    expect(phone.locator("#counter")).to_contain_text("3 waiting")
    captured |= outbox(phone)
    offline(phone, is_it=False)
    sent(phone)
    assert_nothing_lost(captured, phone)


def test_nobody_leaves_an_event_with_leads_on_the_device(phone: Page) -> None:
    offline(phone)
    captured = capture(phone, 5)
    phone.get_by_role("button", name="Leave this event").click()
    expect(phone.locator("#said")).to_contain_text("5 are on this device only")
    assert_nothing_lost(captured, phone)

    offline(phone, is_it=False)
    sent(phone)
    assert_nothing_lost(captured, phone)
    phone.get_by_role("button", name="Leave this event").click()
    expect(phone.locator("#view-enrol")).to_be_visible()


def test_two_tabs_and_two_phones_send_at_once(
    phone: Page, site: str, new_context: Contexts, fair: Campaign
) -> None:
    other = enrolled(new_phone(new_context), site, fair, "Tablet 3")
    tab = phone.context.new_page()
    tab.goto(f"{site}/capture/")
    expect(tab.locator("#view-capture")).to_be_visible()
    pages = (phone, tab, other)
    captured: set[str] = set()
    for number, page in enumerate(pages):
        captured |= capture(page, 10, start=1 + 10 * number)
    for page in pages:
        page.evaluate("dispatchEvent(new Event('online'))")

    sent(phone)
    sent(other)
    assert_nothing_lost(captured, phone, other)


def test_a_new_version_sends_what_an_old_one_left(
    phone: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline(phone)
    captured = capture(phone, 3)
    phone.evaluate(AS_BEFORE)
    offline(phone, is_it=False)
    monkeypatch.setattr(capture_shell, "version", lambda: "next")
    phone.route("**/capture/sync", lambda route: route.abort())
    phone.evaluate(UPDATED)
    context = phone.context
    phone.close()

    newer = context.new_page()
    newer.goto(f"{site}/capture/")
    sent(newer)

    expect(newer.locator("#view-capture")).to_be_visible()
    newer.wait_for_function("async () => (await caches.keys()).join() === 'capture-next'")
    assert set(Captured.objects.values_list("payload", flat=True)) == {0}
    assert_nothing_lost(captured, newer)


def test_a_clock_that_is_wrong_loses_nothing(phone: Page) -> None:
    now = clock.now()
    captured: set[str] = set()
    for number, off in enumerate((26 * HOUR, -26 * HOUR, 3 * 8766 * HOUR, -3 * 8766 * HOUR)):
        phone.clock.set_fixed_time(now + off)
        captured |= capture(phone, 1, start=number)
        try_now(phone)

    sent(phone)
    assert_nothing_lost(captured, phone)
    for inquiry in Inquiry.objects.all():
        captured_at = inquiry.captured_at or inquiry.received_at
        assert the_device().made_at <= captured_at <= inquiry.received_at


def test_a_lead_that_comes_nine_hours_late_was_late_for_nobody(phone: Page) -> None:
    now = clock.now()
    Device.objects.update(made_at=now - 48 * HOUR, enrolled_at=now - 48 * HOUR)
    phone.clock.set_fixed_time(now - 9 * HOUR)
    captured = capture(phone, 1)
    phone.clock.set_fixed_time(now)
    try_now(phone)

    sent(phone)
    assert_nothing_lost(captured, phone)
    inquiry = Inquiry.objects.get()
    assert inquiry.captured_at
    assert abs(inquiry.captured_at - (now - 9 * HOUR)) < HOUR / 60
    assert not Flag.objects.filter(began_at__lt=inquiry.received_at).exists()


def test_a_device_that_is_revoked_still_hands_over(phone: Page, fair: Campaign) -> None:
    offline(phone)
    captured = capture(phone, 3)
    assert fair.owner
    revoke_device(device=the_device(), by=fair.owner, at=clock.now())
    offline(phone, is_it=False)

    sent(phone)
    expect(phone.locator("#trouble")).to_contain_text("signed this device off")
    assert_nothing_lost(captured, phone)

    Device.objects.update(revoked_at=clock.now() - 73 * HOUR)
    captured |= capture(phone, 2, start=4)
    try_now(phone)
    expect(phone.locator("#counter")).to_contain_text("2 waiting")
    assert_nothing_lost(captured, phone)


def test_a_device_that_is_known_no_more_keeps_all_until_it_is_again(
    phone: Page, site: str, fair: Campaign
) -> None:
    assert phone.context.cookies() == []  # no session that could end
    offline(phone)
    captured = capture(phone, 3)
    assert fair.owner
    code = renew_code(device=the_device(), by=fair.owner, at=clock.now())
    Device.objects.update(digest="0" * 64)
    offline(phone, is_it=False)
    try_now(phone)
    expect(phone.locator("#trouble")).to_contain_text("does not know this device")
    assert_nothing_lost(captured, phone)

    phone.get_by_role("button", name="Enrol again").click()
    phone.get_by_label("Or type the code").fill(f"{site}/capture/{code}/")
    phone.get_by_role("button", name="Enrol this device").click()

    sent(phone)
    expect(phone.locator("#trouble")).to_be_hidden()
    assert_nothing_lost(captured, phone)


def test_a_code_is_good_once(phone: Page, site: str, new_context: Contexts, fair: Campaign) -> None:
    code = code_for(fair, "Tablet 9")
    first, second = new_phone(new_context), new_phone(new_context)
    first.goto(f"{site}/capture/{code}/")
    expect(first.locator("#view-device")).to_be_visible()

    second.goto(f"{site}/capture/{code}/")

    expect(second.locator("#said")).to_contain_text("The code was used")
    assert second.url.endswith("/capture/")


def test_a_stack_of_cards_is_typed_without_a_mouse(phone: Page) -> None:
    phone.get_by_label("A stack of cards").check()
    phone.get_by_role("button", name="Form").click()
    phone.locator("#f-name").focus()
    for name in ("Karla Brandt", "Bruno Dias"):
        phone.keyboard.type(name)
        phone.keyboard.press("Enter")
        expect(phone.locator("#said")).to_contain_text(name)
        expect(phone.locator("#f-name")).to_be_focused()

    sent(phone)
    assert set(Inquiry.objects.values_list("contact__name", flat=True)) == {
        "Karla Brandt",
        "Bruno Dias",
    }


def for_visitors(page: Page, pin: str) -> None:
    page.get_by_label("Visitors type").check()
    page.get_by_label("Four digits").fill(pin)
    page.get_by_role("button", name="OK").click()
    expect(page.locator("#view-capture")).to_be_visible()


def test_visitors_do_not_leave_their_form_without_the_pin(
    phone: Page, fair: Campaign, site: str
) -> None:
    expect(phone.locator("#check-shell")).to_contain_text("Opens without a network")
    sent_pins: list[str] = []
    phone.on("request", lambda asked: sent_pins.append(asked.post_data or ""))
    for_visitors(phone, "2580")
    captured = capture(phone, 1)
    phone.reload()
    phone.get_by_role("button", name="Device").click()
    phone.get_by_label("Four digits").fill("1111")
    phone.get_by_role("button", name="OK").click()
    expect(phone.locator("#pin-wrong")).to_have_text("That is not the PIN.")
    expect(phone.locator("#view-device")).to_be_hidden()
    phone.get_by_label("Four digits").fill("2580")
    phone.get_by_role("button", name="OK").click()
    expect(phone.locator("#view-device")).to_be_visible()
    phone.get_by_role("button", name="Form").click()

    assert fair.owner
    renew_code(device=the_device(), by=fair.owner, at=clock.now())  # it is forgotten
    phone.get_by_role("button", name="Device").click()

    expect(phone.locator("#said")).to_contain_text("lifted the PIN")
    for_again = phone.get_by_role("button", name="Device")
    for_again.click()
    expect(phone.locator("#view-device")).to_be_visible()
    for_visitors(phone, "1470")  # the code that lifted one does not lift the next
    phone.evaluate(TELL)
    for_again.click()
    expect(phone.locator("#pin")).to_be_visible()
    sent(phone)
    assert_nothing_lost(captured, phone)
    assert not [said for said in sent_pins if "2580" in said or "1470" in said]


def test_a_consent_is_asked_for_while_somebody_is_there(
    fair: Campaign, site: str, new_context: Contexts
) -> None:
    """Staff are told at once; of a visitor who does not agree nothing is kept."""
    assert fair.owner
    asks = FormAsks(consent="You may keep what I say here.")
    save_form(campaign=fair, asks=asks, hosts=(), by=fair.owner, at=clock.now())
    phone = enrolled(new_phone(new_context), site, fair)
    offline(phone)
    phone.get_by_role("button", name="Form").click()
    typed(phone, name="Karla Brandt")
    expect(phone.locator("#lacking")).to_contain_text("the consent")
    save(phone)
    expect(phone.locator("#said")).to_contain_text("once this is put right: the consent.")
    phone.get_by_role("button", name="Device").click()
    for_visitors(phone, "2580")

    typed(phone, name="Bruno Dias")
    save(phone)
    expect(phone.locator("#w-consent")).to_contain_text("Please tick this first.")
    expect(phone.locator("#f-name")).to_have_value("Bruno Dias")
    expect(phone.locator("#counter")).to_have_attribute("data-outbox", "1")
    phone.locator("#f-consent").check()
    save(phone)

    expect(phone.locator("#counter")).to_have_attribute("data-outbox", "2")
    offline(phone, is_it=False)
    expect(phone.locator("#counter")).to_have_attribute("data-outbox", "1", timeout=60_000)
    reason = Captured.objects.get(fate=Captured.Fate.REJECTED).reason
    assert reason == "You may keep what I say here: This is missing."


def test_a_visitor_does_not_see_the_one_before(phone: Page) -> None:
    for_visitors(phone, "2580")
    phone.clock.install()
    typed(phone, name="Karla Brandt")
    phone.clock.run_for(15_500)
    expect(phone.locator("#idle")).to_contain_text("Cleared in 5 seconds")

    phone.clock.run_for(5_500)

    expect(phone.locator("#f-name")).to_have_value("")
    expect(phone.locator("#f-name")).to_have_attribute("autocomplete", "off")
