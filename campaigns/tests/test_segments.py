"""Types of leads: added, edited, retired, brought back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from campaigns import operations, segment_operations
from campaigns.forms import CampaignForm
from campaigns.models import Campaign, Segment
from campaigns.segment_operations import BadSegment, StillNeeded
from campaigns.shipped import NO_SOURCE
from campaigns.tests.factories import make_campaign, make_segment
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
SEGMENTS, NEW = reverse("campaigns:segments"), reverse("campaigns:new_segment")
SAID: dict[str, Any] = {
    "name": "Partner", "first_touch_amount": 4, "first_touch_unit": "hours",
    "longest_silence": None, "ceiling_touches": None, "ceiling_days": None,
}  # fmt: skip
TYPED = {name: "" if value is None else value for name, value in SAID.items()}


def facts_of(segment: Segment) -> operations.Facts:
    campaign = make_campaign()
    fields = {name: getattr(campaign, name) for name in operations.Facts.__dataclass_fields__}
    return operations.Facts(**fields | {"segment": segment})


def test_one_is_added_on_the_page(client: Any) -> None:
    client.force_login(make_manager())

    page = client.post(NEW, TYPED, follow=True).content.decode()

    segment = Segment.objects.get(slug="partner")
    assert "“Partner” is saved." in page
    assert (segment.name, segment.first_touch_in_words) == ("Partner", "4 h")
    assert Entry.objects.get(event="segment added").record_id == segment.pk


def test_a_name_that_is_there_is_refused_and_a_slug_is_its_own() -> None:
    make_segment(name="Old", slug="partner")
    how: dict[str, Any] = {"by": make_admin(), "at": MONDAY}

    added = segment_operations.add_segment(said=SAID, **how)

    assert added.slug == "partner-2"
    with pytest.raises(BadSegment, match="already"):
        segment_operations.add_segment(said=SAID | {"name": "PARTNER"}, **how)


def test_a_retired_one_is_for_no_new_campaign_and_stays_on_the_old_ones() -> None:
    segment, admin = make_segment(), make_admin()
    old = make_campaign(segment=segment)
    how: dict[str, Any] = {"by": admin, "at": MONDAY}

    for _ in range(2):
        segment_operations.retire_segment(segment=segment, **how)

    segment.refresh_from_db()
    new: Any = CampaignForm(editor=admin).fields["segment"]
    edited: Any = CampaignForm(editor=admin, campaign=old).fields["segment"]
    assert segment not in new.queryset
    assert segment in edited.queryset
    assert Entry.objects.filter(event="segment retired").count() == 1
    with pytest.raises(operations.RetiredSegment, match="is retired"):
        operations.create_campaign(facts=facts_of(segment), **how)


def test_a_campaign_keeps_its_retired_one_when_it_is_edited() -> None:
    segment = make_segment(retired_at=MONDAY)
    campaign, other = make_campaign(segment=segment), make_campaign()
    how: dict[str, Any] = {"by": make_admin(), "at": MONDAY}

    operations.edit_campaign(campaign=campaign, facts=facts_of(segment), **how)

    with pytest.raises(operations.RetiredSegment):
        operations.edit_campaign(campaign=other, facts=facts_of(segment), **how)


def test_the_one_of_leads_without_a_source_says_why_it_stays(client: Any) -> None:
    needed = Campaign.objects.get(code=NO_SOURCE).segment
    client.force_login(make_admin())

    retire = reverse("campaigns:retire_segment", args=[needed.pk])
    page = client.post(retire, follow=True).content.decode()

    assert f"“{needed}” cannot be retired: leads that name no source have it." in page
    with pytest.raises(StillNeeded):
        segment_operations.retire_segment(segment=needed, by=make_admin(), at=MONDAY)


def test_it_is_retired_and_brought_back_by_hand(client: Any) -> None:
    segment = make_segment(name="Partner")
    client.force_login(make_admin())

    retired = client.post(
        reverse("campaigns:retire_segment", args=[segment.pk]), follow=True
    ).content.decode()
    client.post(reverse("campaigns:bring_back_segment", args=[segment.pk]))

    segment.refresh_from_db()
    assert "Bring back" in retired
    assert segment.retired_at is None


def test_a_rep_changes_none(client: Any) -> None:
    segment = make_segment()
    client.force_login(make_rep())

    answers = [
        client.post(reverse(f"campaigns:{act}_segment", args=[segment.pk])).status_code
        for act in ("edit", "retire", "bring_back")
    ]

    assert [client.get(NEW).status_code, *answers] == [404] * 4
    assert "Retire" not in client.get(SEGMENTS).content.decode()
