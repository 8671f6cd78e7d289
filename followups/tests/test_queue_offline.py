"""The queue without a network: rows stay readable, logs are kept, the next lead opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups.models import Touch
from followups.tests.factories import make_owned_lead, make_touch
from followups.tests.hands import press
from leadfollow import clock
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)
# The pane of a lead is here: its whole answer, which the page asked for by itself.
FETCHED = """(lead) => new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntries().some((each) => each.name.includes(`lead=${lead}`))) setTimeout(done);
}).observe({ type: "resource", buffered: true }))"""


@pytest.fixture
def leads() -> list[Lead]:
    ana, now, found = make_rep(name="Ana Petrov", queue_order="due"), clock.now(), []
    for hours, company in ((3, "Alfa"), (2, "Beta"), (1, "Cargo")):
        lead = make_owned_lead(
            owner=ana, at=now - 300 * HOUR, person=make_person(company=company, name="Kim")
        )
        make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 300 * HOUR)
        found.append(lead)
    return found


@pytest.fixture
def page(signed_in: Callable[..., Any], leads: list[Lead]) -> Page:
    """Without a network, once the next pane has been fetched."""
    page: Page = signed_in(leads[0].owner)
    page.goto("/queue/")
    page.evaluate(FETCHED, leads[1].pk)
    go_off_line(page)
    return page


def go_off_line(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("No network")


def row(page: Page, lead: Lead) -> Any:
    return page.locator(f"#row-{lead.pk}")


def test_what_is_logged_is_kept_and_the_next_lead_opens(page, leads):
    press(page, "1")

    expect(row(page, leads[0])).to_contain_text("kept, will be sent")
    expect(page.locator("#unsent")).to_contain_text("1 logged here waits")
    expect(page.locator("#pane h2")).to_contain_text("Beta")
    press(page, "1")
    expect(row(page, leads[1])).to_contain_text("kept, will be sent")
    expect(page.locator("#unsent")).to_contain_text("2 logged here wait")
    assert not Touch.objects.logged().exists()

    page.context.set_offline(False)

    expect(page.locator("#unsent")).to_be_hidden()
    expect(row(page, leads[0])).to_have_count(0)
    expect(row(page, leads[1])).to_have_count(0)
    expect(page.get_by_role("link", name="1 overdue")).to_be_visible()
    assert Touch.objects.logged().count() == 2


def test_rows_stay_readable_and_what_was_not_seen_says_so(page, leads):
    press(page, "j")
    expect(page.locator("#pane h2")).to_contain_text("Beta")

    press(page, "j")

    expect(page.locator("#trouble")).to_contain_text("Not loaded")
    expect(page.locator("#pane h2")).to_contain_text("Beta")
    expect(row(page, leads[2])).to_contain_text("Cargo")


def test_a_row_that_waits_stays_grey_when_the_page_is_opened_again(page, leads):
    press(page, "1")
    expect(row(page, leads[0])).to_contain_text("kept, will be sent")
    page.route("**/log/**", lambda route: route.abort())
    page.context.set_offline(False)

    page.goto("/queue/")

    expect(row(page, leads[0])).to_contain_text("kept, will be sent")
    expect(page.locator("#pane h2")).to_contain_text("Beta")


def test_back_on_line_the_pane_follows_the_marked_row_and_the_counts_are_right(
    signed_in: Callable[..., Any], leads: list[Lead]
) -> None:
    page = signed_in(leads[0].owner)
    page.route("**/queue/?*lead=*", lambda route: route.abort())  # no pane is seen beforehand
    page.goto("/queue/")
    go_off_line(page)
    press(page, "1")
    expect(page.locator("#unsent")).to_contain_text("1 logged here waits")
    expect(page.locator("#trouble")).to_contain_text("Not loaded")
    page.unroute("**/queue/?*lead=*")

    page.context.set_offline(False)

    expect(row(page, leads[0])).to_have_count(0)
    expect(row(page, leads[1]).locator("[aria-current]")).to_have_count(1)
    expect(page.locator("#pane h2")).to_contain_text("Beta")
    expect(page.locator("#work")).to_contain_text("2 of 2")
    expect(page.get_by_role("link", name="2 overdue")).to_be_visible()
    expect(page.locator("#trouble")).to_be_hidden()
    press(page, "1")
    expect(page.locator("#said")).to_contain_text("No answer at Beta")


def test_back_on_line_with_no_row_left_the_queue_is_opened_again(page, leads):
    for lead in leads[:2]:
        press(page, "1")
        expect(row(page, lead)).to_contain_text("kept, will be sent")
    Touch.objects.filter(lead=leads[2]).update(due_at=clock.now() + 99 * HOUR)
    page.evaluate("id => document.getElementById(id).remove()", f"row-{leads[2].pk}")

    page.context.set_offline(False)

    expect(page.locator("#unsent")).to_be_hidden()
    expect(page.locator("#pane form.log")).not_to_have_attribute("data-lead", str(leads[1].pk))
