"""What an outside qualifier has to look at, the most urgent first; and who has what of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from followups.lesson.rule import with_lesson
from followups.models import Touch
from followups.queue.rows import state_of
from leadfollow.clock import WorkingTime
from leadfollow.people.models import User
from leadfollow.words import due_in_words, moment_in_full
from leads.models import Inquiry, Lead, LeadContact, Qualifying

MOST = 200


@dataclass(frozen=True)
class OutsideRow:
    """One lead that he has, in words; `planned` is when he meant to try again, `asked_again`
    whether they did since he tried last."""

    lead_id: int
    organisation: str
    person: str
    asked: str
    state: str
    due: str
    planned: str
    tried: bool
    asked_again: bool


def outside_queue_of(person: User, *, now: datetime) -> list[OutsideRow]:
    """All that he has, in a number of queries that does not grow with it."""
    next_at = Touch.objects.scheduled().manual().filter(lead=OuterRef("lead")).order_by("due_at")
    running = Qualifying.objects.running().filter(person=person).select_related("lead__campaign")
    asked_at = Inquiry.objects.counted().filter(lead=OuterRef("lead")).order_by("-received_at")
    running = running.annotate(
        next_at=Subquery(next_at.values("due_at")[:1]),
        asked_at=Subquery(asked_at.values("received_at")[:1]),
    )
    rows = list(running.order_by("due_by", "pk")[:MOST])
    leads = [row.lead_id for row in rows]
    primary = LeadContact.objects.filter(lead__in=leads, is_primary=True)
    people = {each.lead_id: str(each.contact) for each in primary.select_related("contact")}
    asked = wishes_of(leads)
    working = person.working_time
    return [
        OutsideRow(
            lead_id=row.lead_id,
            organisation=str(row.lead),
            person=people.get(row.lead_id, ""),
            asked=asked.get(row.lead_id) or row.lead.campaign.name,
            state=state_of(row.due_by, now=now, working=working),
            due=due_in_words(row.due_by, now, working),
            planned=planned_in_words(row, row.next_at, now=now, working=working),
            tried=bool(row.lead.last_touch_at and row.lead.last_touch_at >= row.given_at),
            asked_again=is_news(row, row.asked_at),
        )
        for row in rows
    ]


def is_news(row: Qualifying, asked_at: datetime | None) -> bool:
    """Whether they asked after it was given to him and after he tried last."""
    known_at = max(filter(None, (row.given_at, row.lead.last_touch_at)))
    return asked_at is not None and asked_at > known_at


def planned_in_words(
    row: Qualifying, next_at: datetime | None, *, now: datetime, working: WorkingTime
) -> str:
    """When he meant to try again, unless that is his limit."""
    own = next_at is not None and next_at != row.due_by
    return due_in_words(next_at, now, working) if own and next_at else ""


def wishes_of(lead_ids: Collection[int]) -> dict[int, str]:
    """What was asked for last, by lead."""
    inquiries = Inquiry.objects.counted().filter(lead__in=lead_ids).order_by("received_at", "pk")
    return dict(inquiries.exclude(request="").values_list("lead", "request"))


def receivers_for(user: User, *, now: datetime) -> list[User]:
    """To whom this person may give a lead that is nobody's: reps, and outside qualifiers."""
    people = User.objects.assignable_by(user) | User.objects.qualifiers()
    return list(with_lesson(people.with_absence(now)))


def split(people: Iterable[User]) -> dict[str, list[User]]:
    """`reps` and `qualifiers`, for a list to choose from."""
    found: dict[str, list[User]] = {"reps": [], "qualifiers": []}
    for person in people:
        found["qualifiers" if person.is_qualifier else "reps"].append(person)
    return found


def with_whom(lead_ids: Collection[int]) -> dict[int, Qualifying]:
    """By lead the newest time that it was outside; asked for where there is a lead."""
    if not lead_ids:
        return {}
    rows = Qualifying.objects.filter(lead__in=lead_ids).select_related("person").in_order()
    return {row.lead_id: row for row in rows}


def outside_of(lead: Lead) -> Qualifying | None:
    """Of an open lead that nobody owns: who from outside has it, or what he said last."""
    if lead.owner_id or not lead.is_open or not getattr(lead, "was_outside", True):
        return None
    return with_whom([lead.pk]).get(lead.pk)


def until_in_words(row: Qualifying) -> str:
    """As in "Ola Berg, until Tue 8 Dec 2026, 17:00", where the reader is."""
    moment = moment_in_full(row.due_by, timezone.get_current_timezone())
    return _("%(person)s, until %(moment)s") % {"person": row.person, "moment": moment}
