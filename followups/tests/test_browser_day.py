"""A rep's whole day in a browser, without a mouse and then with a thumb; every press is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from followups.models import Outcome, Touch
from followups.tests.factories import add_colleague, log, make_owned_lead, make_touch, next_touch
from followups.tests.hands import Hands
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)
PASSWORD = "a long enough secret"
COMPANIES = ("Alfa", "Beta", "Cargo", "Delta", "Echo", "Forte", "Gamma", "Hafen", "Indus")


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrov", queue_order="due", password=PASSWORD)


def due(ana: User, company: str, *, hours: float) -> Lead:
    """Her lead whose call was due so many hours ago."""
    now = clock.now()
    person = make_person(company=company, name=f"Kim {company}")
    lead = make_owned_lead(owner=ana, at=now - 300 * HOUR, person=person)
    make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 300 * HOUR)
    return lead


@pytest.fixture
def queue(ana: User) -> dict[str, Lead]:
    """In the order of their debts; at the last one Kim was tried five times, and Jens is left."""
    leads = {each: due(ana, each, hours=40 - at) for at, each in enumerate(COMPANIES)}
    tried = leads[COMPANIES[-1]]
    for days in range(5, 0, -1):
        at = clock.now() - days * 24 * HOUR
        log(next_touch(tried), at=at)
    add_colleague(tried, name="Jens Ott", company=COMPANIES[-1])
    return leads


def at_hand(page: Page, company: str) -> None:
    """The lead is in the pane, and the focus is in the queue: never lost to the whole page."""
    expect(page.locator("#pane h2")).to_contain_text(company)
    expect(page.locator("#work :focus")).to_have_count(1)


def said(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_contain_text(text)


def sign_in(page: Page, hands: Hands, ana: User) -> None:
    page.goto("/queue/")
    hands.write(ana.email)
    hands.press("Tab")
    hands.write(PASSWORD)
    with page.expect_navigation():
        hands.press("Enter")


def test_the_day_without_a_mouse(
    site: str, new_context: Callable[..., Any], ana: User, queue: dict[str, Lead]
) -> None:
    page = new_context(base_url=site).new_page()
    hands = Hands(page)
    sign_in(page, hands, ana)
    expect(page.locator("#pane h2")).to_contain_text("Alfa")
    hands.counted()

    hands.press("1")
    said(page, "No answer at Alfa. Next: call ")
    assert hands.counted() == 1
    at_hand(page, "Beta")
    hands.press("2")
    said(page, "Left message at Beta.")
    assert hands.counted() == 1
    at_hand(page, "Cargo")
    hands.press("4")
    hands.write("Wants the offer by Monday")
    hands.press("Control+Enter")
    said(page, "Talked at Cargo.")
    assert hands.counted() == 2
    at_hand(page, "Delta")
    hands.press("3", *"thu 14")
    expect(page.locator("#log .by-hand .echo")).to_contain_text(", 14:00")
    hands.press("Enter")
    said(page, "Call back at Delta. Next: call ")
    assert hands.counted() == 8
    at_hand(page, "Echo")
    hands.press("6")
    hands.write("Makes it himself")
    hands.press("Control+Enter")
    said(page, "Closed: not interested.")
    assert hands.counted() <= 3
    assert Lead.objects.get(pk=queue["Echo"].pk).disposition == "not_interested"
    at_hand(page, "Forte")
    hands.press("1")
    said(page, "No answer at Forte.")
    hands.counted()
    with page.expect_navigation():  # until its scripts have run, and hear keys
        hands.press("u")
    said(page, "Undone: no answer at Forte.")
    assert hands.counted() == 1
    expect(page.locator("#pane h2")).to_contain_text("Forte")
    hands.press("5", "p", "Control+Enter")
    assert hands.counted() == 3
    at_hand(page, "Gamma")
    assert Lead.objects.get(pk=queue["Forte"].pk).status == "nurturing"
    hands.press("s")
    with page.expect_navigation():
        hands.press("t")
    said(page, "Moved at Gamma: call ")
    assert hands.counted() == 2
    expect(page.locator("#pane h2")).to_contain_text("Hafen")
    hands.press("1")
    said(page, "No answer at Hafen.")
    at_hand(page, "Indus")
    expect(page.locator("#pane")).to_contain_text("the plan goes on with Jens Ott")
    hands.counted()
    hands.press("x")
    said(page, "exhausted after 6 attempts. Next: call Jens Ott")
    assert hands.counted() == 1
    assert str(next_touch(queue["Indus"]).contact) == "Jens Ott"
    expect(page.locator("#work")).to_contain_text("Nothing due")


def test_nobody_is_left_to_try_and_one_chooses(signed_in: Callable[..., Any], ana: User) -> None:
    lead = due(ana, "Indus", hours=1)
    for days in range(5, 0, -1):
        log(next_touch(lead), at=clock.now() - days * 24 * HOUR)
    page = signed_in(ana)
    page.goto("/queue/")
    hands = Hands(page)

    hands.press("x")
    expect(page.locator(".nobody-left")).to_be_visible()
    expect(page.locator("#pane .buckets")).to_be_visible()
    assert Lead.objects.get(pk=lead.pk).is_open
    hands.press("2", "Control+Enter")

    said(page, "exhausted after 6 attempts. Closed: no response.")
    assert Lead.objects.get(pk=lead.pk).disposition == "no_response"


def test_twenty_without_an_answer_are_twenty_keys(signed_in: Callable[..., Any], ana: User) -> None:
    for hours in range(20, 0, -1):
        due(ana, f"Company {hours:02}", hours=hours)
    page = signed_in(ana)
    page.goto("/queue/")
    hands = Hands(page)

    for hours in range(20, 0, -1):
        expect(page.locator("#pane h2")).to_contain_text(f"Company {hours:02}")
        hands.press("1")

    expect(page.locator("#work")).to_contain_text("Nothing due")
    assert hands.counted() == 20
    assert Touch.objects.logged().filter(outcome=Outcome.NO_ANSWER).count() == 20


def test_a_lead_is_opened_logged_and_left_from_its_page(
    signed_in: Callable[..., Any], ana: User, queue: dict[str, Lead]
) -> None:
    page = signed_in(ana)
    page.goto("/queue/")
    hands = Hands(page)

    hands.press("o")
    page.wait_for_url(f"**/leads/{queue['Alfa'].pk}/")
    assert hands.counted() == 1
    hands.press("l")
    expect(page.locator("#log")).to_be_visible()
    with page.expect_navigation():
        hands.press("1")
    said(page, "No answer at Alfa.")
    assert hands.counted() == 2
    hands.press("c")
    expect(page.get_by_label("What was said")).to_be_focused()
    hands.write("Rang for a minute")
    hands.press("Control+Enter")

    expect(page.locator(".timeline")).to_contain_text("Rang for a minute")
    assert hands.counted() == 2


@pytest.fixture
def telephone(site: str, new_context: Callable[..., Any]) -> Page:
    context = new_context(base_url=site, has_touch=True, is_mobile=True)
    page: Page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def sign_in_with_a_thumb(page: Page, hands: Hands, ana: User) -> None:
    page.goto("/queue/")
    hands.write(ana.email)  # the cursor is there already
    hands.write_into(page.get_by_label("Password"), PASSWORD)
    with page.expect_navigation():
        hands.tap(page.get_by_role("button", name="Sign in"))
    assert hands.counted() == 2


def chip(page: Page, words: str) -> Locator:
    return page.locator("#log label.chip:visible", has_text=words).first


def test_the_day_with_a_thumb(telephone: Page, ana: User, queue: dict[str, Lead]) -> None:
    page, hands = telephone, Hands(telephone)
    button = partial(page.get_by_role, "button")
    save = button(name="Save and next")
    sign_in_with_a_thumb(page, hands, ana)
    hands.tap(page.locator("[data-row]", has_text="Alfa"))  # then one follows the other
    expect(page.locator("#pane h2")).to_be_in_viewport()
    assert hands.counted() == 1

    hands.tap(button(name="No answer", exact=True))
    said(page, "No answer at Alfa. Next: call ")
    assert hands.counted() == 1
    hands.tap(button(name="Left message"))
    said(page, "Left message at Beta.")
    assert hands.counted() == 1
    hands.tap(chip(page, "Talked"))
    hands.write_into(page.get_by_label("Note"), "Wants the offer by Monday")
    hands.tap(save)
    said(page, "Talked at Cargo.")
    assert hands.counted() == 3
    hands.tap(chip(page, "Call back"), page.locator("#log .picks .chip").first, save)
    said(page, "Call back at Delta. Next: call ")
    assert hands.counted() == 3
    hands.tap(chip(page, "Not interested"))
    hands.write("Makes it himself")
    hands.tap(save)
    said(page, "Closed: not interested.")
    assert hands.counted() == 2
    assert Lead.objects.get(pk=queue["Echo"].pk).disposition == "not_interested"
    hands.tap(button(name="No answer", exact=True))
    said(page, "No answer at Forte.")
    with page.expect_navigation():
        hands.tap(button(name="Undo"))
    said(page, "Undone: no answer at Forte.")
    assert hands.counted() == 2
    hands.tap(chip(page, "Not now"), chip(page, "Price"), save)
    expect(page.locator("#pane h2")).to_contain_text("Gamma")
    assert hands.counted() == 3
    assert Lead.objects.get(pk=queue["Forte"].pk).status == "nurturing"
    with page.expect_navigation():
        tomorrow = page.locator("#pane .snooze [data-key~='t']")  # or the next working day
        hands.tap(page.locator("#pane summary", has_text="Snooze"), tomorrow)
    said(page, "Moved at Gamma: call ")
    assert hands.counted() == 2
    hands.tap(button(name="No answer", exact=True))
    said(page, "No answer at Hafen.")
    hands.counted()
    hands.tap(button(name="on with Jens Ott"))
    said(page, "exhausted after 6 attempts. Next: call Jens Ott")
    assert hands.counted() == 1
    assert str(next_touch(queue["Indus"]).contact) == "Jens Ott"
    expect(page.locator("#work")).to_contain_text("Nothing due")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_lead_is_opened_logged_and_corrected_with_a_thumb(
    telephone: Page, ana: User, queue: dict[str, Lead]
) -> None:
    page, hands = telephone, Hands(telephone)
    button, link = partial(page.get_by_role, "button"), partial(page.get_by_role, "link")
    sign_in_with_a_thumb(page, hands, ana)
    hands.tap(page.locator("[data-row]", has_text="Alfa"))
    assert hands.counted() == 1

    hands.tap(link(name="Open lead"))
    page.wait_for_url(f"**/leads/{queue['Alfa'].pk}/")
    with page.expect_navigation():
        hands.tap(page.locator("a[data-key='l']"), button(name="No answer").first)
    said(page, "No answer at Alfa.")
    assert hands.counted() == 3
    hands.tap(link(name="Correct: "))
    expect(page.get_by_label("What was said")).to_be_focused()
    hands.write("Rang for a minute")
    hands.tap(button(name="Save"))

    expect(page.locator(".timeline")).to_contain_text("Rang for a minute")
    assert hands.counted() == 2
