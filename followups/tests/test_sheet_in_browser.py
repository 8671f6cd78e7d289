"""The queue on a telephone: a list; a tap opens the lead, three ways lead back to the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from followups.tests.factories import make_owned_lead, make_touch
from followups.tests.hands import press, settled
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)
SIZE = {"width": 390, "height": 844}
SHOWN = 15  # the row that is tapped: below the edge of the screen


@pytest.fixture
def ana() -> User:
    rep, now = make_rep(name="Ana Petrov", queue_order="due"), clock.now()
    for number in range(20):
        person = make_person(company=f"Company {number:02}", name="Kim")
        lead = make_owned_lead(owner=rep, at=now - 300 * HOUR, person=person)
        make_touch(lead=lead, due_at=now - (40 - number) * HOUR, at=now - 300 * HOUR)
    return rep


def row(page: Page, number: int) -> Locator:
    return page.locator("[data-row]", has_text=f"Company {number:02}")


def test_a_tap_opens_the_lead_and_three_ways_lead_back(
    signed_in: Callable[..., Any], ana: User
) -> None:
    page = signed_in(ana, has_touch=True, is_mobile=True)
    page.set_viewport_size(SIZE)
    page.goto("/queue/")
    expect(page.locator("#pane")).to_be_hidden()
    back = page.get_by_role("link", name="Back to the list")
    for leave in (page.go_back, lambda: press(page, "Escape"), back.tap):
        row(page, SHOWN).tap()
        expect(page.locator("#pane h2")).to_contain_text(f"Company {SHOWN}")
        expect(page.locator("#pane h2")).to_be_in_viewport()
        expect(row(page, SHOWN)).to_be_hidden()

        leave()

        expect(page.locator("#pane")).to_be_hidden()
        expect(row(page, SHOWN)).to_be_in_viewport()
        expect(page).to_have_url(re.compile(r"/queue/$"))


def test_after_a_save_the_next_lead_is_open_and_back_is_the_list(
    signed_in: Callable[..., Any], ana: User
) -> None:
    page = signed_in(ana, has_touch=True, is_mobile=True)
    page.set_viewport_size(SIZE)
    page.goto("/queue/")
    row(page, 0).tap()

    settled(page).get_by_role("button", name="No answer", exact=True).tap()

    expect(page.locator("#pane h2")).to_contain_text("Company 01")
    settled(page).go_back()
    expect(page.locator("#pane")).to_be_hidden()
    expect(row(page, 1)).to_be_visible()
    expect(row(page, 0)).to_have_count(0)


def test_what_is_open_stays_open_when_it_is_loaded_again(
    signed_in: Callable[..., Any], ana: User
) -> None:
    page = signed_in(ana, has_touch=True, is_mobile=True)
    page.set_viewport_size(SIZE)
    page.goto("/queue/")
    row(page, 2).tap()
    expect(page.locator("#pane h2")).to_contain_text("Company 02")
    expect(page).to_have_url(re.compile("lead="))
    page.reload()
    expect(page.locator("#pane h2")).to_be_visible()

    page.go_back()

    expect(page.locator("#pane")).to_be_hidden()
    expect(row(page, 2)).to_be_visible()
    page.go_forward()
    expect(page.locator("#pane h2")).to_contain_text("Company 02")
    expect(page.locator("#pane h2")).to_be_visible()


def test_without_javascript_the_address_says_which(
    signed_in: Callable[..., Any], ana: User
) -> None:
    page = signed_in(ana, java_script_enabled=False)
    page.set_viewport_size(SIZE)
    page.goto("/queue/")
    expect(page.locator("#pane")).to_be_hidden()

    row(page, 2).click()

    expect(page.locator("#pane h2")).to_contain_text("Company 02")
    expect(row(page, 2)).to_be_hidden()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("#pane")).to_be_hidden()


def test_a_lead_that_was_not_waited_for_leaves_no_mark(
    signed_in: Callable[..., Any], ana: User
) -> None:
    page = signed_in(ana, has_touch=True, is_mobile=True)
    page.set_viewport_size(SIZE)
    page.goto("/queue/")
    first = row(page, 0)
    expect(first).to_have_attribute("aria-current", "true")
    page.route(re.compile("lead="), lambda _: None)  # no answer ever comes
    settled(page)
    row(page, 2).tap()
    expect(row(page, 2)).to_have_attribute("aria-current", "true")

    page.go_back()

    expect(page.locator("#pane")).to_be_hidden()
    expect(first).to_have_attribute("aria-current", "true")
    expect(page.locator("#pane")).not_to_have_attribute("inert", "")
