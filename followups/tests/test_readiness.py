"""Before the show: what an event, its form and a list lack."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.lead_form.asks import FormAsks
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from followups.submissions.readiness import (
    Check,
    checks_of_event,
    checks_of_file,
    checks_of_form,
)
from followups.tests.factories import MONDAY, make_cadence
from leadfollow.people.operations import set_absence
from leadfollow.people.tests.factories import make_event_manager, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db

LIST = (
    b"Full name,Company,E-mail,Telephone,Budget,Remarks\n"
    b"Karla,Brandt,k@b.example,+49305550101,yes,x\n"
)


@pytest.fixture
def event() -> Campaign:
    return make_event(owner=make_event_manager(), segment=make_cadence().segment)


def lacking(checks: Iterable[Check]) -> list[str]:
    return [check.word for check in checks if not check.is_there]


def test_an_event_lacks_a_team_with_reps(event: Campaign) -> None:
    assert lacking(checks_of_event(event, now=MONDAY)) == [
        "Receiving team", "Reps that are there on the first day", "Place", "Time zone",
    ]  # fmt: skip

    event.team = make_team()
    rep = make_rep(team=event.team)

    assert lacking(checks_of_event(event, now=MONDAY)) == ["Place", "Time zone"]
    first_on = event.starts_on
    set_absence(user=rep, first_on=first_on, last_on=first_on, deputy=None, by=rep, at=MONDAY)
    assert "Reps that are there on the first day" in lacking(checks_of_event(event, now=MONDAY))


def test_a_form_lacks_what_it_does_not_ask(event: Campaign) -> None:
    assert "An open form" in lacking(checks_of_form(event))
    assert event.owner

    save_form(campaign=event, asks=FormAsks(), hosts=(), by=event.owner, at=MONDAY)

    assert lacking(checks_of_form(event)) == [
        "Need", "Budget", "Authority", "Timeframe", "Something to ask for, by a day",
    ]  # fmt: skip


def test_a_list_lacks_what_has_no_column() -> None:
    assert lacking(checks_of_file(LIST)) == [
        "Address", "Postal code", "Need", "Authority", "Timeframe",
    ]  # fmt: skip


def test_the_page_says_it_and_keeps_nothing_of_the_list(event: Campaign) -> None:
    client = Client()
    client.force_login(event.owner)
    page = reverse("followups:readiness", args=[event.pk])
    sent = SimpleUploadedFile("scans.csv", LIST)

    told = client.post(page, {"file": sent}).content.decode()
    refused = client.post(page, {"file": SimpleUploadedFile("x.csv", b"%PDF-1.7")})
    client.force_login(make_manager())

    assert "The list scans.csv" in told
    assert re.search(r"things are lacking", told)
    assert refused.status_code == 422
    assert client.get(page).status_code == 404
