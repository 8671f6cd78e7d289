"""The rows from which a lead's state follows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from followups.in_force import numbers_in_force
from followups.models import Enrolment, Source, Touch
from followups.numbers import Numbers
from leads.models import (
    Assignment,
    Closure,
    Inquiry,
    Lead,
    LeadContact,
    NextIs,
    Qualifying,
    Verdict,
)

# The columns of a touch from which something follows.
NEEDED = (
    "lead", "contact", "state", "direction", "source", "is_automatic", "outcome", "due_at",
    "happened_at", "logged_at", "cancelled_at", "enrolment__bucket", "due_on", "scheduled_by",
    "after", "is_decision",
)  # fmt: skip


def later(*moments: datetime | None) -> datetime | None:
    """The latest of those that are there."""
    return max((moment for moment in moments if moment is not None), default=None)


@dataclass
class Rows:
    """Everything that a lead's state follows from, each in the order in which it happened."""

    lead: Lead
    numbers: Numbers
    inquiries: list[Inquiry] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    outside: list[Qualifying] = field(default_factory=list)  # asked for while it is nobody's
    closures: list[Closure] = field(default_factory=list)
    people: list[LeadContact] = field(default_factory=list)
    answered: dict[int, datetime | None] = field(default_factory=dict)  # anywhere, by contact
    verdicts: list[Verdict] = field(default_factory=list)
    scheduled: list[Touch] = field(default_factory=list)
    logged: list[Touch] = field(default_factory=list)
    cancelled_at: datetime | None = None
    enrolment: Enrolment | None = None

    def take(self, touch: Touch) -> None:
        """Put the next touch where it belongs."""
        if touch.is_scheduled:
            self.scheduled.append(touch)
        elif touch.is_logged:
            self.logged.append(touch)
        elif self.cancelled_at is None or self.cancelled_at < (
            touch.cancelled_at or self.cancelled_at
        ):
            self.cancelled_at = touch.cancelled_at

    @property
    def closure(self) -> Closure | None:
        """The one that stands."""
        return next((c for c in reversed(self.closures) if c.reopened_at is None), None)

    @property
    def assignment(self) -> Assignment | None:
        """The one that runs."""
        return next((a for a in reversed(self.assignments) if a.ended_at is None), None)

    @property
    def qualifying(self) -> Qualifying | None:
        """The one that runs: somebody from outside has it."""
        return next((row for row in self.outside if row.returned_at is None), None)

    @property
    def left(self) -> Assignment | Qualifying | None:
        """What ended last: the time of a rep who owned it, or of somebody from outside."""
        newest, since = None, None
        for row in self.assignments:
            if row.ended_at and (since is None or row.ended_at >= since):
                newest, since = row, row.ended_at
        left: Assignment | Qualifying | None = newest
        for back in self.outside:
            if back.returned_at and (since is None or back.returned_at >= since):
                left, since = back, back.returned_at
        return left

    @property
    def reopened_at(self) -> datetime | None:
        """When it was last taken up again."""
        return later(*(closure.reopened_at for closure in self.closures))

    @property
    def verdict(self) -> Verdict | None:
        """The newest; of a lead that was reopened, one that was given since."""
        newest = self.verdicts[-1] if self.verdicts else None
        if newest and self.reopened_at and newest.given_at <= self.reopened_at:
            return None
        return newest

    @property
    def judge(self) -> Assignment | None:
        """With whom an open lead is: that rep owes a verdict."""
        return None if self.closure else self.assignment

    @property
    def current_contact_id(self) -> int | None:
        """The one of the next step, else of the open enrolment, else the primary."""
        if self.scheduled and self.scheduled[0].contact_id:
            return self.scheduled[0].contact_id
        if self.enrolment and self.enrolment.contact_id:
            return self.enrolment.contact_id
        return next((person.contact_id for person in self.people if person.is_primary), None)

    def next_is(self, *, is_first: bool) -> str:
        """What the next step is; `is_first` while an inquiry waits for its first touch."""
        if not self.scheduled:
            return ""
        if self.is_promised(self.scheduled[0]):
            return NextIs.PROMISE
        if is_first:
            return NextIs.FIRST
        contact_id = self.current_contact_id
        in_vain = any(p.attempts for p in self.people if p.contact_id == contact_id)
        return NextIs.AGAIN if in_vain else NextIs.OTHER

    def is_promised(self, step: Touch) -> bool:
        """Whether somebody was told this moment: set by hand, or with a person who answered.

        What is due on a day waits for that day's end, and the date after a try in vain was
        agreed with nobody.
        """
        if step.due_on or step.scheduled_by_id is None or step.source == Source.IMPORT:
            return False
        if step.after_id is None:
            return step.enrolment_id is None
        answers = (touch for touch in self.logged if touch.pk == step.after_id)
        return any(touch.is_response for touch in answers)


def rows_of(
    lead_ids: Collection[int], *, numbers: Numbers | None = None, is_new: bool = False
) -> dict[int, Rows]:
    """The rows of these leads, each of which has an inquiry; in seven queries, however many, one
    more where one is nobody's, and one for the numbers in force, by which they are judged unless
    others are given. Of leads that are new in this transaction nobody asks for an end, a verdict
    or who from outside has them."""
    rows: dict[int, Rows] = {}
    numbers = numbers or numbers_in_force()
    inquiries = Inquiry.objects.filter(lead__in=lead_ids).select_related(
        "lead", "campaign__segment", "campaign__team"
    )
    for inquiry in inquiries.order_by("lead_id", "received_at", "pk"):
        rows.setdefault(inquiry.lead_id, Rows(inquiry.lead, numbers)).inquiries.append(inquiry)
    of_leads = {"lead__in": list(rows)}
    for assignment in Assignment.objects.filter(**of_leads).order_by("began_at", "pk"):
        rows[assignment.lead_id].assignments.append(assignment)
    if not is_new:
        given_outside(rows)
        judged_and_closed(rows)
    people = LeadContact.objects.filter(**of_leads).select_related("contact")
    for person in people.annotate(answered_at=last_answer()):
        rows[person.lead_id].people.append(person)
        rows[person.lead_id].answered[person.contact_id] = person.answered_at
    for enrolment in Enrolment.objects.running().filter(**of_leads):
        rows[enrolment.lead_id].enrolment = enrolment
    touches = Touch.objects.manual().standing().filter(**of_leads)
    touches = touches.select_related("enrolment").only(*NEEDED)
    for touch in touches.order_by(Coalesce("happened_at", "due_at"), "pk"):
        rows[touch.lead_id].take(touch)
    return rows


def given_outside(rows: dict[int, Rows]) -> None:
    """Who from outside has or had those that nobody owns."""
    nobodys = [pk for pk, its in rows.items() if its.assignment is None]
    for row in Qualifying.objects.filter(lead__in=nobodys).in_order() if nobodys else ():
        rows[row.lead_id].outside.append(row)


def judged_and_closed(rows: dict[int, Rows]) -> None:
    of_leads = {"lead__in": list(rows)}
    for closure in Closure.objects.made().filter(**of_leads).order_by("closed_at", "pk"):
        rows[closure.lead_id].closures.append(closure)
    for verdict in Verdict.objects.standing().filter(**of_leads).in_order():
        rows[verdict.lead_id].verdicts.append(verdict)


def last_answer() -> Subquery:
    """When the person of a row last responded, at whatever lead."""
    answers = Touch.objects.responses().filter(contact=OuterRef("contact")).order_by()
    return Subquery(answers.values("contact").annotate(at=Max("happened_at")).values("at"))
