"""Whoever writes a plan reads its texts as an example person will."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Segment
from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.cadences.builder import Builder
from followups.cadences.example import Preview, example_for
from followups.models import Cadence
from followups.situation import situation_of
from followups.tests.factories import (
    MONDAY,
    make_cadence,
    make_lead,
    make_owned_lead,
    make_planned_lead,
)
from leadfollow.people.models import User
from leadfollow.people.models.organisation import from_column, known
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

MAIL = {
    "title": "Mail",
    "channel": "mail",
    "mail_subject": "{{ campaign }}: {{ request }}",
    "mail_text": "Hello {{ first_name }},\n{{ rep }}",
}


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Costa", team=make_team())


@pytest.fixture
def boss(ana: User) -> User:
    return make_manager(of=ana.team)


def preview(segment: Segment, reader: User, **typed: str) -> Preview:
    example = example_for(reader, segment=segment, bucket=None, now=MONDAY)
    return example.preview({"script": "", "mail_subject": "", "mail_text": ""} | typed)


def send(client: Any, user: User, cadence: Cadence, **changes: str) -> str:
    """The builder's answer to a script, after something was typed."""
    client.force_login(user)
    form = {"count": "1", "name": cadence.name, "kind": cadence.kind, "act": "show"}
    row = Builder.of(cadence).rows[0] | changes
    form |= {f"step-0-{name}": str(said) for name, said in row.items()}
    url = reverse("followups:edit_cadence", args=[cadence.pk])
    return str(client.post(url, form, headers={"HX-Request": "true"}).content.decode())


def test_a_preview_is_word_for_word_the_mail_of_the_step(ana, boss):
    lead = make_planned_lead(MAIL, owner=ana, person=make_person(name="Karla Brandt"))
    step = lead.touches.scheduled().get().step

    seen = preview(lead.campaign.segment, boss, **MAIL)

    made = situation_of(lead.pk, now=MONDAY)
    assert made.touch == step.touches.get()
    assert (seen.mail_subject, seen.mail_text) == (made.mail_subject, made.mail_text)
    assert seen.mail_text == "Hello Karla,\nAna Costa"


def test_it_says_which_fields_are_blank_and_which_are_none(ana, boss):
    lead = make_planned_lead(owner=ana)

    seen = preview(lead.campaign.segment, boss, script="{{ referred_by }} {{ rep }} {{ town }}")

    assert seen.blank == ["referred_by"]
    assert seen.script.startswith("somebody who knows us both Ana Costa")
    assert "{{ town }} is no merge field" in seen.unknown


def test_a_lead_out_of_reach_is_no_example(ana, boss):
    lead = make_planned_lead(owner=ana)
    strange = make_manager(of=make_team())

    seen = {
        reader: example_for(reader, segment=lead.campaign.segment, bucket=None, now=MONDAY)
        for reader in (boss, strange)
    }

    assert seen[boss].situation.lead == lead
    assert seen[strange].is_invented


def test_without_a_lead_the_example_is_invented_and_knows_every_field(boss):
    example = example_for(boss, segment=make_segment(), bucket=None, now=MONDAY)

    assert all(here for _, here, _ in example.fields)
    assert example.preview(MAIL | {"script": ""}).mail_subject == "Expo Hannover: the price list"


def test_who_is_closed_without_a_name_or_nobodys_is_passed_over(ana, boss):
    lead = make_planned_lead(owner=ana)
    campaign = make_campaign(segment=lead.campaign.segment)
    make_lead(campaign=campaign)
    make_owned_lead(owner=ana, campaign=campaign, person=make_person(name=""))
    closed = make_owned_lead(owner=ana, campaign=campaign)
    operations.close_lead(lead=closed, disposition="won", by=boss, at=MONDAY)

    example = example_for(boss, segment=lead.campaign.segment, bucket=None, now=MONDAY)

    assert example.situation.lead == lead


def test_the_builder_shows_it_at_once_and_after_each_change(client, ana, boss):
    lead = make_planned_lead(MAIL, owner=ana, person=make_person(name="Karla Brandt"))
    cadence = lead.enrolments.get().cadence
    client.force_login(boss)

    opened = client.get(reverse("followups:edit_cadence", args=[cadence.pk])).content.decode()
    changed = send(client, boss, cadence, mail_text="Dear {{ first_name }}")

    assert "Hello Karla,\nAna Costa" in opened
    assert "“Ana Costa” for Karla Brandt" in opened
    assert "Dear Karla" in changed
    assert 'id="preview-0" class="preview" hx-swap-oob="true"' in changed


def test_a_buckets_plan_and_a_new_one_show_an_example_too(client, boss):
    client.force_login(boss)
    bucket = Cadence.objects.current().filter(bucket__isnull=False)[0]
    new = make_segment()

    for url in (
        reverse("followups:edit_cadence", args=[bucket.pk]),
        reverse("followups:new_cadence", args=[new.pk]),
    ):
        assert (
            "an invented example"
            in client.post(
                url, {"act": "show", "count": "1", "step-0-script": "Hi {{ first_name }}"}
            ).content.decode()
        )


def test_more_leads_ask_no_more_of_the_database(ana, boss, django_assert_max_num_queries):
    lead = make_planned_lead(owner=ana)
    for _ in range(3):
        make_owned_lead(owner=ana, campaign=lead.campaign)

    with known(from_column(None)), django_assert_max_num_queries(10):
        preview(lead.campaign.segment, boss, **MAIL)


def test_where_nothing_is_typed_nothing_is_shown(boss):
    assert not preview(make_segment(), boss).says_something


def test_a_step_without_texts_has_an_empty_place_for_them(client, boss):
    cadence = make_cadence()

    assert "Filled in for" not in send(client, boss, cadence)
