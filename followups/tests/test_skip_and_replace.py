"""A cadence's step is left out, or gives way to another touch: with a reason, and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import Bucket, CancelReason, Touch
from followups.next_step import Continue
from followups.tests.factories import after, log, make_planned_lead, make_touch, next_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db
SOON = after(minutes=5)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def lead(ana: User) -> Lead:
    return make_planned_lead(owner=ana)


def skip(touch: Touch, by: User, reason: str = "On holiday", at: Any = SOON) -> Touch:
    return operations.skip_step(touch=touch, reason=reason, by=by, at=at)


def replace(touch: Touch, by: User, at: Any = SOON) -> Touch:
    said = {"channel": "letter", "subject": "Write", "reason": "No telephone"}
    return operations.replace_step(touch=touch, by=by, at=at, **said)


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


def test_a_skipped_step_gives_way_to_the_next(lead, ana):
    step = next_touch(lead)

    following = skip(step, ana)

    step.refresh_from_db()
    assert (step.cancel_reason, step.cancel_note) == (CancelReason.SKIPPED, "On holiday")
    assert (following.subject, following.due_at) == ("Mail", after(days=1, hours=5))
    assert next_touch(lead) == following
    assert sound()


def test_a_replaced_step_keeps_its_moment_and_the_cadence_goes_on_after_it(lead, ana):
    step = next_touch(lead)

    stand_in = replace(step, ana)

    assert (stand_in.channel, stand_in.subject, stand_in.due_at) == ("letter", "Write", step.due_at)
    log(stand_in, at=after(minutes=20), then=Continue(), outcome="sent")
    assert next_touch(lead).subject == "Mail"
    assert sound()


def test_a_channel_that_does_not_reach_the_person_gives_way(lead, ana):
    step = next_touch(lead)
    step.contact.no_email = True
    step.contact.save()

    said = {"channel": "mail", "subject": "Write", "reason": "Busy"}
    stand_in = operations.replace_step(touch=step, by=ana, at=SOON, **said)

    assert stand_in.channel == "call"


@pytest.mark.parametrize("change", [skip, replace])
def test_it_is_undone_as_it_was(lead, ana, change):
    step = next_touch(lead)
    change(step, ana)

    operations.undo_stepping(touch=step, by=ana, at=SOON)

    back = next_touch(lead)
    assert (back.subject, back.channel, back.due_at) == ("Call", "call", step.due_at)
    assert back.reverses == step
    assert sound()


def test_it_happens_once(lead, ana):
    step = next_touch(lead)
    skip(step, ana)

    with pytest.raises(operations.NotScheduled):
        skip(step, ana)

    assert Touch.objects.scheduled().filter(lead=lead).count() == 1


def test_undo_of_the_log_before_takes_the_skip_with_it(lead, ana):
    first = next_touch(lead)
    log(first, at=SOON, then=Continue(), by=ana)
    skip(next_touch(lead), ana, at=after(minutes=6))

    operations.undo_touch(touch=first, by=ana, at=after(minutes=7))

    assert next_touch(lead).subject == "Call"
    assert sound()


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_it_is_refused(lead, ana, reason):
    with pytest.raises(operations.NoReason):
        skip(next_touch(lead), ana, reason)


def test_the_last_step_is_for_deciding(ana):
    lead = make_planned_lead({"channel": "call", "title": "Call"}, owner=ana)

    with pytest.raises(operations.LastStep, match="decide"):
        skip(next_touch(lead), ana)

    assert next_touch(lead).is_scheduled


def test_a_promise_is_no_step(lead, ana):
    promise = make_touch(lead=lead)

    with pytest.raises(operations.NotAStep):
        skip(promise, ana)


def test_what_waits_in_a_bucket_is_no_step(lead, ana):
    wake_on = after(days=40).date()
    bucket = Bucket.objects.all()[0]
    operations.send_to_bucket(lead=lead, bucket=bucket, wake_on=wake_on, by=ana, at=SOON)

    with pytest.raises(operations.NotAStep):
        skip(next_touch(lead), ana)


def test_what_came_for_it_was_logged_and_the_plan_stands(lead, ana):
    step = next_touch(lead)
    log(skip(step, ana), at=after(minutes=9), then=Continue())

    with pytest.raises(operations.NotUndoable, match="The plan stands"):
        operations.undo_stepping(touch=step, by=ana, at=after(minutes=10))


def test_after_a_day_it_stands(lead, ana):
    step = next_touch(lead)
    skip(step, ana)

    with pytest.raises(operations.NotUndoable, match="24 hours"):
        operations.undo_stepping(touch=step, by=ana, at=SOON + timedelta(hours=25))


def test_the_database_refuses_a_skip_without_a_reason(lead, ana):
    step = next_touch(lead)
    skip(step, ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Touch.objects.filter(pk=step.pk).update(cancel_note="")


def send(client: Any, user: User, touch: Touch, **typed: str) -> Any:
    client.force_login(user)
    return client.post(
        reverse("followups:change_step", args=[touch.pk]) + "?page=lead", typed, follow=True
    )


@pytest.fixture
def fresh(ana: User) -> Lead:
    """A lead whose cadence begins now."""
    return make_planned_lead(owner=ana, at=clock.now())


def test_the_page_skips_says_so_and_takes_it_back(client, fresh, ana):
    step = next_touch(fresh)

    said = send(client, ana, step, act="skip", reason="Fair <week>").content.decode()

    assert "Skipped at" in said
    assert "Fair &lt;week&gt;" in said  # in the timeline
    client.post(reverse("followups:undo_stepping", args=[step.pk]))
    assert next_touch(fresh).subject == "Call"


def test_the_page_replaces(client, fresh, ana):
    typed = {"channel": "letter", "subject": "Write by hand", "reason": "She likes paper"}

    said = send(client, ana, next_touch(fresh), act="replace", **typed).content.decode()

    assert "Replaced at" in said
    assert next_touch(fresh).subject == "Write by hand"


def test_bad_input_keeps_what_was_typed(client, fresh, ana):
    typed = {"channel": "letter", "subject": "Write by hand", "reason": ""}

    answer = send(client, ana, next_touch(fresh), act="replace", **typed)

    assert answer.status_code == 422
    assert 'value="Write by hand"' in answer.content.decode()
    assert next_touch(fresh).subject == "Call"


def test_who_is_too_late_is_told_with_his_text(client, fresh, ana):
    step = next_touch(fresh)
    skip(step, ana, at=clock.now())

    answer = send(client, ana, step, act="skip", reason="Too late")

    assert answer.status_code == 409
    assert "meanwhile" in answer.content.decode()


def test_a_strangers_step_is_absent(client, fresh):
    step = next_touch(fresh)

    assert send(client, make_rep(), step, act="skip", reason="Mine").status_code == 404
    assert next_touch(fresh) == step
