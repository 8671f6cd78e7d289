"""Filling the scratch database in bulk, as the operations would have left it.

Kept state is written with the rows, because settling lead by lead would take longer than all
jobs together; a test has the audit confirm it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from campaigns.models import Campaign, Segment
from followups.models import (
    ATTEMPTS,
    Cadence,
    Channel,
    Enrolment,
    Outcome,
    Step,
    Touch,
    TouchState,
)
from followups.numbers import SHIPPED
from leadfollow.people.models import Team, User
from leads.models import (
    Assignment,
    Closure,
    Contact,
    Disposition,
    Inquiry,
    Lead,
    LeadContact,
    LeadStatus,
    NextIs,
)
from reports.bench.size import Size

YEARS = timedelta(days=730)
OPEN, PLANNED, OVERDUE = 0.27, 0.9, 0.15  # shares: of the leads; of the open; of the planned
DAYS_BETWEEN = 6  # touches of a lead
CHUNK = 1_000
OUTCOMES = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.TALKED)


@dataclass
class Ground:
    """What the leads stand on."""

    team: Team
    manager: User
    reps: list[User]
    campaigns: list[Campaign]
    step: Step


@dataclass
class Rows:
    """A chunk of rows, before they are written; each refers to those above it."""

    contacts: list[Contact] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    people: list[LeadContact] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)

    def write(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=CHUNK)


def fill(size: Size, *, at: datetime, seed: int = 1) -> Ground:
    """Put this many rows into an empty database."""
    chance = Random(seed)  # noqa: S311 - nobody has to be unable to guess it
    ground = make_ground(size, at=at)
    for start in range(0, size.leads, CHUNK):
        rows = Rows()
        for number in range(start, min(start + CHUNK, size.leads)):
            add_lead(rows, ground, number, size, chance, at)
        rows.write()
    return ground


def make_ground(size: Size, *, at: datetime) -> Ground:
    """One team of all the reps, its manager, and the campaigns."""
    team = Team.objects.create(name="Bench", slug="bench")
    manager = User.objects.create(email="manager@example.com", name="Manager", is_manager=True)
    team.managers.add(manager)
    reps = [
        User(email=f"rep{n}@example.com", name=f"Rep {n}", is_rep=True, team=team)
        for n in range(size.reps)
    ]
    segment = Segment.objects.get(slug="event")
    campaigns = [
        Campaign(code=f"B{n}", name=f"Campaign {n}", segment=segment, team=team, cost=n)
        for n in range(size.campaigns)
    ]
    step = Cadence.objects.current().get(segment=segment).steps.order_by("position")[0]
    return Ground(
        team, manager, User.objects.bulk_create(reps), Campaign.objects.bulk_create(campaigns), step
    )


def make_contact(number: int) -> Contact:
    """A person; of each tenth the address is missing."""
    return Contact(
        name=f"Person {number}",
        company=f"Company {number}",
        email=f"person{number}@example.com",
        email_key=f"person{number}@example.com",
        phone=f"+49 30 {number:07}",
        phone_key=f"+4930{number:07}",
        address="" if number % 10 == 0 else f"{number} High Street",
        postal_code="10115",
    )


def add_lead(
    rows: Rows, ground: Ground, number: int, size: Size, chance: Random, at: datetime
) -> None:
    """One lead with its person, inquiry, assignment, touches, and its end if it has one."""
    received = at - YEARS * chance.random() ** 1.3
    rep = ground.reps[int(len(ground.reps) * chance.random() ** 1.2)]
    campaign = ground.campaigns[int(len(ground.campaigns) * chance.random() ** 2)]
    contact = make_contact(number)
    lead = Lead(
        organisation=contact.company,
        received_at=received,
        campaign=campaign,
        owner=rep,
        incomplete_since=received if contact.missing else None,
    )
    inquiry = Inquiry(
        lead=lead,
        contact=contact,
        campaign=campaign,
        received_at=received,
        assigned_at=received,
        respond_by=campaign.segment.first_touch_by(received, ground.team.working_time),
    )
    person = LeadContact(lead=lead, contact=contact, is_primary=True)
    rows.contacts.append(contact)
    rows.leads.append(lead)
    rows.people.append(person)
    rows.inquiries.append(inquiry)
    rows.assignments.append(Assignment(lead=lead, rep=rep, began_at=received))
    logged = make_logged(lead, contact, rep, size, chance, at)
    rows.touches += logged
    keep_touched(lead, inquiry, person, logged)
    if chance.random() < OPEN:
        leave_open(rows, lead, inquiry, ground, chance, at)
    else:
        close(rows, lead, inquiry, chance)


def make_logged(
    lead: Lead, contact: Contact, rep: User, size: Size, chance: Random, at: datetime
) -> list[Touch]:
    """What was done, each when it was due or some hours after."""
    mean = max(size.touches / size.leads - OPEN * PLANNED, 0.1)
    count = int(chance.expovariate(1 / (mean + 0.5)))
    moment, touches = lead.received_at, []
    for _ in range(count):
        gap = timedelta(days=min(chance.expovariate(1 / DAYS_BETWEEN), 60))
        due_at = moment + min(gap, (at - moment) / 2)
        late = timedelta(hours=chance.choice((0, 0, 0, 5, 30)))
        moment = due_at + min(late, (at - due_at) / 2)
        touches.append(
            Touch(
                lead=lead,
                contact=contact,
                state=TouchState.LOGGED,
                channel=Channel.CALL,
                due_at=due_at,
                first_due_at=due_at,
                outcome=chance.choice(OUTCOMES),
                happened_at=moment,
                logged_at=moment,
                logged_by=rep,
                key=UUID(int=chance.getrandbits(128), version=4),
                content_hash="bench",
                scheduled_at=lead.received_at,
            )
        )
    return touches


def keep_touched(lead: Lead, inquiry: Inquiry, person: LeadContact, logged: list[Touch]) -> None:
    """The kept state that follows from what was done."""
    lead.touch_count = len(logged)
    if not logged:
        return
    lead.status = LeadStatus.WORKING
    lead.last_touch_at, lead.last_outcome = logged[-1].happened_at, logged[-1].outcome
    inquiry.first_touch_at = logged[0].happened_at
    answers = [n for n, touch in enumerate(logged) if touch.outcome not in ATTEMPTS]
    since = answers[-1] + 1 if answers else 0
    person.attempts, person.reached = len(logged) - since, bool(answers)
    if answers:
        lead.responded_at = person.contact.responded_at = logged[since - 1].happened_at
    if person.attempts >= SHIPPED.hard_attempts:
        lead.exhausted_at = logged[since + SHIPPED.hard_attempts - 1].happened_at


def leave_open(
    rows: Rows, lead: Lead, inquiry: Inquiry, ground: Ground, chance: Random, at: datetime
) -> None:
    """A next step in its cadence, overdue or to come; or none."""
    lead.respond_by = None if lead.touch_count else inquiry.respond_by
    owe_verdict(lead, rows)
    began = lead.last_touch_at or lead.received_at
    if chance.random() > PLANNED:
        lead.unplanned_since = began
        return
    ahead = timedelta(days=40) * chance.random() ** 2
    due_at = began + (at - began) * 0.9 if chance.random() < OVERDUE else at + ahead
    lead.next_due_at = due_at
    tried = NextIs.AGAIN if rows.people[-1].attempts else NextIs.OTHER
    lead.next_is = NextIs.FIRST if lead.respond_by else tried
    enrolment = Enrolment(
        lead=lead, cadence_id=ground.step.cadence_id, contact=inquiry.contact, began_at=began
    )
    rows.enrolments.append(enrolment)
    rows.touches.append(
        Touch(
            lead=lead,
            contact=inquiry.contact,
            enrolment=enrolment,
            step=ground.step,
            channel=Channel.CALL,
            subject="Call",
            due_at=due_at,
            first_due_at=due_at,
            scheduled_at=began,
        )
    )


def owe_verdict(lead: Lead, rows: Rows) -> None:
    """A verdict within a week or three touches; no time is lost here on working days."""
    rows.assignments[-1].judge_by = limit = lead.received_at + timedelta(days=7)
    made = [touch for touch in rows.touches[-lead.touch_count :] if lead.touch_count]
    third = (
        made[SHIPPED.verdict_touches - 1].happened_at
        if len(made) >= SHIPPED.verdict_touches
        else None
    )
    lead.verdict_by = min(third or limit, limit)


def close(rows: Rows, lead: Lead, inquiry: Inquiry, chance: Random) -> None:
    """Ended with its last touch."""
    ended = lead.last_touch_at or lead.received_at + timedelta(seconds=1)
    lead.status, lead.closed_at = LeadStatus.CLOSED, ended
    lead.exhausted_at = lead.incomplete_since = None
    lead.disposition = chance.choice((Disposition.NO_RESPONSE, Disposition.WON))
    inquiry.closed_at = ended
    rows.closures.append(Closure(lead=lead, disposition=lead.disposition, closed_at=ended))
