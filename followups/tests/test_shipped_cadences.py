"""What the plans of an empty installation have to fulfil, whoever edits their texts."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

import pytest

from campaigns.shipped import SEGMENTS
from followups.models import Channel, Step
from followups.numbers import SHIPPED
from followups.policy import FARTHEST_STEP_MONTHS
from followups.shipped import CADENCES
from followups.shipped.buckets import BUCKETS, ShippedBucket
from followups.shipped.plan import FIRST_CONTACT, MERGE_FIELDS, ShippedCadence, ShippedStep

SPRINTS = [cadence for cadence in CADENCES if cadence.kind == "sprint"]
STEPS = [
    pytest.param(step, id=f"{cadence.slug}-{position}")
    for cadence in (*CADENCES, *BUCKETS)
    for position, step in enumerate(cadence.steps, start=1)
]

each_cadence = pytest.mark.parametrize("cadence", CADENCES, ids=lambda cadence: cadence.slug)
each_sprint = pytest.mark.parametrize("sprint", SPRINTS, ids=lambda sprint: sprint.slug)
each_bucket = pytest.mark.parametrize("bucket", BUCKETS, ids=lambda bucket: bucket.slug)
each_step = pytest.mark.parametrize("step", STEPS)


def words_of(step: ShippedStep) -> str:
    return " ".join([step.title, step.script, step.mail_subject, step.mail_text])


def test_every_shipped_segment_has_one_cadence():
    assert [cadence.segment for cadence in CADENCES] == [segment.slug for segment in SEGMENTS]


@each_sprint
def test_a_sprint_has_enough_touches(sprint: ShippedCadence):
    fewest, most = SHIPPED.planned

    assert fewest <= len(sprint.steps) <= most


@each_cadence
def test_the_channels_change(cadence: ShippedCadence):
    channels = [step.channel for step in cadence.steps]

    assert len(set(channels)) >= 3
    assert all(len(list(run)) < 3 for _, run in groupby(channels))


@each_cadence
def test_four_people_hear_from_us(cadence: ShippedCadence):
    assert len({step.contact_role for step in cadence.steps}) >= SHIPPED.people_a_lead


@each_sprint
def test_nobody_is_tried_more_often_than_the_soft_limit(sprint: ShippedCadence):
    roles = [step.contact_role for step in sprint.steps]

    assert max(roles.count(role) for role in roles) <= SHIPPED.soft_attempts


@each_sprint
def test_the_second_or_third_step_asks_who_else_sees_this(sprint: ShippedCadence):
    assert any("who else" in words_of(step).lower() for step in sprint.steps[1:3])


@each_sprint
def test_the_last_step_forces_a_decision(sprint: ShippedCadence):
    last = sprint.steps[-1]

    assert "decide" in last.title
    assert all(way_out in last.script for way_out in ("next contact:", "nurture:", "close:"))


@each_sprint
def test_each_step_is_later_than_the_one_before(sprint: ShippedCadence):
    assert all(before.day < after.day for before, after in pairwise(sprint.steps))


@each_cadence
def test_the_first_touch_is_the_first_contacts_and_within_a_day(cadence: ShippedCadence):
    first = cadence.steps[0]

    assert (first.channel, first.contact_role, first.day) == ("call", FIRST_CONTACT, 0)


def test_web_visitors_are_called_within_half_of_their_limit():
    (web,) = (cadence for cadence in CADENCES if cadence.segment == "web-visitor")
    (limit,) = (segment for segment in SEGMENTS if segment.slug == "web-visitor")

    assert 0 < web.steps[0].minutes <= limit.first_touch_amount // 2


def test_the_event_and_the_request_are_named_from_the_first_call_on():
    (event,) = (cadence for cadence in CADENCES if cadence.segment == "event")

    for step in event.steps[:3]:
        assert "{{ campaign }}" in words_of(step)
        assert "{{ request }}" in words_of(step)


@each_cadence
def test_a_step_has_a_time(cadence: ShippedCadence):
    assert all((step.at_time is None) == bool(step.minutes) for step in cadence.steps)


@each_bucket
def test_a_bucket_has_something_to_say_at_each_waking(bucket: ShippedBucket):
    assert len(bucket.steps) >= 3
    assert bucket.steps[0].at_time is None  # the first one is due in the morning it wakes
    assert len({step.channel for step in bucket.steps}) >= 2


@each_bucket
def test_a_bucket_wakes_within_a_rep_s_limit(bucket: ShippedBucket):
    assert 1 <= bucket.months <= FARTHEST_STEP_MONTHS


@each_step
def test_a_step_says_what_to_do(step: ShippedStep):
    assert step.channel in Channel.values
    assert step.title.startswith(f"{Channel(step.channel).label}: ")
    assert len(step.script) > 100


@each_step
def test_a_mail_has_its_subject_greeting_and_signature(step: ShippedStep):
    if step.channel != "mail":
        assert not step.mail_subject + step.mail_text
        return
    assert step.mail_subject
    assert step.mail_text.startswith("Hello {{ first_name }},\n\n")
    assert step.mail_text.endswith("Kind regards\n{{ rep }}\n")


@each_step
def test_only_known_fields_are_merged(step: ShippedStep):
    named = re.findall(r"{+ ?(.*?) ?}+", words_of(step))

    assert set(named) <= MERGE_FIELDS.keys()
    assert words_of(step).count("{") == words_of(step).count("}") == 4 * len(named) // 2


@each_step
def test_the_texts_fit_their_columns(step: ShippedStep):
    for field in ("title", "contact_role", "mail_subject"):
        assert len(getattr(step, field)) <= Step._meta.get_field(field).max_length
