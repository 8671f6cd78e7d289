"""Overdue, untouched, activity, sources: one small scene each."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.models import Channel, Direction, Outcome, Touch
from followups.next_step import Close, Due, TouchOn
from followups.tests.factories import make_lead, make_owned_lead, make_touch, person_of
from leadfollow.clock import Week
from leadfollow.people.models.organisation import from_column, known
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead
from reports import activity, attempts, overdue, results, sources, untouched
from reports.question import Question
from reports.tests.fair import NOW, on, touch

pytestmark = pytest.mark.django_db


# --- Overdue


def test_overdue_counts_touches_and_leads():
    lead = make_owned_lead(campaign=make_event(name="Fair"))
    make_touch(lead=lead, due_at=NOW - timedelta(days=2, hours=1))
    make_touch(lead=lead, due_at=NOW)
    make_touch(due_at=NOW - timedelta(hours=3))
    make_touch(due_at=NOW + timedelta(seconds=1))

    answer = overdue.answer(Question(NOW))

    assert answer.totals == {"touches": 3, "leads": 2}
    assert [row.days for row in answer.rows] == [2, 0, 0]
    first = answer.rows[0]
    assert (first.campaign, first.lead, first.rep) == ("Fair", str(lead), lead.owner.name)


def test_overdue_leaves_automatic_touches_out():
    late = make_touch(due_at=on(5))
    Touch.objects.filter(pk=late.pk).update(is_automatic=True)

    assert overdue.answer(Question(NOW)).totals == {"touches": 0, "leads": 0}


def test_overdue_of_a_rep_a_team_a_campaign():
    mine, other = make_touch(due_at=on(5)), make_touch(due_at=on(5))
    lead = mine.lead

    for narrowed in (
        {"rep": lead.owner}, {"team": lead.owner.team}, {"campaign": lead.campaign},
        {"reader": make_manager(of=lead.owner.team)}, {"reader": lead.owner},
    ):  # fmt: skip
        [row] = overdue.answer(Question(NOW, **narrowed)).rows
        assert row.lead_id == lead.pk != other.lead_id


def test_overdue_names_a_lead_without_an_organisation_by_its_person():
    lead = make_owned_lead()
    lead.__class__.objects.update(organisation="")
    make_touch(lead=lead, due_at=on(5))

    [row] = overdue.answer(Question(NOW)).rows

    assert row.lead == person_of(lead).name


# --- Untouched


def test_untouched_tells_no_touch_from_no_activity():
    """Two never touched, one of them with two touches ahead; one touched; one closed."""
    waiting, planned, touched, closed = (make_owned_lead(at=on(day)) for day in (2, 3, 4, 5))
    make_touch(lead=planned, due_at=on(12))
    make_touch(lead=planned, due_at=on(13))
    touch(touched, at=on(5), then=TouchOn(Due(on(20))))
    operations.close_lead(lead=closed, disposition="no_response", by=None, at=on(6))

    answer = untouched.answer(Question(NOW))

    assert answer.totals == {"no_touch": 2, "no_activity": 1}
    counts = [(row.lead_id, row.touch_count, row.scheduled_count) for row in answer.rows]
    assert counts == [(waiting.pk, 0, 0), (planned.pk, 0, 2)]


# --- Activity


def test_activity_splits_first_attempts_from_follow_ups():
    """In week 45 Ana tries two leads, one of them twice; in week 46 she comes back once."""
    ana = make_rep(name="Ana")
    one, two = make_lead(at=on(2), owner=ana), make_lead(at=on(2), owner=ana)
    again = TouchOn(Due(on(20)))
    touch(one, at=on(3, 9), then=again, outcome=Outcome.NO_ANSWER)
    touch(two, at=on(3, 10), then=again)
    touch(one, at=on(4), then=again)
    touch(one, at=on(9), then=again)

    answer = activity.answer(Question(NOW))

    found = [
        (r.week, r.rep, r.first_attempts, r.follow_ups, r.touches, r.days_between)
        for r in answer.rows
    ]
    assert found == [("2026-W46", "Ana", 0, 1, 1, 5.0), ("2026-W45", "Ana", 2, 1, 3, 1.0)]
    assert (answer.totals["touches"], answer.totals["first_attempts"]) == (4, 2)


def test_activity_counts_the_marks_of_honesty_and_leaves_late_ones_out():
    """Of four touches one was entered a week later, one in a rush, one corrected."""
    lead = make_owned_lead(at=on(2))
    made = [touch(lead, at=on(day), then=TouchOn(Due(on(20)))) for day in (3, 4, 5, 6)]
    late, bulk, edited = (Touch.objects.logged().order_by("happened_at")[n] for n in (0, 1, 2))
    Touch.objects.filter(pk=late.pk).update(is_late=True)
    Touch.objects.filter(pk=bulk.pk).update(is_bulk=True, names_no_event=True)
    said = {"outcome": edited.outcome, "channel": edited.channel, "contact": edited.contact}
    operations.correct_touch(touch=edited, note="Louder", by=edited.logged_by, at=on(9), **said)
    week = Week(2026, 45)

    [with_late] = activity.answer(Question(NOW, week=week)).rows
    [without] = activity.answer(Question(NOW, week=week, without_late=True)).rows

    assert (with_late.touches, without.touches) == (len(made), len(made) - 1)
    assert (with_late.late, with_late.bulk, with_late.edited) == (1, 1, 1)
    assert (without.late, without.bulk, without.edited) == (0, 1, 1)
    assert (with_late.no_event, without.no_event) == (1, 1)
    [unnamed] = activity.answer_touches(Question(NOW, week=week, part="no_event")).rows
    assert unnamed.happened == bulk.happened_at
    assert "bulk, does not name the event" in unnamed.kind
    behind = activity.answer_touches(Question(NOW, week=week, without_late=True)).rows
    all_of_it = activity.answer_touches(Question(NOW, week=week)).rows
    assert [row.happened for row in all_of_it if row not in behind] == [late.happened_at]
    for part in ("late", "bulk", "edited"):
        [row] = activity.answer_touches(Question(NOW, week=week, part=part)).rows
        assert part in row.kind


def test_activity_leaves_what_came_in_and_what_was_undone_out():
    lead = make_owned_lead(at=on(2))
    operations.log_unplanned_touch(
        lead=lead, contact=person_of(lead), channel=Channel.CALL, outcome=Outcome.TALKED,
        key=uuid4(), by=lead.owner, at=on(3), then=TouchOn(Due(on(20))),
        direction=Direction.INBOUND,
    )  # fmt: skip
    touch(lead, at=on(4), then=TouchOn(Due(on(21))))
    undone = Touch.objects.logged().get(happened_at=on(4))
    operations.undo_touch(touch=undone, by=lead.owner, at=on(4, 11))

    assert activity.answer(Question(NOW)).rows == []


def test_activity_of_a_week_begins_on_its_monday_in_the_teams_zone():
    """Sunday 23:30 UTC is Monday in Berlin."""
    team = make_team(time_zone="Europe/Berlin")
    lead = make_lead(at=on(2), owner=make_rep(team=team))
    touch(lead, at=on(8, 23, 30), then=TouchOn(Due(on(20))))

    found = activity.answer(Question(NOW, team=team, week=Week(2026, 46)))

    assert [row.week for row in found.rows] == ["2026-W46"]
    assert activity.answer(Question(NOW, week=Week(2026, 46))).rows == []


@pytest.mark.parametrize(
    ("part", "made"), [("", 2), ("first", 1), ("follow_up", 1), ("late", 0), ("first,unknown", 0)]
)
def test_the_touches_behind_the_numbers(part, made):
    lead = make_owned_lead(at=on(2))
    for day in (3, 4):
        touch(lead, at=on(day), then=TouchOn(Due(on(20))))

    answer = activity.answer_touches(Question(NOW, week=Week(2026, 45), part=part))

    assert (len(answer.rows), answer.totals) == (made, {"touches": made})


# --- Sources


def test_sources_tells_what_share_was_won():
    fair, web = make_event(name="Fair"), make_campaign(name="Web")
    for won in (True, False, False):
        lead = make_owned_lead(campaign=fair, at=on(2))
        if won:
            touch(lead, at=on(3), then=Close("won"))
    make_owned_lead(campaign=web)

    answer = sources.answer(Question(NOW))

    found = [(row.campaign, row.inquiries, row.won, row.percent) for row in answer.rows]
    assert found == [("Fair", 3, 1, 33.33), ("Web", 1, 0, 0.0)]
    assert answer.totals == {"inquiries": 4, "won": 1, "percent": 25.0}


# --- All


def test_attempts_are_touches_made_here_and_those_of_before():
    """Two tries here and three of before are five; what the person did himself is none."""
    lead, other = make_owned_lead(at=on(2)), make_owned_lead(at=on(2))
    make_owned_lead(at=on(2))  # nobody tried
    Lead.objects.filter(pk=lead.pk).update(tried_before=3)
    touch(lead, at=on(3), then=TouchOn(Due(on(20))))
    touch(lead, at=on(4), then=Close("won"))
    touch(other, at=on(3), then=TouchOn(Due(on(20))))
    Touch.objects.filter(lead=other).logged().update(direction=Direction.INBOUND)
    touch(other, at=on(5), then=TouchOn(Due(on(20))))

    answer = attempts.answer(Question(NOW))

    found = [(row.attempts, row.leads, row.won, row.open) for row in answer.rows]
    assert found == [(1, 1, 0, 1), (5, 1, 1, 0)]
    assert answer.totals == {"leads": 2, "attempts": 6, "won": 1, "percent": 50.0}
    [behind] = attempts.answer_leads(Question(NOW, part="5,won")).rows
    assert (behind.lead_id, behind.attempts, behind.before, behind.status) == (lead.pk, 5, 3, "Won")
    assert attempts.answer(Question(NOW, reader=other.owner)).totals["leads"] == 1


@pytest.mark.parametrize(
    ("report", "queries"),
    [
        (overdue.answer, 2),
        (untouched.answer, 2),
        (activity.answer, 1),
        (sources.answer, 1),
        (results.answer, 1),
        (attempts.answer, 1),
    ],
)
def test_queries_do_not_grow(report, queries, django_assert_num_queries):
    for day in (2, 3, 4):
        lead = make_owned_lead(at=on(day))
        make_touch(lead=lead, due_at=on(day, 12), at=on(day))
        touch(lead, at=on(day, 11), then=None)
        make_owned_lead(at=on(day))

    with known(from_column(None)), django_assert_num_queries(queries):
        assert asdict(report(Question(NOW)).rows[0])
