"""What a cadence says comes next, and when."""

from datetime import UTC, datetime

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.cadences.planning import channel_for
from followups.models import Cadence, CancelReason
from followups.next_step import Continue
from followups.tests.factories import (
    add_colleague,
    after,
    log,
    make_cadence,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Contact
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

CALL = {"channel": "call", "title": "Call"}
MAIL = {"channel": "mail", "title": "Mail"}
FRIDAY_EVENING = datetime(2026, 11, 6, 17, 45, tzinfo=UTC)


def go_on(lead, at):
    """Log the next touch and let the cadence say what follows."""
    log(next_touch(lead), at=at, then=Continue())
    return next_touch(lead)


@pytest.mark.parametrize(
    ("step", "begun_at", "due"),
    [
        ({"minutes": 30}, after(), "2026-11-02 10:30"),
        ({"minutes": 0}, after(), "2026-11-02 10:01"),
        ({"minutes": 30}, FRIDAY_EVENING, "2026-11-09 09:15"),
        ({"at_time": "15:00"}, after(), "2026-11-02 15:00"),
        ({"at_time": "09:30"}, after(), "2026-11-03 09:30"),
        ({"day": 1}, after(), "2026-11-03 09:00"),
        ({"day": 1, "at_time": "15:00"}, FRIDAY_EVENING, "2026-11-09 15:00"),
        ({"day": 5}, after(), "2026-11-09 09:00"),
    ],
    ids=[
        "so many minutes",
        "never at once",
        "minutes are working minutes",
        "a time of the day",
        "a time that is past today",
        "a day later",
        "days are working days",
        "a week later",
    ],
)
def test_a_sprints_step_is_due_so_long_after_its_beginning(step, begun_at, due):
    lead = make_planned_lead(CALL | step, at=begun_at)

    assert f"{next_touch(lead).due_at:%Y-%m-%d %H:%M}" == due


def test_steps_count_from_the_beginning_and_not_from_the_last_touch():
    lead = make_planned_lead()

    assert go_on(lead, at=after(minutes=10)).due_at == after(days=1, hours=5)  # Tuesday 15:00
    assert go_on(lead, at=after(days=2)).due_at == after(days=3)  # Thursday 10:00


def test_a_late_step_keeps_the_gap_to_the_next():
    lead = make_planned_lead()

    mail = go_on(lead, at=after(days=2))  # Wednesday; the mail was planned for Tuesday
    call = go_on(lead, at=after(days=4))  # Friday; the call was planned for Thursday

    assert mail.due_at == after(days=3, hours=5)  # a working day later, at 15:00
    assert call.due_at == after(days=8)  # two working days later, at 10:00


def test_days_are_the_owners_working_days_in_his_zone():
    team = make_team(time_zone="Europe/Berlin", holidays_of="DE")
    new_year = datetime(2026, 12, 31, 10, tzinfo=UTC)

    lead = make_planned_lead(CALL | {"day": 1}, at=new_year, owner=make_rep(team=team))

    assert f"{next_touch(lead).due_at:%Y-%m-%d %H:%M}" == "2027-01-04 08:00"  # Monday 9:00


def make_rhythm(days, *steps, **fields):
    return make_cadence(*steps, kind=Cadence.Kind.RHYTHM, every_days=days, **fields)


def in_rhythm(days, *steps):
    campaign = make_campaign(segment=make_rhythm(days, *steps).segment)
    return make_owned_lead(campaign=campaign)


def test_a_rhythm_goes_on_for_ever_through_its_steps_in_turn():
    lead = in_rhythm(30, CALL | {"title": "One"}, MAIL | {"title": "Two"})
    titles = [next_touch(lead).subject]

    for days in (1, 31, 61):
        titles.append(go_on(lead, at=after(days=days)).subject)

    assert titles == ["One", "Two", "One", "Two"]


@pytest.mark.parametrize(
    ("days", "due"),
    [(30, "2026-12-02 09:00"), (5, "2026-11-09 09:00")],
    ids=["every 30 days", "a weekend is put off to Monday"],
)
def test_a_rhythms_next_touch_is_so_many_days_after_the_last(days, due):
    lead = in_rhythm(days, CALL)

    assert f"{go_on(lead, at=after()).due_at:%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    ("wishes", "channel", "title"),
    [
        ({}, "mail", "Mail"),
        ({"no_email": True}, "linkedin", "Greet"),
    ],
    ids=["wants mail", "wants no mail"],
)
def test_a_step_that_cannot_reach_the_person_is_passed_over(wishes, channel, title):
    lead = make_planned_lead(
        CALL | {"minutes": 30},
        MAIL | {"day": 1},
        {"day": 2, "channel": "linkedin", "title": "Greet"},
    )
    Contact.objects.update(**wishes or {"no_email": False})

    touch = go_on(lead, at=after(minutes=10))

    assert (touch.channel, touch.subject) == (channel, title)


def test_where_no_step_can_reach_the_person_he_is_called():
    lead = make_planned_lead(CALL | {"minutes": 30}, MAIL | {"day": 1}, MAIL | {"day": 2})
    Contact.objects.update(no_email=True)

    touch = go_on(lead, at=after(minutes=10))

    assert (touch.channel, touch.step.position) == ("call", 2)


def test_it_begins_with_the_primary_or_whoever_may_be_contacted():
    lead = make_lead(campaign=make_campaign(segment=make_cadence().segment))
    colleague = add_colleague(lead)
    Contact.objects.filter(pk=person_of(lead).pk).update(do_not_contact=True)

    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(minutes=5))

    assert next_touch(lead).contact == lead.enrolments.get().contact == colleague


def test_it_does_not_begin_where_nobody_may_be_contacted():
    lead = make_lead(campaign=make_campaign(segment=make_cadence().segment))
    Contact.objects.update(do_not_contact=True)

    assert operations.begin_cadence(lead=lead, by=None, at=after(minutes=5)) is None
    assert not lead.enrolments.exists()


def test_there_is_none_where_the_segment_has_none():
    lead = make_owned_lead()

    assert operations.begin_cadence(lead=lead, by=None, at=after(minutes=5)) is None


def test_beginning_anew_replaces_the_one_that_runs_and_leaves_promises():
    lead = make_planned_lead()
    old, promise = next_touch(lead), make_touch(lead=lead, due_at=after(days=2))

    first = operations.begin_cadence(lead=lead, by=None, at=after(hours=1))

    old.refresh_from_db()
    assert (old.cancel_reason, old.enrolment.end_reason) == (CancelReason.REPLACED, "replaced")
    assert list(lead.touches.scheduled().order_by("due_at")) == [first, promise]


def test_refuses_a_closed_lead():
    lead = make_planned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(minutes=5))

    with pytest.raises(operations.LeadIsClosed):
        operations.begin_cadence(lead=lead, by=None, at=after(hours=1))

    assert not lead.touches.scheduled().exists()


def test_a_lead_keeps_the_version_with_which_it_began():
    lead = make_planned_lead()
    old = lead.enrolments.get().cadence
    Cadence.objects.update(is_current=False)
    new = make_cadence(CALL | {"day": 7}, segment=old.segment, slug=old.slug, version=2)

    assert go_on(lead, at=after(minutes=10)).step.cadence == old
    other = make_owned_lead(campaign=lead.campaign, person=make_person())
    assert other.enrolments.get().cadence == new


@pytest.mark.parametrize(
    ("wishes", "channel"),
    [
        ({}, "mail"),
        ({"no_email": True}, "call"),
        ({"no_email": True, "no_phone": True}, "linkedin"),
        ({"do_not_contact": True}, "other"),
    ],
)
def test_a_channel_that_does_not_reach_the_person_gives_way_to_one_that_does(wishes, channel):
    assert channel_for(Contact(**wishes), "mail") == channel


def test_a_cadence_begun_a_moment_before_the_running_one_replaces_it():
    """The page read the clock, and then waited for the lead."""
    lead = make_planned_lead()

    operations.begin_cadence(lead=lead, by=None, at=after(seconds=-1))

    assert [e.began_at for e in lead.enrolments.all()] == [after(), after()]
    assert lead.enrolments.running().count() == 1
