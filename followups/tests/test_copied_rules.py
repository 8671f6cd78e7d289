"""The rules of distribution that name an event come along when it is copied."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from followups.models import DistributionRule
from followups.tests.factories import make_lead
from followups.tests.rules import make_rule
from leadfollow.people.tests.factories import make_event_manager, make_rep, make_team

pytestmark = pytest.mark.django_db


def test_the_copy_gets_rules_like_those_of_the_event(client: Any) -> None:
    eva, ana, ben = make_event_manager(), make_rep(), make_rep()
    expo = make_event(name="Expo 2026", owner=eva, team=make_team())
    make_rule(reps=[ana], campaign=make_event(owner=eva))
    make_rule(reps=[ben], campaign=expo, accept_within=60)
    client.force_login(eva)
    page = reverse("campaigns:copy", args=[expo.pk])
    assert "1 rule of distribution that names it" in client.get(page).content.decode()

    client.post(page, {"name": "Expo 2027", "starts_on": "2027-11-02"})

    made = Campaign.objects.get(name="Expo 2027")
    assert make_lead(campaign=made).owner == ben
    rules = DistributionRule.objects.in_use()
    assert [rule.position for rule in rules] == [1, 2, 3]
    assert rules.get(campaign=made).accept_within == 60
