"""An event manager reads in a browser what became of a show."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from campaigns.tests.factories import make_event
from followups.next_step import Close, Due, TouchOn
from followups.tests.factories import make_lead
from leadfollow.people.tests.factories import make_event_manager, make_rep
from reports.tests.fair import touch

pytestmark = pytest.mark.browser


def test_an_event_manager_opens_the_report_and_the_leads_behind_a_number(signed_in):
    """Of three inquiries one was followed up, one was won, and one waits for its first touch."""
    now = datetime.now(UTC)
    hours = [now - timedelta(hours=each) for each in range(5)]
    eva, ana = make_event_manager(name="Eva"), make_rep(name="Ana")
    fair = make_event(
        name="Fair Hannover", owner=eva, cost=Decimal(1000),
        starts_on=now.date() - timedelta(days=1), ends_on=now.date(),
    )  # fmt: skip
    talked, won, waiting = (make_lead(at=hours[4], campaign=fair, owner=ana) for _ in range(3))
    touch(talked, at=hours[3], then=TouchOn(Due(now + timedelta(days=3))))
    touch(won, at=hours[2], then=Close("won"))

    page = signed_in(eva)
    page.goto("/campaigns/")
    page.get_by_role("link", name="Follow-up of Fair Hannover").click()

    expect(page.locator(".tile").first.locator(".tile-number")).to_have_text("67 %")
    expect(page.get_by_role("heading", name="Fair Hannover")).to_be_visible()
    expect(page.locator(".tiles")).to_contain_text("1 of 3 never touched")
    expect(page.locator(".tiles")).to_contain_text("−100 %")
    page.locator(".bars-row").filter(has=page.get_by_text("Touched", exact=True)).click()
    page.wait_for_url(re.compile(r"/leads/\?.*inquiry=touched"))
    assert talked.organisation in page.locator("main").inner_text()
    assert waiting.organisation not in page.locator("main").inner_text()
