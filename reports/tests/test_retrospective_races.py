"""Two managers in one session, on real connections; and what the database refuses for good."""

import pytest
from django.db import DatabaseError, transaction

from followups.tests.test_races import at_once
from leadfollow.people.tests.factories import make_manager
from reports import operations
from reports.models import Commitment, Decision, Retrospective
from reports.models.retrospective import Section
from reports.tests.north import NOW, WEEK, make_north

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_who_decide_on_one_lead_one_is_told():
    north = make_north()
    otto = make_manager(of=north.team, name="Otto")
    about = {"team": north.team, "week": WEEK, "section": Section.DUE, "lead": north.leads["B1"]}

    answers = at_once(
        *[
            lambda by=by: operations.commit(
                **about, rep=north.ben, what="Call them", due_at=NOW.replace(day=9), by=by, at=NOW
            )
            for by in (north.mona, otto)
        ]
    )

    assert sum(isinstance(answer, operations.Decided) for answer in answers) == 1
    assert Retrospective.objects.count() == Decision.objects.count() == 1
    assert Commitment.objects.count() == 1


def test_of_two_who_close_a_week_one_is_told():
    north = make_north()

    answers = at_once(
        *[lambda: operations.close(team=north.team, week=WEEK, by=north.mona, at=NOW)] * 2
    )

    assert sum(isinstance(answer, operations.IsClosed) for answer in answers) == 1
    assert Retrospective.objects.get().stands


@pytest.mark.parametrize(
    "harm",
    [
        lambda rows: rows.update(snapshot="{}"),
        lambda rows: rows.update(closed_at=None, closed_by=None, snapshot="", digest=""),
        lambda rows: rows.update(week="2026-W01"),
        lambda rows: rows._raw_delete(rows.db),
    ],
    ids=["numbers", "open again", "another week", "gone"],
)
def test_the_database_keeps_a_closed_week(harm):
    north = make_north()
    held = operations.close(team=north.team, week=WEEK, by=north.mona, at=NOW)
    before = held.snapshot

    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        harm(Retrospective.objects.filter(pk=held.pk))

    held.refresh_from_db()
    assert (held.snapshot, held.stands) == (before, True)
