"""Play in a browser: Enter starts, answers walk, Esc leaves; and the same with a thumb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from followups.models import Touch
from followups.tests.factories import make_owned_lead, make_touch
from followups.tests.hands import Hands
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)
COMPANIES = ("Alfa", "Beta", "Cargo")


@pytest.fixture
def ana() -> User:
    rep = make_rep(name="Ana Petrov", queue_order="due")
    now = clock.now()
    for hours, company in enumerate(reversed(COMPANIES), start=1):
        person = make_person(company=company, name=f"Kim {company}")
        lead = make_owned_lead(owner=rep, at=now - 300 * HOUR, person=person)
        make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 300 * HOUR)
    return rep


def test_with_the_keyboard(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana)
    page.goto("/queue/")
    hands = Hands(page)

    with page.expect_navigation():
        hands.press("Enter")
    for at, company in enumerate(COMPANIES, start=1):
        expect(page.locator("#work h1")).to_have_text(f"{at} of 3")
        expect(page.locator("#pane h2")).to_contain_text(company)
        expect(page.locator("[data-list]")).to_be_hidden()
        hands.press("1")

    expect(page.locator("#work h1")).to_have_text("All 3 done")
    expect(page.locator("#work :focus")).to_have_count(1)
    assert hands.counted() == 4
    assert Touch.objects.logged().count() == 3
    with page.expect_navigation():
        hands.press("Escape")
    expect(page.locator("#work")).to_contain_text("Nothing due")


def test_skipped_undone_and_left(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana)
    page.goto("/queue/?show=due&play=0-3")
    hands = Hands(page)

    with page.expect_navigation():
        hands.press("n")
    expect(page.locator("#pane h2")).to_contain_text("Beta")
    expect(page.locator("#work h1")).to_have_text("2 of 3")
    hands.press("1")
    expect(page.locator("#pane h2")).to_contain_text("Cargo")
    expect(page.locator("#work h1")).to_have_text("3 of 3")
    with page.expect_navigation():
        hands.press("u")
    expect(page.locator("#pane h2")).to_contain_text("Beta")
    expect(page.locator("#work h1")).to_have_text("2 of 3")
    page.reload()
    expect(page.locator("#pane h2")).to_contain_text("Beta")
    with page.expect_navigation():
        hands.press("Escape")

    expect(page.locator("[data-list]")).to_be_visible()
    expect(page.locator("#pane h2")).to_contain_text("Beta")


def test_with_a_thumb(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana, has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/queue/")
    hands = Hands(page)

    with page.expect_navigation():
        hands.tap(page.get_by_role("link", name="Start"))
    for at in range(1, 4):
        expect(page.locator("#work h1")).to_have_text(f"{at} of 3")
        hands.tap(page.get_by_role("button", name="No answer", exact=True))

    expect(page.locator("#work h1")).to_have_text("All 3 done")
    assert hands.counted() == 4
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_javascript(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana, java_script_enabled=False)
    page.goto("/queue/")

    page.get_by_role("link", name="Start").click()
    for at in range(1, 4):
        expect(page.locator("#work h1")).to_have_text(f"{at} of 3")
        page.get_by_role("button", name="No answer", exact=True).click()

    expect(page.locator("#work h1")).to_have_text("All 3 done")
