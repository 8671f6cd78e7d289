"""Last year's event for this year: what comes along, and what does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.filing import add_campaign_file
from campaigns.lead_form.asks import Offer, asked_of, default_asks
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from leadfollow.files.tests.corpus import PDF
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_event_manager, make_rep, make_team

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture
def eva() -> User:
    return make_event_manager()


@pytest.fixture
def expo(eva: User) -> Campaign:
    """From Tuesday to Thursday."""
    expo = make_event(
        name="Expo 2026", owner=eva, team=make_team(), place="Hall 4", cost=Decimal(900)
    )
    save_form(
        campaign=expo, asks=default_asks(expo), hosts=["https://a.example"], by=eva, at=MONDAY
    )
    add_campaign_file(campaign=expo, name="plan.pdf", content=PDF, by=eva, at=MONDAY)
    return expo


def test_it_comes_with_form_files_and_segment_on_the_same_days(eva: User, expo: Campaign) -> None:
    client = Client()
    client.force_login(eva)
    page = reverse("campaigns:copy", args=[expo.pk])
    assert 'value="Expo 2027"' in client.get(page).content.decode()

    answer = client.post(page, {"name": "Expo 2027", "starts_on": "2027-11-02"})

    made = Campaign.objects.latest("pk")
    assert answer["Location"] == reverse("campaigns:detail", args=[made.pk])
    assert (made.starts_on, made.ends_on) == (date(2027, 11, 2), date(2027, 11, 4))
    same = ("segment", "owner", "team", "place", "time_zone", "currency")
    assert all(getattr(made, name) == getattr(expo, name) for name in same)
    assert (made.code, made.cost) == ("EXPO-2027", None)
    asks = asked_of(made)
    assert (asks.version, asks.title, asks.offers[0]) == (1, "Expo 2027", Offer("Price list", 2))
    assert made.lead_form.token != expo.lead_form.token
    assert made.lead_form.hosts == ["https://a.example"]
    assert made.files.get().file.sha256 == expo.files.get().file.sha256


def test_it_needs_a_day_and_is_for_who_edits_it(eva: User, expo: Campaign) -> None:
    client = Client()
    client.force_login(eva)
    page = reverse("campaigns:copy", args=[expo.pk])

    without = client.post(page, {"name": "Expo 2027", "starts_on": ""})
    client.force_login(make_rep())

    assert without.status_code == 422
    assert "on which day the event begins" in without.content.decode()
    assert client.get(page).status_code == 404
    assert Campaign.objects.filter(kind="event").count() == 1
