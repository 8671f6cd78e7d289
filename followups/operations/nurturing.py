"""Putting a lead into a bucket, and taking it out again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.cadences.planning import next_morning
from followups.models import Bucket, CancelReason, Enrolment, Outcome, Touch
from followups.next_step import Due, Nurture
from followups.operations.cadences import (
    call_off,
    contact_to_try,
    end_enrolment,
    enrol,
    running_enrolment,
    schedule_step,
    working_time_of,
)
from followups.operations.locking import lock
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.operations.scheduling import BadDate, ContactIsBarred, make_promise
from followups.operations.stopping import stop_early
from followups.policy import FARTHEST_STEP_MONTHS
from followups.state import settle
from leadfollow.clock import months_on, today
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.words import day_in_full
from leads.models import Contact, Lead

# Answers after which a lead does not go back to work: it rests, or the person is left alone.
KEEPS_RESTING = frozenset({Outcome.NOT_NOW, Outcome.OPTED_OUT, Outcome.NEVER_CALL_AGAIN})


class NoSuchBucket(Refusal):
    """It is switched off, or has no rhythm."""


class TooFar(Refusal):
    """A manager has to agree to a day so far ahead."""


class NotInBucket(Refusal):
    """The lead waits in no bucket."""


@transaction.atomic
def send_to_bucket(
    *, lead: Lead, bucket: Bucket, wake_on: date, by: User, at: datetime, trigger: str = ""
) -> Enrolment:
    """Let the lead rest in a bucket until a day, without a touch; its cadence ends as "not now".

    Refused for a closed lead, a bucket that is switched off, a day that is past, one more than 12
    months ahead unless a manager says so, and where nobody at the lead may be contacted.
    """
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    running = running_enrolment(lead)
    if running:
        stop_for_now(running, by=by, at=at)
    if not (running and running.bucket_id):
        stop_early(lead, reason=trigger or bucket.name, by=by, at=at)
    then = Nurture(bucket.pk, wake_on, trigger)
    enrolment = rest(lead, then, contact=contact_to_try(lead), by=by, at=at)
    settle([lead.pk], at=at)
    return enrolment


@transaction.atomic
def wake_lead(*, lead: Lead, by: User, at: datetime) -> None:
    """Take the lead out of its bucket before its day, and back to work.

    Its segment's cadence begins; where there is none, and nothing is promised, it gets a call for
    the next working morning. Refused as NotInBucket where it waits in none.
    """
    lead = lock(lead.pk)
    enrolment = running_enrolment(lead)
    if enrolment is None or enrolment.bucket_id is None:
        raise NotInBucket(
            _("%(lead)s waits in no bucket. It may have been woken meanwhile.") % {"lead": lead}
        )
    wake(enrolment, by=by, at=at)
    back_to_work(lead, by=by, at=at)
    record("lead woken", of=enrolment, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def rest(
    lead: Lead,
    then: Nurture,
    *,
    contact: Contact | None,
    by: User,
    at: datetime,
    touch: Touch | None = None,
) -> Enrolment:
    """The rows of a lead in a bucket: its rhythm, with the first touch due when it wakes."""
    bucket = Bucket.objects.active().filter(pk=then.bucket_id).first()
    rhythm = bucket.rhythm if bucket else None
    if bucket is None or rhythm is None:
        raise NoSuchBucket(_("That bucket is not in use. Choose another one."))
    check_wake(then.wake_on, lead, by=by, at=at)
    if contact is None and lead.people.exists():
        raise ContactIsBarred(
            _("Nobody at this lead may be contacted. Name somebody, or close it.")
        )
    enrolment = Enrolment.objects.create(
        lead=lead,
        cadence=rhythm,
        contact=contact,
        began_at=at,
        begun_by=by,
        begun_by_touch=touch,
        bucket=bucket,
        wake_on=then.wake_on,
        trigger=then.trigger,
    )
    schedule_step(enrolment, done=None, contact=contact, lead=lead, by=by, at=at, after=touch)
    record(
        "lead put into a bucket",
        of=enrolment,
        by=by,
        at=at,
        lead_id=lead.pk,
        bucket=bucket.slug,
        wake_on=then.wake_on.isoformat(),
    )
    return enrolment


def check_wake(day: date, lead: Lead, *, by: User, at: datetime) -> None:
    """Later than today; beyond the limit only with a manager's word."""
    working = working_time_of(lead)
    here = today(working.zone, at)
    if day <= here:
        raise BadDate(_("The day on which it wakes has to be after today. Choose a later one."))
    last = working.add_working_days(months_on(here, FARTHEST_STEP_MONTHS), 0)
    if day > last and not (by.is_manager or by.is_admin):
        raise TooFar(
            _(
                "More than %(number)s months ahead needs your"
                " manager. Choose %(day)s or earlier, or ask him to set it."
            )
            % {"number": FARTHEST_STEP_MONTHS, "day": day_in_full(last)}
        )


def stop_for_now(
    enrolment: Enrolment, *, by: User, at: datetime, touch: Touch | None = None
) -> None:
    """ "Not now" takes the lead out of its cadence; promises beside it stand."""
    end_enrolment(enrolment, reason=Enrolment.EndReason.NOT_NOW, at=at, touch=touch)
    call_off(enrolment.lead, CancelReason.NOT_NOW, by=by, at=at, touch=touch, enrolment=enrolment)


def wakes(enrolment: Enrolment | None, touch: Touch) -> bool:
    """Whether the touch brings the lead out of its bucket: they answered."""
    rests = enrolment is not None and enrolment.bucket_id is not None
    return rests and touch.is_response and touch.outcome not in KEEPS_RESTING


def wake(enrolment: Enrolment, *, by: User, at: datetime, touch: Touch | None = None) -> None:
    """The end of its time in the bucket, with the touch that was to come."""
    end_enrolment(enrolment, reason=Enrolment.EndReason.AWAKE, at=at, touch=touch)
    call_off(enrolment.lead, CancelReason.REPLACED, by=by, at=at, touch=touch, enrolment=enrolment)


def back_to_work(lead: Lead, *, by: User, at: datetime, touch: Touch | None = None) -> None:
    """What a woken lead does next, unless something is promised: its segment's cadence, else a
    call."""
    if Touch.objects.scheduled().manual().filter(lead=lead).exists():
        return
    if enrol(lead, by=by, at=at, after=touch) is None:
        make_promise(
            lead=lead,
            contact=contact_to_try(lead),
            channel="call",
            subject=_("Go on where we left off"),
            due=Due(next_morning(at, working_time_of(lead))),
            by=by,
            at=at,
            after=touch,
        )
