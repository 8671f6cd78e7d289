"""With whom an inquiry waited: each owner's part, and what nobody had."""

from __future__ import annotations

import pytest

from followups import operations
from followups.legs import assignments_of, in_words, legs_of
from followups.tests.factories import MONDAY, after, fresh, make_owned_lead
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.django_db


def test_the_parts_are_the_whole_wait_also_when_nobody_has_it_at_last() -> None:
    ana = make_rep(name="Ana")
    lead = make_owned_lead(owner=ana, at=MONDAY)
    operations.release_lead(lead=lead, by=ana, at=after(hours=3))
    inquiry = lead.inquiries.get()

    legs = legs_of(inquiry, assignments_of(fresh(lead)), until=after(hours=20))

    assert in_words(legs) == "Ana 3 h, nobody 17 h"
