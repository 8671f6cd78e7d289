"""A lead that a colleague takes while the list is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups import operations
from followups.models import Touch
from followups.tests.factories import log, make_owned_lead, make_touch, next_touch
from followups.tests.hands import press
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrov", queue_order="due")


@pytest.fixture
def leads(ana: User) -> list[Lead]:
    now, found = clock.now(), []
    for hours, company in ((3, "Alfa"), (2, "Beta"), (1, "Cargo")):
        lead = make_owned_lead(
            owner=ana, at=now - 300 * HOUR, person=make_person(company=company, name="Kim")
        )
        make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 300 * HOUR)
        found.append(lead)
    return found


@pytest.fixture
def page(signed_in: Callable[..., Any], ana: User, leads: list[Lead]) -> Page:
    page: Page = signed_in(ana)
    page.goto("/queue/")
    return page


def give(lead: Lead, ana: User) -> None:
    ben = make_rep(name="Ben Ott", team=ana.team)
    operations.assign_lead(lead=lead, rep=ben, by=make_manager(of=ana.team), at=clock.now())


def row(page: Page, lead: Lead) -> Any:
    return page.locator(f"#row-{lead.pk}")


def test_opening_its_row_greys_it_and_the_focus_goes_to_the_next(page, ana, leads):
    give(leads[1], ana)

    press(page, "j")

    expect(page.locator("#pane")).to_contain_text("Taken by Ben Ott")
    expect(row(page, leads[1])).to_contain_text("Taken by Ben Ott")
    expect(row(page, leads[1]).locator("[data-row]")).to_have_count(0)
    expect(row(page, leads[2]).locator("[data-row]")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#pane h2")).to_contain_text("Cargo")


def test_logging_on_it_gives_the_text_back_to_copy(page, ana, leads):
    page.get_by_label("Note").fill("A long story")
    give(leads[0], ana)

    page.get_by_role("button", name="No answer").click()

    expect(page.locator("#pane")).to_contain_text("Taken by Ben Ott")
    expect(page.get_by_label("Note")).to_have_value("A long story")
    expect(page.get_by_role("button", name="Copy text")).to_be_visible()
    expect(row(page, leads[1]).locator("[data-row]")).to_be_focused()
    assert not Touch.objects.logged().exists()


def test_where_one_may_still_write_the_text_becomes_a_touch_of_its_own(page, ana, leads):
    page.get_by_label("Note").fill("A long story")
    log(next_touch(leads[0]), at=clock.now(), by=make_manager(of=ana.team, name="Mia"))
    page.get_by_role("button", name="No answer").click()
    expect(page.locator("#pane")).to_contain_text("Mia logged this touch at")

    page.get_by_role("button", name="Log it as an additional touch").click()

    expect(page.locator("#said")).to_contain_text("No answer at Alfa.")
    assert Touch.objects.logged().get(logged_by=ana).note == "A long story"


def test_in_play_the_next_lead_is_one_key_away(page, ana, leads):
    page.goto("/queue/?show=due&play=0-3")
    give(leads[0], ana)

    press(page, "1")
    expect(page.locator("#pane")).to_contain_text("Taken by Ben Ott")
    expect(page.get_by_role("link", name="On with the next")).to_be_focused()
    with page.expect_navigation():
        press(page, "Enter")

    expect(page.locator("#pane h2")).to_contain_text("Beta")
    expect(page.locator("#work h1")).to_have_text("2 of 3")
