"""What is in whose reach, at its edges."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.tests.factories import MONDAY, make_lead, make_owned_lead, person_of
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


def test_what_waits_for_no_team_waits_for_any_manager():
    lead = make_lead(campaign=make_campaign(team=None))
    manager = make_manager()

    assert lead in Lead.objects.visible_to(manager)
    assert lead in Lead.objects.waiting_in_inbox_of(manager)
    assert lead not in Lead.objects.visible_to(make_rep())


def test_a_colleagues_person_is_not_put_at_ones_own_lead():
    theirs = make_owned_lead(person=make_person(company="Hafen AG", email="ida@hafen.example"))
    mine = make_owned_lead()

    with pytest.raises(operations.KnownElsewhere, match="Hafen AG"):
        operations.add_person(
            lead=mine, person=make_person(email="ida@hafen.example"), by=mine.owner, at=LATER
        )

    assert mine.people.count() == theirs.people.count() == 1


def test_the_page_tells_company_and_owner_and_nothing_else(client):
    theirs = make_owned_lead(
        person=make_person(company="Hafen AG", email="ida@hafen.example", phone="+49 30 901820")
    )
    mine = make_owned_lead()
    client.force_login(mine.owner)

    answer = client.post(
        reverse("followups:add_contact", args=[mine.pk]),
        {
            "name": "Ida", "email": "ida@hafen.example", "no_phone": "on", "company": "Mine",
            "address": "Quay 1", "postal_code": "20095", "city": "Hamburg", "country": "DE",
        },
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hafen AG" in page
    assert "901820" not in page
    assert person_of(theirs).leads.count() == 1
