"""What points to a lead or a person without a way back goes along, too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from followups import operations
from followups.bin import belonging, pointing_to
from followups.models import Correction, NextTry
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_lead,
    make_planned_lead,
    next_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_admin
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db
TOMORROW = MONDAY + timedelta(days=1)


@pytest.fixture
def how() -> dict[str, Any]:
    return {"by": make_admin(), "at": after(hours=2)}


@pytest.fixture
def waiting() -> Lead:
    """Nobody could be given it: it is tried again."""
    lead = make_lead()
    NextTry.objects.create(lead=lead, at=TOMORROW)
    return lead


def test_every_pointer_is_seen() -> None:
    models: list[Any] = [*belonging(), Contact]
    for model in models:
        seen = {relation.field for relation in pointing_to(model)}
        for field in model._meta.get_fields(include_hidden=True):
            if field.auto_created and not field.concrete and not field.many_to_many:
                assert field.field in seen


def test_one_that_is_tried_again_goes_into_the_bin_and_comes_back(
    waiting: Lead, how: dict[str, Any]
) -> None:
    removed = operations.remove_lead(lead=waiting, reason="test", **how)
    connection.check_constraints()
    assert not NextTry.objects.exists()

    operations.restore_lead(removed=removed, **how)

    assert NextTry.objects.get().lead == waiting


@pytest.mark.parametrize("kept_waits", [False, True])
def test_one_that_is_tried_again_becomes_one_with_another_and_is_parted(
    waiting: Lead, how: dict[str, Any], *, kept_waits: bool
) -> None:
    keep = make_lead()
    if kept_waits:
        NextTry.objects.create(lead=keep, at=TOMORROW)

    merge = operations.merge_leads(keep=keep, lose=waiting, **how)
    connection.check_constraints()
    assert NextTry.objects.count() == kept_waits
    operations.undo_merge(merge=merge, **how)

    connection.check_constraints()
    assert NextTry.objects.filter(lead=waiting).exists()


def test_a_person_of_whom_a_touch_was_corrected_becomes_one_with_another(
    how: dict[str, Any],
) -> None:
    lead = make_planned_lead()
    touch, lose = next_touch(lead), person_of(lead)
    log(touch, at=after(hours=1), outcome="no_answer")
    touch.refresh_from_db()
    operations.correct_touch(
        touch=touch, outcome=touch.outcome, note="Rang twice", channel=touch.channel,
        contact=lose, by=touch.logged_by, at=after(hours=2),
    )  # fmt: skip
    keep = person_of(make_planned_lead())

    merge = operations.merge_contacts(keep=keep, lose=lose, **how)

    connection.check_constraints()
    assert set(Correction.objects.values_list("contact", flat=True)) == {keep.pk}
    operations.undo_contact_merge(merge=merge, **how)
    assert set(Correction.objects.values_list("contact", flat=True)) == {lose.pk}
