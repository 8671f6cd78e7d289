"""The practice lead of an exercise: rows that are there for one request, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from campaigns.models import Campaign, Segment
from followups.models import Cadence, Channel, Enrolment, Outcome, Step, Touch, TouchState
from followups.state import settle
from leadfollow.people.models import User
from leads import intake
from leads.intake import Person
from leads.models import Assignment, Contact, Inquiry, Lead

# Far beyond what any sequence reaches. An id of a practice row is the same in each request, so that
# a form may name it, and is nobody's outside: an address with it leads nowhere.
BEYOND = 10**15
ROOM = 100  # ids that one exercise of one learner has of each table

KARLA = Person(
    name="Karla Brandt",
    job_title="Buyer",
    company="Nordwind GmbH",
    email="karla.brandt@nordwind.example",
    phone="+49 30 23125 101",
    address="Am Kai 4",
    postal_code="10115",
    city="Berlin",
    country="DE",
)
JENS = replace(
    KARLA,
    name="Jens Ott",
    job_title="Engineer",
    email="jens.ott@nordwind.example",
    phone="+49 30 23125 102",
)
CALL = (Channel.CALL, "Call: Ask what they need")
CALLS = 8  # still to be made
MAIL = (Channel.MAIL, "Mail: Send the price list")


@dataclass(frozen=True)
class Setting:
    """Where the practice lead stands when an exercise begins.

    Karla was called `tried` times in vain, last so long `ago`. The next step is due after `due_in`,
    by mail if that is what `is_mail` says, and with Jens if Karla `is_exhausted`.
    """

    tried: int = 0
    ago: timedelta = timedelta(days=1)
    due_in: timedelta = timedelta(hours=-1)
    is_mail: bool = False
    is_exhausted: bool = False


@dataclass(frozen=True)
class Scene:
    """The practice lead, its two people, the touches made so far and the one that is due."""

    lead: Lead
    karla: Contact
    jens: Contact
    made: list[Touch]
    due: Touch

    @property
    def last(self) -> Touch | None:
        return self.made[-1] if self.made else None


@contextmanager
def practice(learner: User, setting: Setting, *, number: int, now: datetime) -> Iterator[Scene]:
    """The scene of an exercise, and whatever is done to it, in a transaction that is rolled back.

    No row of it is ever committed: nobody else can see it, and no list, report, sweep, notice or
    mail can count it.
    """
    with transaction.atomic():
        try:
            base = BEYOND + (learner.pk * ROOM + number) * ROOM
            yield set_scene(learner, setting, base=base, now=now)
        finally:
            transaction.set_rollback(True)


def set_scene(learner: User, setting: Setting, *, base: int, now: datetime) -> Scene:
    """The rows that an exercise begins with, and the kept state that follows from them."""
    began = now - setting.ago - timedelta(days=setting.tried)
    campaign = make_campaign(base)
    lead = Lead.objects.create(
        pk=base, organisation="Nordwind GmbH", campaign=campaign, received_at=began
    )
    karla, jens = (make_person(lead, base + n, who) for n, who in enumerate((KARLA, JENS)))
    Inquiry.objects.create(
        lead=lead,
        contact=karla,
        campaign=campaign,
        received_at=began,
        request="price list",
        message="Please send your price list. We need 200 pumps and decide this year.",
    )
    Assignment.objects.create(lead=lead, rep=learner, began_at=began)
    enrolment = Enrolment.objects.create(
        lead=lead,
        cadence=make_cadence(campaign.segment, setting),
        contact=jens if setting.is_exhausted else karla,
        began_at=began,
    )
    touches = make_touches(enrolment, setting, base=base, karla=karla, by=learner, now=now)
    settle([lead.pk], at=now)
    lead.refresh_from_db()
    return Scene(lead, karla, jens, touches[:-1], touches[-1])


def make_campaign(base: int) -> Campaign:
    """A standing source of its own; without a longest silence, so that any date will do."""
    slug = f"lesson-{base}"
    segment = Segment.objects.create(name=slug, slug=slug)
    return Campaign.objects.create(code=slug, name="Web site", segment=segment)


def make_person(lead: Lead, pk: int, who: Person) -> Contact:
    contact = Contact.objects.create(pk=pk, **who.told)
    intake.add_person(lead, contact)
    return contact


def make_cadence(segment: Segment, setting: Setting) -> Cadence:
    """Calls, a working day apart; where a mail is due, that is the step after those made."""
    cadence = Cadence.objects.create(segment=segment, name="Practice", slug=segment.slug)
    due = MAIL if setting.is_mail else CALL
    plan = [*[CALL] * setting.tried, due, *[CALL] * CALLS]
    Step.objects.bulk_create(
        Step(cadence=cadence, position=n, day=n, channel=channel, title=title)
        for n, (channel, title) in enumerate(plan, start=1)
    )
    return cadence


def make_touches(
    enrolment: Enrolment,
    setting: Setting,
    *,
    base: int,
    karla: Contact,
    by: User,
    now: datetime,
) -> list[Touch]:
    """Those made in vain, a day apart, each after the one before; and the one that is due."""
    steps, touches = list(enrolment.cadence.steps.all()), list[Touch]()
    for n in range(setting.tried + 1):
        is_due = n == setting.tried
        days = timedelta(days=setting.tried - 1 - n)
        at = now + setting.due_in if is_due else now - setting.ago - days
        touches.append(
            Touch.objects.create(
                pk=base + n,
                lead=enrolment.lead,
                contact=enrolment.contact if is_due else karla,
                enrolment=enrolment,
                step=steps[n],
                channel=steps[n].channel,
                subject=steps[n].title,
                due_at=at,
                first_due_at=at,
                scheduled_at=touches[-1].logged_at if touches else enrolment.began_at,
                after=touches[-1] if touches else None,
                **({} if is_due else in_vain(by=by, at=at)),
            )
        )
    return touches


def in_vain(*, by: User, at: datetime) -> dict[str, object]:
    """The columns of a call that nobody answered."""
    return {
        "state": TouchState.LOGGED,
        "outcome": Outcome.NO_ANSWER,
        "key": (key := uuid4()),
        "content_hash": key.hex,
        "happened_at": at,
        "logged_at": at,
        "logged_by": by,
    }
