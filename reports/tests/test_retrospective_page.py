"""The manager's Friday page: who sees what, and every number opens its rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.lists.lead_filter import LeadFilter
from followups.models import Touch
from followups.tests.factories import ask, make_lead, make_touch, person_of
from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.intake import Person
from reports import early_stops
from reports.commitments_kept import CommitmentsKept
from reports.filter_form import ReportFilter
from reports.models import Commitment
from reports.question import Question
from reports.registry import REPORTS
from reports.retrospective import retrospective
from reports.retrospective_answers import ON_PAPER, verdicts
from reports.retrospective_asked import asked_by
from reports.retrospective_lists import due_lines, due_touches, lead_lines, leads_behind, of_nobody
from reports.retrospective_page import page_of
from reports.tests.north import NOW, WEEK, North, make_north

pytestmark = pytest.mark.django_db
NONE = CommitmentsKept(0, 0, 0)


@pytest.fixture
def north() -> North:
    return make_north()


def this_week() -> Week:
    return Week.of(clock.today(UTC, clock.now()))


def address(team, week=None, kind="week"):
    week = week or this_week()
    where = {"team": team.slug, "year": week.year, "week": week.number}
    return reverse(f"reports:retrospective_{kind}", kwargs=where)


def asked_of(reader, url=""):
    rep = parse_qs(urlsplit(url).query).get("rep", [""])[0]
    return asked_by(reader, team="north", week=WEEK, rep=rep, now=NOW)


def rows_behind(url, reader):
    """How many rows the address of a number lists."""
    query = QueryDict(urlsplit(url).query)
    if urlsplit(url).path == reverse("followups:leads"):
        return LeadFilter(query, user=reader, now=NOW).leads.count()
    if urlsplit(url).path == reverse("reports:report", args=["early-stops"]):
        form = ReportFilter(query, reader=reader, takes=REPORTS["early-stops"].takes)
        assert form.is_valid()
        return len(early_stops.answer(Question(NOW, reader=reader, **form.asked())).rows)
    asked, part = asked_of(reader, url), query.get("part", "")
    whose, week = asked.whose, asked.week
    if urlsplit(url).path.endswith("/commitments/"):
        return Commitment.objects.of_team(asked.team).settled_in(week).filter(end="kept").count()
    if urlsplit(url).path.endswith("/touches/"):
        touches = due_touches(whose, week, now=NOW, part=part)
        touches = of_nobody(touches) if asked.is_nobody else touches
        return len(due_lines(touches, whose, now=NOW, first=0, count=100))
    leads = leads_behind(whose, week, now=NOW, part=part)
    leads = leads.filter(owner=None) if asked.is_nobody else leads
    return len(lead_lines(leads, whose, week, now=NOW, first=0, count=100))


def numbers_of(page):
    """Every number on the page with its address; the level's part is counted in inquiries."""
    for row in [*page.reps, page.total]:
        yield from ((f"{row.row.rep}, {n.label}", n.number, n.url) for n in row.leads + row.ledger)
        left = row.row.inquiries - row.row.followed_up
        yield f"{row.row.rep}, not followed up", left, row.level_url
    yield from ((tile.label, tile.number, tile.url) for tile in page.tiles)


@pytest.mark.parametrize("who", ["mona", "admin", "ana"])
def test_every_number_opens_its_rows(north, who):
    reader = make_admin() if who == "admin" else getattr(north, who)
    asked = asked_of(reader)

    page = page_of(asked, retrospective(asked.whose, WEEK, now=NOW), NONE, Touch.objects.none())

    for name, number, url in numbers_of(page):
        assert rows_behind(url, reader) == number, name


def test_the_list_behind_the_level_counts_inquiries_beside_its_leads(client):
    team, now = make_team(), clock.now()
    web, rep = make_campaign(team=team), make_rep(team=team)
    lead = make_lead(at=now - timedelta(days=3), campaign=web, owner=rep)
    ask(now - timedelta(days=2), campaign=web, person=Person(email=person_of(lead).email))
    client.force_login(make_manager(of=team))

    body = client.get(address(team, kind="leads") + "?part=not_followed_up").content.decode()

    assert "2 inquiries of 1 lead<" in body


def test_one_reps_part_opens_his_rows(north):
    asked = asked_of(north.mona, f"?rep={north.ben.pk}")

    page = page_of(asked, retrospective(asked.whose, WEEK, now=NOW), NONE, Touch.objects.none())

    assert page.title == "Ben, week 45"
    for name, number, url in numbers_of(page):
        assert rows_behind(url, north.mona) == number, name


def test_the_answers_in_words_with_what_says_otherwise(north):
    asked = asked_of(north.mona)

    new, every, due = verdicts(asked, retrospective(north.team, WEEK, now=NOW))

    assert (new.is_yes, new.says) == (False, "1 of 4 has none.")
    assert [line.lead_id for line in new.leads] == [north.leads["A2"].pk]
    assert (every.is_yes, every.says) == (False, "1 of 5 has none.")
    assert every.beside == "1 more waits for an owner"
    assert (due.is_yes, due.says) == (False, "1 of the week is not made, and 2 from before.")
    assert [line.lead_id for line in due.touches] == [
        north.leads[name].pk for name in ("B2", "A3", "B1")
    ]


def test_home_leads_a_manager_to_this_week_of_his_team(client, north):
    client.force_login(north.mona)

    response = client.get("/retrospective/")

    assert response.url == address(north.team)
    assert client.get(response.url).status_code == 200


def test_home_of_a_manager_without_a_team_says_so(client):
    manager = make_manager()
    manager.teams_led.clear()
    client.force_login(manager)

    assert "You lead no team yet" in client.get("/retrospective/").content.decode()


def test_a_manager_of_several_teams_may_choose(client, north):
    south = make_team(name="South", slug="south", managers=[north.mona])
    client.force_login(north.mona)

    body = client.get(address(north.team)).content.decode()

    assert f'href="{address(south)}"' in body


def test_a_rep_sees_his_own_part_only(client, north):
    client.force_login(north.ana)

    body = client.get(address(north.team) + f"?rep={north.ben.pk}").content.decode()

    assert "Ana, week" in body
    assert "Ben" not in body


@pytest.mark.parametrize("kind", ["week", "leads", "touches"])
@pytest.mark.parametrize("who", ["another manager", "another rep", "event manager"])
def test_out_of_reach_is_not_found(client, north, who, kind):
    people = {
        "another manager": make_manager, "another rep": make_rep,
        "event manager": make_event_manager,
    }  # fmt: skip
    client.force_login(people[who]())

    assert client.get(address(north.team, kind=kind)).status_code == 404


def test_an_event_manager_has_no_home_here(client):
    client.force_login(make_event_manager())

    assert client.get("/retrospective/").status_code == 404


def test_an_admin_sees_every_team(client, north):
    client.force_login(make_admin())

    assert client.get(address(north.team)).status_code == 200


@pytest.mark.parametrize("query", ["?rep=x", "?rep=999999", "?rep=²"])
def test_a_rep_who_is_not_of_the_team_is_not_found(client, north, query):
    client.force_login(north.mona)

    assert client.get(address(north.team) + query).status_code == 404


def test_a_week_that_is_none_is_not_found(client, north):
    client.force_login(north.mona)

    assert client.get("/retrospective/north/2026-W99/").status_code == 404
    assert client.get(address(north.team, kind="touches") + "?part=x").status_code == 404


def test_a_week_to_come_is_refused_in_a_sentence(client, north):
    client.force_login(north.mona)

    response = client.get(address(north.team, this_week().next))

    assert response.status_code == 404
    assert "This week has not begun yet" in response.content.decode()


def test_a_past_week_says_what_is_as_of_now(client, north):
    client.force_login(north.mona)

    past = client.get(address(north.team, this_week().previous)).content.decode()

    assert "This week is over" in past
    assert "This week is over" not in client.get(address(north.team)).content.decode()


def test_a_long_list_goes_on(client, north):
    client.force_login(north.mona)
    now = datetime.now(UTC)
    due = make_touch(lead=north.leads["A1"], due_at=now)
    Touch.objects.bulk_create(
        Touch(lead=due.lead, contact=due.contact, channel=due.channel, due_at=now, first_due_at=now)
        for _ in range(100)
    )
    here = address(north.team, kind="touches")

    first = client.get(here).content.decode()
    rest = client.get(here + "?after=100").content.decode()

    assert (first.count('class="line"'), rest.count('class="line"')) == (100, 1)
    assert "after=100" in first


def test_paper_says_how_many_rows_it_leaves_out(client, north):
    client.force_login(north.mona)
    lead = north.leads["A1"]
    due = make_touch(lead=lead, due_at=datetime.now(UTC) - timedelta(days=30))
    Touch.objects.bulk_create(
        Touch(
            lead=lead, contact=due.contact, channel=due.channel, due_at=due.due_at,
            first_due_at=due.due_at,
        )
        for _ in range(250)
    )  # fmt: skip

    body = client.get(address(north.team)).content.decode()

    due_and_not_made = Touch.objects.manual().overdue(clock.now()).count()
    assert body.count('class="line"') == ON_PAPER
    assert f"and {due_and_not_made - ON_PAPER} more" in body


@pytest.mark.parametrize(("reps", "leads"), [(2, 1), (8, 3)])
def test_the_page_asks_no_more_for_more_rows(client, reps, leads):
    team = make_team()
    now = datetime.now(UTC)
    for _ in range(reps):
        rep = make_rep(team=team)
        for _ in range(leads):
            make_lead(owner=rep, at=now)
            make_touch(lead=make_lead(owner=rep, at=now), due_at=now)
    client.force_login(make_manager(of=team))

    with CaptureQueriesContext(connection) as queries:
        client.get(address(team))

    assert len(queries) == 21, [query["sql"][:90] for query in queries]


def test_before_the_first_week_there_is_none(client, north):
    client.force_login(north.mona)

    response = client.get(address(north.team, Week(1970, 1)))

    assert response.status_code == 200
    assert "Week before" not in response.content.decode()
