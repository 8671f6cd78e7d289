"""Organisation, web site, note and value of a lead corrected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.tests.factories import fresh, make_owned_lead
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    campaign = make_campaign(owner=make_event_manager())
    return make_owned_lead(person=make_person(company="Hafn AG"), campaign=campaign)


def address(lead: Lead) -> str:
    return reverse("followups:edit_lead", args=[lead.pk])


def edit(client: Any, user: User | None, lead: Lead, **fields: str) -> Any:
    client.force_login(user)
    return client.post(address(lead), {"organisation": lead.organisation} | fields)


@pytest.mark.parametrize("who", ["owner", "admin"])
def test_a_correction_is_kept_and_in_the_log(client: Any, lead: Lead, who: str) -> None:
    user = lead.owner if who == "owner" else make_admin()
    typed = {"website": "www.hafen.example", "note": "Two sites", "value": "1200.50"}

    answer = edit(client, user, lead, organisation="Hafen AG", **typed)

    now = fresh(lead)
    assert answer.url == reverse("followups:lead", args=[lead.pk])
    assert (now.organisation, now.website, now.note) == (
        "Hafen AG",
        "www.hafen.example",
        "Two sites",
    )
    assert now.value == Decimal("1200.50")
    entry = Entry.objects.get(event="lead edited")
    assert (entry.by, entry.lead_id) == (user, lead.pk)
    assert set(entry.details["fields"]) == {"organisation", "website", "note", "value"}


def test_the_same_again_writes_nothing(client: Any, lead: Lead) -> None:
    edit(client, lead.owner, lead)

    assert not Entry.objects.filter(event="lead edited").exists()


@pytest.mark.parametrize(
    "wrong", [{"organisation": ""}, {"organisation": "n/a"}, {"value": "-5"}, {"value": "much"}]
)
def test_what_makes_no_sense_is_refused_and_the_text_kept(
    client: Any, lead: Lead, wrong: dict[str, str]
) -> None:
    answer = edit(client, lead.owner, lead, **{"note": "Two sites"} | wrong)

    assert answer.status_code == 422
    assert "Two sites" in answer.content.decode()
    assert (fresh(lead).organisation, fresh(lead).value, fresh(lead).note) == ("Hafn AG", None, "")


def test_a_stranger_finds_nothing(client: Any, lead: Lead) -> None:
    assert edit(client, make_rep(), lead, note="Mine").status_code == 404
    assert fresh(lead).note == ""


def test_who_only_reads_may_not(client: Any, lead: Lead) -> None:
    assert edit(client, lead.campaign.owner, lead, note="Mine").status_code == 403

    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()

    assert address(lead) not in page


def test_the_lead_s_page_leads_there(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    assert address(lead) in client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert client.get(address(lead)).status_code == 200
