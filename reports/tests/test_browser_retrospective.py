"""A manager holds Friday's review in a browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.tests.factories import make_campaign
from followups.tests.factories import make_lead, make_touch
from leadfollow.people.tests.factories import make_manager, make_rep, make_team

pytestmark = pytest.mark.browser


def test_a_manager_opens_the_retrospective_and_the_leads_behind_a_number(signed_in):
    """Of two new leads one has no next step; a call of a month ago was never made."""
    now = datetime.now(UTC)
    team = make_team(name="North", slug="north")
    ana, web = make_rep(name="Ana", team=team), make_campaign(team=team)
    bare = make_lead(at=now - timedelta(hours=2), owner=ana, campaign=web)
    planned = make_lead(at=now - timedelta(hours=2), owner=ana, campaign=web)
    make_touch(lead=planned, due_at=now + timedelta(days=3), at=now)
    old = make_lead(at=now - timedelta(days=31), owner=ana, campaign=web)
    make_touch(lead=old, due_at=now - timedelta(days=30), at=now - timedelta(days=31))

    page = signed_in(make_manager(of=team))
    page.goto("/retrospective/")

    assert page.get_by_role("heading", name=re.compile("^North, week")).is_visible()
    answers = page.locator(".answer").all_inner_texts()
    assert ["1 of 2 has none." in answers[0], "1 of 3 has none." in answers[1]] == [True, True]
    assert "1 from before" in answers[2]
    page.get_by_role("link", name="1 of 3 has none.").click()
    page.wait_for_url(re.compile(r"/leads/\?.*next=none"))
    listed = page.locator("main").inner_text()
    assert bare.organisation in listed
    assert planned.organisation not in listed


def test_on_paper_everything_fits_and_nothing_is_left_out(signed_in):
    """A4 upright within its margins is 688 pixels wide; a screen shows ten of the twelve rows."""
    now = datetime.now(UTC)
    team = make_team(name="North", slug="north")
    owner, web = make_rep(name="Bartholomew Featherstone", team=team), make_campaign(team=team)
    for _ in range(12):
        lead = make_lead(at=now - timedelta(days=40), owner=owner, campaign=web)
        make_touch(lead=lead, due_at=now - timedelta(days=30), at=now - timedelta(days=31))
        make_lead(at=now - timedelta(hours=2), owner=owner, campaign=web)
    page = signed_in(make_manager(of=team))
    page.set_viewport_size({"width": 688, "height": 1017})
    page.goto("/retrospective/")

    on_screen = page.locator("#due .line:visible").count()
    page.emulate_media(media="print")

    assert page.evaluate("document.documentElement.scrollWidth") == 688
    assert on_screen == 10
    assert page.locator("#due .line:visible").count() == 12
    assert page.locator("#new tbody tr:visible").count() == 12
    assert not page.get_by_role("link", name="All 12").first.is_visible()
