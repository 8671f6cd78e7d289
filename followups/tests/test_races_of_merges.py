"""Two who decide at once who asked, and one who logs meanwhile, on real connections."""

from __future__ import annotations

from functools import partial

import pytest

from followups import operations
from followups.models import Touch
from followups.tests.factories import after, ask, fresh, make_planned_lead, next_touch, person_of
from followups.tests.test_races import at_once, logging
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin
from leads.models import Contact, Doubt, Lead
from leads.tests.factories import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DESK = "desk@nord.example"


@pytest.fixture
def admin() -> User:
    return make_admin()


@pytest.fixture
def known() -> tuple[Lead, Lead]:
    two = make_planned_lead(), make_planned_lead()
    Contact.objects.update(email=DESK, email_key=DESK)
    return two


def test_of_two_who_decide_one_is_told_that_it_is_decided(
    known: tuple[Lead, Lead], admin: User
) -> None:
    asking = make_person(email=DESK)
    doubt = Doubt.objects.get(inquiry=ask(after(hours=1), person=asking))
    decide = partial(operations.settle_doubt, doubt=doubt, by=admin, at=after(hours=2))

    answers = at_once(*[partial(decide, contact=person_of(lead)) for lead in known])

    assert sum(isinstance(answer, operations.DoubtSettled) for answer in answers) == 1
    assert fresh(doubt).outcome == "same"
    assert sorted(lead.inquiries.count() for lead in known) == [1, 2]


def test_a_log_while_two_leads_become_one_is_at_the_kept_one_or_refused(
    known: tuple[Lead, Lead], admin: User
) -> None:
    keep, lose = known
    touches = Touch.objects.count()

    merged, logged = at_once(
        partial(operations.merge_leads, keep=keep, lose=lose, by=admin, at=after(hours=2)),
        logging(next_touch(lose), by=lose.owner),
    )

    assert not isinstance(merged, operations.Refusal)
    if isinstance(logged, operations.Refusal):
        assert Touch.objects.filter(lead=keep).count() == touches
    else:
        assert fresh(logged).lead == keep
    assert not Lead.objects.filter(pk=lose.pk).exists()
