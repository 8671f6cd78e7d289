"""The registry: who reads, who edits, and what a page says."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.forms import CampaignForm
from campaigns.models import Campaign
from campaigns.templatetags.campaign_words import dates_in_words
from campaigns.tests.factories import make_campaign, make_event, make_segment
from leadfollow.people.models import Organisation, Team
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    team = make_team()
    return {
        "rep": make_rep(team=team),
        "manager": make_manager(of=team),
        "other manager": make_manager(),
        "event manager": make_event_manager(),
        "other event manager": make_event_manager(),
        "admin": make_admin(),
    }


@pytest.fixture
def fair(people):
    return make_event(
        name="Fair", owner=people["event manager"], team=people["rep"].team, place="Hannover"
    )


def posted(people, **fields):
    return {
        "name": "Fair Hannover", "kind": "event", "segment": make_segment().pk,
        "starts_on": "2026-11-24", "ends_on": "2026-11-26", "time_zone": "Europe/Berlin",
        "cost": "18400", "currency": "eur", "owner": people["event manager"].pk, "team": "",
    } | fields  # fmt: skip


READS = [("rep", 200), ("manager", 200), ("event manager", 200), ("other event manager", 404)]
EDITS = [
    ("rep", 404), ("manager", 200), ("other manager", 404), ("event manager", 200),
    ("other event manager", 404), ("admin", 200),
]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), READS)
def test_who_reads_one(people, fair, client, who, status):
    client.force_login(people[who])

    assert client.get(reverse("campaigns:detail", args=[fair.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), EDITS)
def test_who_may_edit(people, fair, client, who, status):
    client.force_login(people[who])

    assert client.get(reverse("campaigns:edit", args=[fair.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), EDITS)
@pytest.mark.parametrize("act", ["retire", "bring_back"])
def test_who_may_retire(people, fair, client, act, who, status):
    client.force_login(people[who])

    response = client.post(reverse(f"campaigns:{act}", args=[fair.pk]))

    assert response.status_code == {200: 302}.get(status, status)
    fair.refresh_from_db()
    assert (fair.retired_at is not None) == (status == 200 and act == "retire")


def test_an_event_manager_writes_one_down(people, client):
    client.force_login(people["event manager"])

    response = client.post(reverse("campaigns:new"), posted(people))

    made = Campaign.objects.get(code="FAIR-HANNOVER")
    assert response.headers["Location"] == reverse("campaigns:detail", args=[made.pk])
    assert (made.currency, str(made.time_zone), made.owner) == (
        "EUR", "Europe/Berlin", people["event manager"],
    )  # fmt: skip


def test_a_new_one_begins_with_the_organisations_zone_and_currency(people, client):
    Organisation.objects.create(time_zone="Asia/Tokyo", currency="JPY")
    client.force_login(people["event manager"])

    form = client.get(reverse("campaigns:new")).context["form"]

    assert (form["time_zone"].value(), form["currency"].value()) == ("Asia/Tokyo", "JPY")


def test_a_rep_writes_none_down(people, client):
    client.force_login(people["rep"])

    assert client.get(reverse("campaigns:new")).status_code == 404
    assert client.post(reverse("campaigns:new"), posted(people)).status_code == 404


@pytest.mark.parametrize(
    ("who", "fields", "sentence"),
    [
        ("event manager", {"ends_on": "2026-11-23"}, "It cannot end before it begins."),
        ("event manager", {"ends_on": "9999-12-31"}, "Give a date between 1970 and 2100."),
        ("event manager", {"starts_on": ""}, "Say on which days the event begins and ends."),
        ("event manager", {"owner": ""}, "To keep it in your reach, choose yourself"),
        ("manager", {}, "To keep it in your reach, choose one of your teams"),
        ("event manager", {"cost": "-1"}, "greater than or equal to 0"),
        ("event manager", {"currency": "euro"}, "Three letters, as in EUR."),
    ],
)
def test_says_what_is_wrong(people, client, who, fields, sentence):
    before = Campaign.objects.count()
    client.force_login(people[who])

    response = client.post(reverse("campaigns:new"), posted(people, **fields))

    assert response.status_code == 422
    assert sentence in response.text
    assert Campaign.objects.count() == before


@pytest.mark.parametrize(
    ("fields", "beside"), [({"ends_on": "2026-11-23"}, "ends_on"), ({"starts_on": ""}, "starts_on")]
)
def test_what_is_wrong_with_a_day_stands_beside_it(people, client, fields, beside):
    client.force_login(people["event manager"])

    form = client.post(reverse("campaigns:new"), posted(people, **fields)).context["form"]

    assert list(form.errors) == [beside]


def test_a_team_out_of_reach_cannot_be_chosen(people, client):
    client.force_login(people["manager"])

    response = client.post(reverse("campaigns:new"), posted(people, team=make_team().pk))

    assert response.status_code == 422


def test_the_form_shows_the_days_as_browsers_read_them(people, fair, client):
    client.force_login(people["manager"])

    page = client.get(reverse("campaigns:edit", args=[fair.pk])).text

    assert f'value="{fair.starts_on:%Y-%m-%d}"' in page
    assert f'value="{fair.ends_on:%Y-%m-%d}"' in page


def test_an_edit_is_saved(people, fair, client):
    client.force_login(people["manager"])
    team = people["rep"].team.pk

    client.post(
        reverse("campaigns:edit", args=[fair.pk]), posted(people, team=team, place="Halle 4")
    )

    fair.refresh_from_db()
    assert (fair.name, fair.place, fair.code[0]) == ("Fair Hannover", "Halle 4", "C")


def test_the_list_has_events_first_and_hides_what_is_retired(people, fair, client):
    make_campaign(name="Web")
    make_event(name="Old", retired_at="2026-01-01T00:00Z")
    make_event(name="Later", starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 1))
    client.force_login(people["rep"])

    names = [c.name for c in client.get(reverse("campaigns:list")).context["campaigns"]]
    retired = client.get(reverse("campaigns:list") + "?state=retired").context["campaigns"]

    assert names[:2] == ["Later", "Fair"]
    assert "Web" in names[2:]
    assert [campaign.name for campaign in retired] == ["Old"]


def test_an_event_manager_lists_his_own_and_the_standing_ones(people, fair, client):
    client.force_login(people["other event manager"])

    assert fair.name not in client.get(reverse("campaigns:list")).text


def test_queries_do_not_grow_with_the_campaigns(people, fair, client):
    client.force_login(people["event manager"])
    url = reverse("campaigns:list")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(5):
        make_event(owner=people["event manager"], team=make_team())
        make_campaign(team=make_team())

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few) <= 5


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 24), date(2026, 11, 26), "24–26 Nov 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 Nov – 2 Dec 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Dec 2026 – 2 Jan 2027"),
        (date(2026, 11, 24), date(2026, 11, 24), "24 Nov 2026"),
        (None, None, ""),
    ],
)
def test_dates_in_words(first, last, words):
    assert dates_in_words(Campaign(starts_on=first, ends_on=last)) == words


def test_a_zone_without_a_place_stays_chosen(people):
    campaign = make_event(time_zone="CET")

    form = CampaignForm(editor=people["admin"], campaign=campaign)

    assert ("CET", "CET") in form.fields["time_zone"].choices
    assert form["time_zone"].value() == "CET"


def test_a_new_event_begins_with_what_there_is_one_of(people, client):
    client.force_login(people["event manager"])
    form = client.get(reverse("campaigns:new") + "?segment=event").context["form"]

    assert form.initial["segment"].slug == "event"
    assert form["team"].value() is None  # there are two
    Team.objects.exclude(pk=people["rep"].team_id).delete()
    form = client.get(reverse("campaigns:new")).context["form"]
    assert (form.initial["team"], form.initial["segment"]) == (people["rep"].team, None)
