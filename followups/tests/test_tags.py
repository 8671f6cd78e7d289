"""Tags on the page of a lead."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from followups.tests.factories import make_owned_lead
from leadfollow.people.tests.factories import make_event_manager, make_rep
from leads.models import LeadTag, Tag

pytestmark = pytest.mark.django_db


def put(client: Any, lead: Any, tag: str) -> Any:
    return client.post(reverse("followups:tag_lead", args=[lead.pk]), {"tag": tag}, follow=True)


@pytest.fixture
def lead() -> Any:
    return make_owned_lead()


def test_a_tag_is_put_on_and_taken_off(client: Any, lead: Any) -> None:
    client.force_login(lead.owner)

    page = put(client, lead, "  #Hot   stuff ")
    tag = Tag.objects.get()
    again = client.post(reverse("followups:untag_lead", args=[lead.pk, tag.pk]), follow=True)

    assert tag.name == "Hot stuff"
    assert "Take off the tag Hot stuff" in page.content.decode()
    assert "Take off the tag" not in again.content.decode()


def test_putting_it_again_changes_nothing(client: Any, lead: Any) -> None:
    client.force_login(lead.owner)
    put(client, lead, "Hot")

    put(client, lead, "hot")

    assert LeadTag.objects.count() == 1


@pytest.mark.parametrize("typed", ["", " # ", "\0", "x" * 41])
def test_no_tag_and_too_long_a_tag_are_refused(client: Any, lead: Any, typed: str) -> None:
    client.force_login(lead.owner)

    page = put(client, lead, typed)

    assert "Write a tag of 1 to 40 letters" in page.content.decode()
    assert not Tag.objects.exists()


def test_a_stranger_tags_nothing(client: Any, lead: Any) -> None:
    client.force_login(make_rep())

    assert put(client, lead, "Hot").status_code == 404


def test_who_may_only_read_tags_nothing(client: Any) -> None:
    eva = make_event_manager()
    lead = make_owned_lead()
    lead.campaign.owner = eva
    lead.campaign.save()
    client.force_login(eva)

    assert put(client, lead, "Hot").status_code == 403
