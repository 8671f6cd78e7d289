"""The page of one campaign's follow-up, and of all: who sees what, and every number's rows."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups.lists.lead_filter import LeadFilter
from followups.lists.lead_list import lead_list
from followups.tests.factories import ask, make_lead, person_of
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
)
from leads.intake import Person
from leads.tests.factories import make_person
from reports import campaign_lines, campaign_page
from reports.tests.fair import NOW, Fair, make_fair, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair() -> Fair:
    return make_fair()


def leads_behind(url, reader):
    query = QueryDict(urlsplit(url).query)
    return LeadFilter(query, user=reader, now=NOW).leads.count()


def numbers_of(page):
    """Every number on the page with its link."""
    yield from ((bar.label, bar.count, bar.url) for bar in page.funnel)
    yield from ((each.title, each.count, each.url) for each in page.red_lists)
    yield from ((line.figures.rep, line.figures.captured, line.url) for line in page.reps)
    for line in page.days:
        yield str(line.figures.day), line.figures.captured, line.url
        for number, cell in enumerate(line.cells):
            yield f"{line.figures.day}, {number}", cell.count, cell.url
    figures = page.figures
    for state in ("planned", "not_followed_up", "untouched", "waiting", "assisted"):
        yield state, getattr(figures, state), page.urls[state]
    for state, number in page.beside.items():
        yield state, number, page.urls[state]
    yield "planned_since", figures.planned_since_received, page.urls["planned_since"]


@pytest.mark.parametrize("who", ["eva", "ana", "ben", "mona", "admin"])
def test_every_number_opens_its_rows(fair, who):
    reader = make_admin() if who == "admin" else getattr(fair, who)

    page = campaign_page.of(fair.campaign, reader=reader, now=NOW)

    for name, number, url in numbers_of(page):
        assert leads_behind(url, reader) == number, name


def test_every_number_of_the_list_opens_its_rows(fair):
    [row] = campaign_lines.of(fair.eva, now=NOW)

    line = campaign_lines.line(row, tells_money=True)

    for cell in line.cells:
        if cell.url and not cell.text.endswith("%"):
            assert leads_behind(cell.url, fair.eva) == int(cell.text)


def test_the_funnel(fair):
    page = campaign_page.of(fair.campaign, reader=fair.eva, now=NOW)

    assert [(bar.label, bar.count) for bar in page.funnel] == [
        ("Captured", 6), ("Complete record", 6), ("With a rep, same day", 4), ("Touched", 3),
        ("Touched within 24 h", 2), ("Followed up", 2), ("Talked", 2), ("Won", 1),
    ]  # fmt: skip


def test_the_red_lists_begin_with_the_oldest(fair):
    page = campaign_page.of(fair.campaign, reader=fair.eva, now=NOW)

    assert [[row.lead_id for row in each.rows] for each in page.red_lists] == [
        [fair.planned.pk, fair.forgotten.pk], [fair.nobodys.pk], [fair.forgotten.pk], [],
    ]  # fmt: skip


def test_what_is_said_of_the_numbers(fair):
    page = campaign_page.of(fair.campaign, reader=fair.eva, now=NOW)

    assert page.untouched_in_words == "3 of 6 never touched"
    assert page.worst_day_in_words == "Tuesday 1 of 2"
    assert page.clocks_in_words == "system 0 min, rep 4 h"
    assert page.gain_in_words == "+200 %"
    assert page.won_in_words == "1 won, 3,000 €; first inquiry counts"


def test_a_rep_sees_his_own_figures_and_no_money(fair):
    page = campaign_page.of(fair.campaign, reader=fair.ben, now=NOW)

    assert (page.figures.captured, page.figures.touched, page.is_whole) == (2, 0, False)
    assert [line.figures.rep for line in page.reps] == ["Ben"]


def test_a_manager_sees_the_figures_of_his_teams(fair):
    stranger = make_rep()
    make_lead(campaign=fair.campaign, owner=stranger)

    page = campaign_page.of(fair.campaign, reader=fair.mona, now=NOW)

    assert (page.figures.captured, page.is_whole) == (5, False)


def test_the_owner_sees_it_whole(fair):
    assert campaign_page.of(fair.campaign, reader=fair.eva, now=NOW).is_whole


@pytest.mark.parametrize(
    ("who", "status"),
    [("eva", 200), ("ana", 200), ("mona", 200), ("another event manager", 404), ("admin", 200)],
)
def test_who_may_open_the_page(fair, client, who, status):
    others = {"another event manager": make_event_manager, "admin": make_admin}
    client.force_login(others[who]() if who in others else getattr(fair, who))

    response = client.get(reverse("reports:campaign_followup", args=[fair.campaign.pk]))

    assert response.status_code == status


def test_a_stranger_sees_none_of_the_names(fair, client):
    client.force_login(make_manager())

    response = client.get(reverse("reports:campaign_followup", args=[fair.campaign.pk]))

    assert fair.nobodys.organisation not in response.text
    assert "Nobody asked through it yet" in response.text


def test_the_list_of_all_holds_the_sum(fair, client):
    client.force_login(fair.eva)
    other = make_event(name="Other", owner=fair.eva)
    make_lead(campaign=other)

    response = client.get(reverse("reports:campaigns_followup"))

    assert [line.name for line in response.context["rows"]] == ["Other", "Fair Berlin"]
    assert response.context["sum"].cells[1].text == "7"


def test_the_share_followed_up_opens_the_leads_followed_up(fair, client):
    client.force_login(fair.eva)

    response = client.get(reverse("reports:campaign_followup", args=[fair.campaign.pk]))

    tile = response.text.split("<small>Followed up</small>")[0].rsplit("href=", 1)[1]
    assert "inquiry=followed_up" in tile


def test_a_rep_reads_no_cost_in_the_list(fair, client):
    client.force_login(fair.ana)

    response = client.get(reverse("reports:campaigns_followup"))

    assert "%" in response.text
    assert response.context["rows"][0].cells[-1].text == "–"


@pytest.mark.parametrize("name", ["campaign_followup", "campaigns_followup"])
def test_queries_do_not_grow_with_the_rows(fair, client, name):
    client.force_login(fair.eva)
    args = [fair.campaign.pk] if name == "campaign_followup" else []
    url = reverse(f"reports:{name}", args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for day in range(3, 6):
        more = make_event(owner=fair.eva)
        make_lead(campaign=more, owner=fair.ana, at=on(day))
        make_lead(campaign=fair.campaign, owner=make_rep(), at=on(day))
        make_lead(campaign=fair.campaign, at=on(day))

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few) <= 15


def test_a_list_behind_inquiries_counts_them_beside_its_leads(fair):
    """One of the three who are never touched asks twice more."""
    person = Person(email=person_of(fair.forgotten).email)
    for day in (6, 7):
        ask(on(day), campaign=fair.campaign, person=person)
    page = campaign_page.of(fair.campaign, reader=fair.eva, now=NOW)

    listed = lead_list(QueryDict(urlsplit(page.urls["untouched"]).query), user=fair.eva, now=NOW)

    assert page.figures.untouched == 5
    assert (listed.total, len(listed.rows)) == ("5 inquiries of 3 leads", 3)


@pytest.mark.parametrize(("who", "is_narrowed"), [("eva", True), ("mona", True), ("admin", False)])
@pytest.mark.parametrize("page", ["campaigns:list", "reports:campaigns_followup"])
def test_a_page_of_all_campaigns_says_whose_leads_it_counts(client, fair, page, who, is_narrowed):
    client.force_login(make_admin() if who == "admin" else getattr(fair, who))

    body = client.get(reverse(page)).content.decode()

    assert ("the leads you may see" in body) is is_narrowed


def test_what_is_not_sent_as_promised_is_a_red_list_and_opens_its_rows(fair):
    person = make_person(address="")
    late = make_lead(campaign=fair.campaign, person=person, at=on(4), promised_by=on(5))

    page = campaign_page.of(fair.campaign, reader=fair.eva, now=NOW)

    red = page.red_lists[-1]
    assert (red.count, [row.lead_id for row in red.rows]) == (1, [late.pk])
    assert leads_behind(red.url, fair.eva) == 1
    assert page.beside["complete"] == 6
    assert page.beside["nurtured"] + page.beside["not_nurtured"] == page.open_inquiries


def test_the_page_tells_the_days_and_who_is_in_nurture(fair, client):
    client.force_login(fair.eva)

    page = client.get(reverse("reports:campaign_followup", args=[fair.campaign.pk])).text

    assert "Touched the same day" in page
    assert "In nurture:" in page
