"""A manager holds Friday's review in a browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaigns.tests.factories import make_campaign
from followups.tests.factories import make_lead, make_touch
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from reports.models import Commitment, Retrospective
from reports.models.retrospective import Section

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


def pressed(page: Any, *keys: str) -> int:
    """Press them one by one, each on the page that the one before led to; how many."""
    for key in keys:
        with page.expect_navigation():
            page.keyboard.press(key)
    return len(keys)


def begin(page: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name="Begin the walk").click()


def six_reps(*, late: int) -> tuple[Any, list[Any]]:
    """A manager, and so many calls of her six reps that were not made."""
    now = datetime.now(UTC)
    team = make_team(name="North", slug="north", time_zone="UTC")
    reps = [make_rep(name=f"Rep {letter}", team=team) for letter in "ABCDEF"]
    web = make_campaign(team=team)
    leads = []
    for n in range(late):
        lead = make_lead(at=now - timedelta(days=25), owner=reps[n % 6], campaign=web)
        make_touch(lead=lead, due_at=now - timedelta(days=20), at=now - timedelta(days=25))
        leads.append(lead)
    return make_manager(of=team, name="Mona"), leads


def test_a_quiet_week_is_walked_and_closed_by_nine_keys_and_printed_on_two_pages(signed_in):
    mona, _leads = six_reps(late=0)
    page = signed_in(mona)
    page.goto("/retrospective/")
    begin(page)

    keys = pressed(page, *"nnnnnnnn")
    assert page.get_by_role("heading", name="Close the week").is_visible()
    keys += pressed(page, "f")

    assert keys == 9
    held = Retrospective.objects.get()
    assert held.is_closed
    assert held.sections_done.count() == len(Section)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
    page.emulate_media(media="print")
    assert held.digest[:12] in page.locator(".print-foot").inner_text()


def test_ten_decisions_are_made_by_two_keys_each(signed_in):
    """From the part of what is due: c and Enter for each, the next lead comes by itself."""
    mona, leads = six_reps(late=10)
    page = signed_in(mona)
    page.goto("/retrospective/")
    begin(page)
    keys = pressed(page, *"nnn")

    for n in range(len(leads)):
        page.keyboard.press("c")
        keys += 1 + pressed(page, "Enter")
        assert Commitment.objects.count() == n + 1
    keys += pressed(page, *"nnnnn", "f")

    assert keys <= 40
    assert Retrospective.objects.get().is_closed
    assert {made.lead_id for made in Commitment.objects.all()} == {lead.pk for lead in leads}


def test_two_managers_see_what_the_other_decides(signed_in):
    mona, [_lead] = six_reps(late=1)
    other = make_manager(of=mona.led_teams[0], name="Otto")
    hers, his = signed_in(mona), signed_in(other)
    for page in (hers, his):
        page.goto("/retrospective/")
        page.goto(page.get_by_role("link", name="Begin the walk").get_attribute("href"))
        page.goto(
            page.get_by_role("link", name=re.compile("Due and overdue")).get_attribute("href")
        )

    hers.get_by_role("button", name="Commit").click()
    hers.get_by_text("Decided in this session").wait_for()

    his.get_by_text("Decided in this session").wait_for(timeout=15_000)
    his.get_by_role("button", name="Commit").click()
    told = "Mona decided"
    his.get_by_text(re.compile(told)).first.wait_for()
    assert Commitment.objects.count() == 1
