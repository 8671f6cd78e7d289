"""What a logged touch brings about: for the person, the plan, the lead."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.cadences.planning import way_for
from followups.models import BARRING, Bucket, Enrolment, Outcome, Step, Touch
from followups.next_step import Close, Continue, NextStep, Nurture, TouchOn
from followups.operations.answering import stop_attempt
from followups.operations.barring import bar_contact
from followups.operations.cadences import (
    contact_to_try,
    running_enrolment,
    schedule_step,
)
from followups.operations.closing import end_lead
from followups.operations.explaining import why_so_late, why_so_soon
from followups.operations.nurturing import back_to_work, rest, stop_for_now, wake, wakes
from followups.operations.refusal import Refusal
from followups.operations.scheduling import (
    NotAtLead,
    check_contact,
    check_due,
    make_promise,
)
from followups.operations.stopping import stop_early
from followups.rows import Rows
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import CloseReason, Contact, Lead

SAY_WHAT_COMES = gettext_lazy("Say what comes next, or close the lead.")


class NoNextStep(Refusal):
    """The lead would stay open with nothing scheduled."""


class AsksWhy(Refusal):
    """The person was tried in vain so often that one more attempt has to say why."""


def follow(touch: Touch, *, lead: Lead, then: NextStep | None, by: User, at: datetime) -> Touch:
    """What a logged touch brings about: the person, the plan, the lead."""
    if touch.outcome in BARRING and touch.contact:
        bar_contact(contact=touch.contact, by=by, at=at, touch=touch)
        touch.refresh_from_db()
        lead.refresh_from_db()
    if lead.is_open:
        take(then, touch=touch, lead=lead, by=by, at=at)
    record("touch logged", of=touch, by=by, at=at, lead_id=lead.pk, outcome=touch.outcome)
    rows = settle([lead.pk], at=at)[lead.pk]
    touch.lead = rows.lead
    if rows.lead.is_open and rows.lead.next_due_at is None:
        raise NoNextStep(SAY_WHAT_COMES)
    check_says_why(touch, rows)
    return touch


def check_says_why(touch: Touch, rows: Rows) -> None:
    """After the hard number of attempts a further one on the same person asks why."""
    if touch.note or touch.contact is None or not touch.is_attempt:
        return
    enough = rows.numbers.hard_attempts
    tried = any(p.attempts >= enough for p in rows.people if p.contact == touch.contact)
    mine = [next_ for next_ in rows.scheduled if next_.after_id == touch.pk]
    again = (n for n in mine if not n.is_decision)
    if tried and any(next_.contact_id == touch.contact_id for next_ in again):
        raise AsksWhy(
            _(
                "%(contact)s was tried %(enough)s times or more without an answer."
                " Write in the note why once more, or go on with somebody else."
            )
            % {"contact": touch.contact, "enough": enough}
        )


def take(then: NextStep | None, *, touch: Touch, lead: Lead, by: User, at: datetime) -> None:
    """Carry out the next step that was chosen. An answer brings a lead out of its bucket."""
    enrolment = enrolment_of(touch) or running_enrolment(lead)
    woken = wakes(enrolment, touch) and not isinstance(then, Nurture | Close)
    if enrolment and (woken or leaves_its_cadence(touch, then)):
        leave(enrolment, then, woken=woken, touch=touch, by=by, at=at)
        enrolment = None
    stopped = stop_attempt(enrolment, touch, then, by=by, at=at)
    if woken and (then is None or isinstance(then, Continue)):
        back_to_work(lead, by=by, at=at, touch=touch)
    elif isinstance(then, Nurture):
        contact = person_for(then.contact_id, touch, lead)
        rest(lead, then, contact=contact, by=by, at=at, touch=touch)
    elif isinstance(then, Close):
        end_lead(
            lead,
            disposition=then.disposition,
            reason=then.reason,
            value=then.value,
            verdict=then.verdict,
            won_on=then.won_on,
            why=CloseReason.objects.filter(pk=then.why_id).first() if then.why_id else None,
            by=by,
            at=at,
            touch=touch,
        )
    elif isinstance(then, Continue):
        go_on(enrolment, then, touch=touch, lead=lead, by=by, at=at)
    elif then is not None:
        touch_on(enrolment, then, stopped=stopped, touch=touch, lead=lead, by=by, at=at)


def leave(
    enrolment: Enrolment,
    then: NextStep | None,
    *,
    woken: bool,
    touch: Touch,
    by: User,
    at: datetime,
) -> None:
    """The end of what runs: out of its bucket, or given up for now, which early on asks why."""
    if woken:
        wake(enrolment, touch=touch, by=by, at=at)
        return
    stop_for_now(enrolment, touch=touch, by=by, at=at)
    if not enrolment.bucket_id:
        reason = why_not_now(then, touch)
        stop_early(enrolment.lead, reason=reason, by=by, at=at, touch=touch)


def enrolment_of(touch: Touch) -> Enrolment | None:
    """The touch's own, if that runs: then it is the lead's, which has one at a time."""
    its = touch.enrolment
    return its if its and its.ended_at is None else None


def why_not_now(then: NextStep | None, touch: Touch) -> str:
    """A bucket says why; else the note does."""
    if not isinstance(then, Nurture):
        return touch.note
    bucket = Bucket.objects.filter(pk=then.bucket_id).first()
    return touch.note or str(bucket or "")


def leaves_its_cadence(touch: Touch, then: NextStep | None) -> bool:
    """Whether the cadence that runs ends here: "not now", or another bucket."""
    return isinstance(then, Nurture) or (touch.outcome == Outcome.NOT_NOW and then is not None)


def person_for(contact_id: int | None, touch: Touch, lead: Lead) -> Contact | None:
    """The one who was chosen, else the one just tried, else whoever may be contacted."""
    if contact_id:
        person = lead.people.filter(contact=contact_id).select_related("contact").first()
        if person is None:
            raise NotAtLead(_("That person does not stand at this lead. Choose somebody else."))
        check_contact(person.contact)
        return person.contact
    if touch.contact and not touch.contact.do_not_contact:
        return touch.contact
    return contact_to_try(lead)


def go_on(
    enrolment: Enrolment | None,
    then: Continue,
    *,
    touch: Touch,
    lead: Lead,
    by: User,
    at: datetime,
) -> None:
    """The cadence's next step, unless one is scheduled already."""
    if enrolment is None or has_its_step(enrolment, touch):
        return
    contact = person_for(then.contact_id, touch, lead)
    if contact and enrolment.contact_id != contact.pk:
        enrolment.contact = contact
        enrolment.save(update_fields=["contact"])
    schedule_step(
        enrolment,
        done=last_step(enrolment, touch),
        outcome=touch.outcome if touch.enrolment_id == enrolment.pk else "",
        contact=contact,
        lead=lead,
        by=by,
        at=at,
        after=touch,
    )


def has_its_step(enrolment: Enrolment, touch: Touch) -> bool:
    """Whether something is scheduled in it; its only step was the touch, if that was of it."""
    if touch.enrolment_id == enrolment.pk and not touch.is_automatic:
        return False
    return Touch.objects.scheduled().manual().filter(enrolment=enrolment).exists()


def last_step(enrolment: Enrolment, touch: Touch) -> Step | None:
    """How far the enrolment is: the step of the touch just logged, else of its last one."""
    if touch.enrolment_id == enrolment.pk:
        return touch.step
    last = Touch.objects.standing().filter(enrolment=enrolment).order_by("-pk").first()
    return last.step if last else None


def touch_on(
    enrolment: Enrolment | None,
    then: TouchOn,
    *,
    stopped: Touch | None,
    touch: Touch,
    lead: Lead,
    by: User,
    at: datetime,
) -> None:
    """A touch on the chosen date: the cadence's own next step moved there, after the one that is
    made or `stopped`; or a promise."""
    contact = person_for(then.contact_id, touch, lead)
    why = why_that_day(then, contact, touch=touch, lead=lead, by=by, at=at)
    done = touch if enrolment and touch.enrolment_id == enrolment.pk else stopped
    if enrolment and done:
        check_due(then.due, at)
        step = schedule_step(
            enrolment,
            done=done.step,
            outcome=done.outcome,
            contact=contact,
            lead=lead,
            by=by,
            at=at,
            after=touch,
        )
        if step:
            move_before_it_stands(step, then, why=why)
            return
    make_promise(
        lead=lead,
        contact=contact,
        channel=then.channel,
        own_channel_id=then.own_channel_id,
        subject=then.subject,
        due=then.due,
        by=by,
        at=at,
        after=touch,
        why=why,
    )


def why_that_day(
    then: TouchOn, contact: Contact | None, *, touch: Touch, lead: Lead, by: User, at: datetime
) -> str:
    """The reason to keep with a date that the segment finds too late or too soon; the note says
    it, and what was agreed with the person is no flood."""
    why = then.why or touch.note
    agreed = _("As agreed") if touch.is_response else ""
    late = why_so_late(lead, then.due, why=why, by=by, at=at)
    return late or why_so_soon(lead, contact, then.due, why=why or agreed, by=by, at=at)


def move_before_it_stands(step: Touch, then: TouchOn, *, why: str) -> None:
    """Born in this transaction and seen by nobody, the step takes the date that was chosen; a
    decision gives way to the touch, and comes after it."""
    due = then.due
    if step.is_decision:
        step.is_decision, step.subject = False, ""
    step.due_at = step.first_due_at = due.at
    step.due_on, step.due_zone = due.on, due.zone
    way = way_for(step.contact, then.channel, then.own_channel_id)
    step.channel, step.own_channel_id = way
    step.subject, step.why = then.subject or step.subject, why
    step.save()
