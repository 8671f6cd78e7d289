"""What may be expected of a campaign, by the numbers of the policy."""

from __future__ import annotations

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups.numbers import SHIPPED, Numbers
from followups.tests.factories import MONDAY, make_owned_lead
from leadfollow.people.tests.factories import make_admin
from leads.models import Lead
from reports.campaign_followup import CampaignFollowUp
from reports.expectations import expected_of


def counts(numbers: Numbers = SHIPPED) -> list[str]:
    figures = CampaignFollowUp("Fair", "fair", 1, captured=130, leads=120, qualified=31)
    return [line.count for line in expected_of(figures, numbers)]


def test_buyers_by_the_time_since_they_asked_and_sales_of_ours() -> None:
    assert counts() == ["12–18", "31", "54", "13", "6"]


def test_of_few_a_range_of_one_number_is_that_number() -> None:
    few = CampaignFollowUp("Fair", "fair", 1, captured=5, leads=5, qualified=0)

    assert expected_of(few, SHIPPED)[0].count == "1"


def test_they_go_by_the_numbers_of_the_policy() -> None:
    own = Numbers(buyers_in_12=50, raw_a_sale=13, qualified_a_sale=10)

    assert counts(own)[2:] == ["60", "10", "3"]


@pytest.mark.django_db
def test_the_campaigns_page_tells_them_with_their_source(client) -> None:
    fair = make_event()
    Lead.objects.filter(pk=make_owned_lead(campaign=fair).pk).update(qualified_at=MONDAY)
    client.force_login(make_admin())

    page = client.get(reverse("reports:campaign_followup", args=[fair.pk])).content.decode()

    assert "Buy from someone within 12 months" in page
    assert "article 002" in page
    assert f"/leads/?campaign={fair.pk}&amp;state=qualified" in page
