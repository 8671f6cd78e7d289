"""Where a lead stands for the person who works on it: what the panes show, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery, prefetch_related_objects

from followups.cadences.ceiling import NOT_REACHED, Held, held, within_ceiling
from followups.cadences.merge import merge
from followups.cadences.planning import PlannedTouch, branch_after, plan_next
from followups.chips import chips_for
from followups.in_force import InForce, policy_at
from followups.models import Answer, Bucket, Enrolment, Step, Touch
from followups.operations.answering import sprint_step
from followups.operations.cadences import working_time_of
from followups.tried import Tried
from followups.verdicts import standing_verdict
from followups.wording import inquiry_in_words, task_in_words, who_in_words
from leadfollow.clock import WorkingTime, today
from leads.forms import labels_of
from leads.models import (
    Closure,
    Contact,
    Criterion,
    Inquiry,
    Lead,
    LeadContact,
    Verdict,
    end_in_words,
)
from leads.models.contact import SIX
from leads.models.lead import LeadQuerySet


@dataclass
class Situation(Tried):
    """A lead, the touch in question (its next step), its people, and what was asked for."""

    lead: Lead
    touch: Touch | None
    scheduled: list[Touch]
    people: list[LeadContact]
    inquiries: list[Inquiry]
    now: datetime
    verdict: Verdict | None = None
    last_note: str = ""
    closed_for: str = ""
    policy: InForce = field(default_factory=policy_at)
    working: WorkingTime = field(init=False)

    def __post_init__(self) -> None:
        self.working = working_time_of(self.lead)
        self.numbers = self.policy.numbers

    @property
    def end_in_words(self) -> str:
        """Of a closed lead: as in "bought elsewhere: cheaper"."""
        return end_in_words(self.lead.disposition, self.closed_for)

    @property
    def who(self) -> str:
        return who_in_words(self.lead, self.contact)

    @property
    def inquiry(self) -> Inquiry | None:
        """The newest one: what they want now."""
        return self.inquiries[-1] if self.inquiries else None

    @property
    def promised(self) -> Inquiry | None:
        """The oldest one whose promise is not kept yet."""
        return next((each for each in self.inquiries if each.is_promised), None)

    @cached_property
    def buckets(self) -> list[Bucket]:
        """Where it may rest."""
        return list(Bucket.objects.active())

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """What its people answered, by the words of the question."""
        return Answer.objects.newest_on(self.lead)

    @cached_property
    def unticked(self) -> list[Criterion]:
        """What makes it qualified and nobody has ticked yet."""
        return list(Criterion.objects.not_ticked_on(self.lead))

    @property
    def blanks(self) -> list[str]:
        """Which of the six fields an incomplete record lacks, as the forms call them."""
        if not self.lead.incomplete_since:
            return []
        primary = next((person.contact for person in self.people if person.is_primary), None)
        return labels_of(primary.missing if primary else SIX)

    @property
    def asked(self) -> str:
        """As in "3rd inquiry"; nothing of who asked once."""
        return inquiry_in_words(len(self.inquiries))

    @property
    def task(self) -> str:
        return task_in_words(self.touch, self.inquiry) if self.touch else ""

    @property
    def step(self) -> Step | None:
        """The step that the touch makes; a decision makes none."""
        return self.touch.step if self.touch and not self.touch.is_decision else None

    @cached_property
    def script(self) -> str:
        """What to say first, with this lead's own words in it."""
        return self.filled(self.step.script) if self.step else ""

    @cached_property
    def mail_subject(self) -> str:
        return self.filled(self.step.mail_subject) if self.step else ""

    @cached_property
    def mail_text(self) -> str:
        return self.filled(self.step.mail_text) if self.step else ""

    def filled(self, text: str) -> str:
        return merge(text, contact=self.contact, inquiry=self.inquiry, rep=self.lead.owner).strip()

    @property
    def enrolment(self) -> Enrolment | None:
        """The cadence that the touch belongs to, if it does to one that runs."""
        return self.touch.enrolment if self.touch else None

    @property
    def rests(self) -> Enrolment | None:
        """Its time in a bucket, if it waits in one."""
        enrolments = (touch.enrolment for touch in self.scheduled)
        return next((e for e in enrolments if e and e.bucket_id), None)

    @property
    def wakes_on(self) -> date | None:
        """When it comes out of its bucket, or comes up there again."""
        resting = (touch for touch in self.scheduled if touch.is_nurture)
        if touch := next(resting, None):
            return touch.due_on or today(self.working.zone, cast(datetime, touch.due_at))
        return None

    @property
    def first_outcome(self) -> str:
        """What comes of the touch most often: nobody answers."""
        return chips_for(self.touch.channel)[0].outcome if self.touch else ""

    @property
    def sprint_step(self) -> Touch | None:
        """The step of a sprint that an answer stops: the touch in question, or what stands beside
        it."""
        step = sprint_step(self.scheduled)
        return None if step and step.is_decision else step

    def leads_on(self, outcome: str) -> bool:
        """Whether the touch's step says what follows this outcome."""
        if self.touch is None or self.enrolment is None:
            return False
        steps = self.enrolment.cadence.steps.all()
        return branch_after(steps, self.touch.step, outcome) is not None

    def planned(self, contact: Contact | None, outcome: str = "") -> PlannedTouch | None:
        """What the touch's cadence asks for after this outcome, with this person."""
        if self.touch is None or self.enrolment is None:
            return None
        planned = plan_next(
            self.enrolment,
            done=self.touch.step,
            outcome=outcome,
            contact=contact,
            at=self.now,
            working=self.working,
        )
        return planned and within_ceiling(
            planned,
            self.lead,
            working=self.working,
            but=self.touch,
            also=self.touched(contact, outcome),
        )

    def touched(self, contact: Contact | None, outcome: str) -> list[datetime]:
        """When this person will have been touched by what is about to be logged."""
        reaches = contact == self.contact and outcome not in NOT_REACHED
        return [self.now] if reaches else []

    def not_before(self, contact: Contact | None, at: datetime) -> Held | None:
        """What the segment's ceiling says against a touch on this person then."""
        also = self.touched(contact, "")
        segment = self.lead.campaign.segment
        return held(segment, contact, at, working=self.working, but=self.touch, also=also)

    @property
    def beside(self) -> Touch | None:
        """The earliest other touch that stands, whatever becomes of this one."""
        others = (t for t in self.scheduled if t != self.touch and t.after_id != self.touch_id)
        return next(others, None)

    @property
    def touch_id(self) -> int | None:
        return self.touch.pk if self.touch else None


def situation_of(
    lead_id: int, *, now: datetime, touch: Touch | None = None, among: LeadQuerySet | None = None
) -> Situation:
    """Read what the panel of a lead shows, in five queries; six where a verdict stands.

    `touch` is the one in question where that is not the next step.
    Lead.DoesNotExist if it is not among the leads that the person may see.
    """
    leads = Lead.objects.all() if among is None else among
    lead: Any = (
        leads.select_related("campaign__segment", "campaign__team", "owner__team")
        .annotate(last_note=last_note(), closed_for=closed_for())
        .get(pk=lead_id)
    )
    scheduled = list(
        Touch.objects.scheduled()
        .manual()
        .filter(lead=lead)
        .select_related("contact", "step", "enrolment__cadence", "enrolment__bucket")
        .order_by("due_at", "pk")
    )
    for each in scheduled:
        each.lead = lead  # read already
    if touch is None and scheduled:
        touch = scheduled[0]
    load_steps([touch] if touch else [])
    verdict = None if lead.verdict_by else standing_verdict(lead)  # who owes one has given none
    people = people_of(lead)
    inquiries = Inquiry.objects.filter(lead=lead).select_related(
        "campaign__segment", "found_by", "contact", "product"
    )
    noted = lead.last_note or ""
    return Situation(
        lead,
        touch,
        scheduled,
        list(people),
        list(inquiries),
        now,
        verdict,
        noted,
        closed_for=lead.closed_for or "",
    )


def last_note() -> Subquery:
    """What was noted last with a touch on the lead of a row."""
    noted = Touch.objects.logged().filter(lead=OuterRef("pk")).exclude(note="")
    return Subquery(noted.order_by("-happened_at", "-pk").values("note")[:1])


def closed_for() -> Subquery:
    """Our own reason for which the lead of a row stands closed."""
    ends = Closure.objects.standing().filter(lead=OuterRef("pk"))
    return Subquery(ends.values("why__name")[:1])


def people_of(lead: Lead) -> QuerySet[LeadContact]:
    """Each with `was_given`: whether a touch that stands gave him something of value."""
    given = Touch.objects.logged().filter(lead=lead, contact=OuterRef("contact"), value_given=True)
    people = LeadContact.objects.filter(lead=lead).select_related("contact")
    return people.annotate(was_given=Exists(given))


def load_steps(touches: Iterable[Touch]) -> None:
    """The steps of the touches' cadences, once each."""
    cadences = [touch.enrolment.cadence for touch in touches if touch.enrolment]
    prefetch_related_objects(cadences, "steps__branches")
