"""What may never be false of campaigns, and an attempt to make it so."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from campaigns.models import LeadForm, LeadFormVersion
from campaigns.tests.factories import make_campaign, make_device, make_event, make_segment
from leadfollow.tests.constraints import constraints_of, refuses

pytestmark = pytest.mark.django_db


def campaign_code_without_case():
    make_campaign(code="fair")
    make_campaign(code="Fair")


def campaign_external_id_once():
    for _ in range(2):
        make_campaign(external_source="crm", external_id="7")


def campaign_event_has_dates():
    make_event(ends_on=None)


def campaign_ends_after_it_starts():
    make_event(starts_on=date(2026, 11, 3), ends_on=date(2026, 11, 2))


def campaign_cost_not_negative():
    make_campaign(cost="-0.01")


def device_has_a_label():
    make_device(label="")


def device_enrolled_by_a_token():
    make_device(enrolled_at=datetime(2026, 11, 2, tzinfo=UTC))


def device_revoked_by_somebody():
    make_device(revoked_at=datetime(2026, 11, 2, tzinfo=UTC))


def device_waits_since_a_moment():
    make_device(waiting=3)


def segment_ceiling_is_whole():
    make_segment(ceiling_touches=1)


def leadform_has_a_token():
    LeadForm.objects.create(campaign=make_campaign(), token="")


def make_versions(*versions):
    form = LeadForm.objects.create(campaign=make_campaign())
    for version in versions:
        made_at = datetime(2026, 11, 2, tzinfo=UTC)
        LeadFormVersion.objects.create(form=form, version=version, asks={}, made_at=made_at)


def leadformversion_once():
    make_versions(1, 1)


def leadformversion_counts_from_one():
    make_versions(0)


BREAKERS = [
    leadform_has_a_token,
    leadformversion_once,
    leadformversion_counts_from_one,
    device_has_a_label,
    device_enrolled_by_a_token,
    device_revoked_by_somebody,
    device_waits_since_a_moment,
    segment_ceiling_is_whole,
    campaign_code_without_case,
    campaign_external_id_once,
    campaign_event_has_dates,
    campaign_ends_after_it_starts,
    campaign_cost_not_negative,
]


@pytest.mark.parametrize("break_it", BREAKERS, ids=lambda act: act.__name__)
def test_the_database_refuses(break_it):
    refuses(break_it.__name__, break_it)


def test_every_constraint_is_tried():
    assert {break_it.__name__ for break_it in BREAKERS} == constraints_of("campaigns")


@pytest.mark.parametrize("column", ["name", "slug"])
def test_two_segments_never_share_their(column):
    make_segment(**{column: "web"})

    with pytest.raises(IntegrityError):
        make_segment(**{column: "web"})


def test_a_day_is_long_enough_for_an_event():
    make_event(starts_on=date(2026, 11, 3), ends_on=date(2026, 11, 3))
