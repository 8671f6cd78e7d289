"""Whether the laws hold and the kept state is equal to the rows behind it.

Every check names the rows that break it, by id and nothing else. Flags are judged as of the
newest sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery

from campaigns.models import Campaign
from followups.models import (
    Answer,
    Branch,
    Bucket,
    CancelReason,
    Correction,
    EarlyStop,
    Enrolment,
    Flag,
    FlagKind,
    Notice,
    Source,
    Step,
    StepDocument,
    Touch,
    TouchState,
)
from followups.models.flag import RULES
from followups.rows import Rows, rows_of
from followups.staleness import flags_as_of
from followups.state import (
    last_answers,
    standing_of,
    standing_of_assignment,
    standing_of_inquiry,
    standing_of_person,
)
from leadfollow.clock import ONE_DAY
from leadfollow.files import disk
from leadfollow.files.limits import DRAFT_DAYS
from leadfollow.files.models import StoredFile
from leadfollow.log.models import Entry
from leadfollow.people.models import Absence, Team, User
from leads.models import Assignment, Closure, Contact, Lead

CHUNK = 500
STRAY_FOR = (DRAFT_DAYS + 1) * ONE_DAY  # a purge that is late is not yet a fault


@dataclass(frozen=True)
class Finding:
    """How many rows a check looked at, and those that break its law ("touch 17")."""

    examined: int
    violations: list[str] = field(default_factory=list)


def broken(rows: QuerySet[Any], why: str) -> list[str]:
    name = rows.model._meta.model_name
    return [f"{name} {pk}: {why}" for pk in rows.order_by("pk").values_list("pk", flat=True)]


def scheduled_of(outer: str, **conditions: Any) -> Exists:
    touches = Touch.objects.scheduled().filter(**{outer: OuterRef("pk")}, **conditions)
    return Exists(touches)


def always_a_next_step() -> Finding:
    """Law 1: a running enrolment has its step, and one that ended has none."""
    running = Enrolment.objects.running()
    bare = running.exclude(scheduled_of("enrolment", is_automatic=False))
    found = broken(bare, "runs without a scheduled step")
    odd = Enrolment.objects.exclude(bucket=F("cadence__bucket")).filter(bucket__isnull=False)
    found += broken(odd, "waits in a bucket by the rhythm of another")
    found += waking_on_other_days()
    left = Touch.objects.scheduled().filter(enrolment__ended_at__isnull=False)
    found += broken(left, "is scheduled in a cadence that has ended")
    early = Touch.objects.scheduled().filter(is_decision=True)
    found += broken(early.exclude(enrolment__cadence__kind="sprint"), "decides on what has no end")
    found += led_astray()
    return Finding(running.count(), found)


def waking_on_other_days() -> list[str]:
    """Rests of which the first touch is due before they wake, or was moved to another day.

    One day more or less is another zone; what nobody moved may wait for a working day.
    """
    woken = Touch.objects.logged().filter(enrolment=OuterRef("enrolment"))
    first = Touch.objects.scheduled().manual().filter(~Exists(woken))
    rests = first.filter(enrolment__in=Enrolment.objects.in_buckets())
    days = rests.values_list("enrolment", "enrolment__wake_on", "due_at", "moves")
    return [
        f"enrolment {pk}: wakes on another day than its touch is due"
        for pk, wake_on, due_at, moves in days
        if wake_on and due_at and is_another_day(due_at.date() - wake_on, moved=bool(moves))
    ]


def is_another_day(later: timedelta, *, moved: bool) -> bool:
    return later < -ONE_DAY or (moved and later > ONE_DAY)


def led_astray() -> list[str]:
    """Branches that lead beyond the last step of their cadence, or stand in a rhythm."""
    target = Step.objects.filter(
        cadence=OuterRef("step__cadence"), position=OuterRef("step__position") + OuterRef("ahead")
    )
    lost = Branch.objects.filter(~Exists(target), ahead__isnull=False)
    turning = Branch.objects.exclude(step__cadence__kind="sprint")
    return broken(lost, "leads to no step") + broken(turning, "stands in a rhythm")


def nothing_unseen() -> Finding:
    """Law 2: an open lead has a next step, or is seen as missing or unassigned."""
    as_of = flags_as_of()
    leads = Lead.objects.open()
    planned = scheduled_of("lead", is_automatic=False)
    owned = leads.filter(owner__isnull=False)
    found = broken(
        owned.filter(~planned, unplanned_since=None), "has neither a next step nor since when not"
    )
    found += broken(
        owned.filter(planned, unplanned_since__isnull=False), "is planned and unplanned at once"
    )
    found += broken(leads.filter(owner=None, assign_by=None), "is nobody's, and nobody will notice")
    if as_of:
        found += unflagged(owned, FlagKind.MISSING, as_of)
        found += unflagged(leads.filter(owner=None), FlagKind.UNASSIGNED, as_of)
    return Finding(leads.count(), found)


def unflagged(leads: QuerySet[Lead], kind: FlagKind, as_of: datetime) -> list[str]:
    """Leads whose rule held at the newest sweep, and no flag stands.

    What happened to a lead since then (a log entry tells) is the next sweep's to see.
    """
    standing = Flag.objects.standing().filter(lead=OuterRef("pk"), kind=kind)
    since = Entry.objects.filter(lead_id=OuterRef("pk"), at__gte=as_of)
    due = leads.filter(~Exists(standing), ~Exists(since), **{f"{RULES[kind]}__lte": as_of})
    return broken(due, f"has no standing {kind.value} flag")


def closed_is_closed() -> Finding:
    """Law 3: nothing is scheduled, runs or stands on a closed lead, or for a barred contact."""
    closed = Lead.objects.closed()
    found = broken(closed.filter(scheduled_of("lead")), "is closed and has a scheduled touch")
    running = Enrolment.objects.running().filter(lead=OuterRef("pk"))
    found += broken(closed.filter(Exists(running)), "is closed and still in a cadence")
    flags = Flag.objects.standing().filter(lead=OuterRef("pk"))
    found += broken(closed.filter(Exists(flags)), "is closed and has a standing flag")
    barred = Touch.objects.scheduled().filter(contact__do_not_contact=True)
    found += broken(barred, "is scheduled for somebody who must not be contacted")
    mails = Touch.objects.scheduled().filter(channel="mail", contact__no_email=True)
    found += broken(mails, "is a mail to somebody who wants none")
    return Finding(closed.count(), found)


def never_lost_never_doubled() -> Finding:
    """Law 4: what was logged here has its key; an undo leaves nothing of the log behind."""
    logged = Touch.objects.filter(state=TouchState.LOGGED)
    typed = logged.filter(source__in=[Source.TYPED, Source.API])
    found = broken(typed.filter(Q(key=None) | Q(content_hash="")), "was logged without a key")
    found += broken(typed.filter(logged_by=None), "was logged by nobody")
    odd = Touch.objects.filter(reverses__isnull=False).exclude(lead=F("reverses__lead"))
    found += broken(odd, "reverses a touch of another lead")
    standing = Touch.objects.standing().exclude(state=TouchState.CANCELLED)
    left = standing.filter(after__reversed_by__isnull=False)
    found += broken(left, "was scheduled by a log that was undone")
    ends = Enrolment.objects.filter(ended_by__reversed_by__isnull=False)
    found += broken(ends, "was ended by a log that was undone")
    begun = Enrolment.objects.running().filter(begun_by_touch__reversed_by__isnull=False)
    found += broken(begun, "was begun by a log that was undone")
    undone = logged.filter(reversed_by__isnull=False, key__isnull=False).values("key")
    closures = Closure.objects.standing().filter(caused_by__in=undone)
    found += broken(closures, "was made by a log that was undone")
    stops = EarlyStop.objects.standing().filter(touch__reversed_by__isnull=False)
    found += broken(stops, "was made by a log that was undone")
    return Finding(logged.count(), found)


def recorded_honestly() -> Finding:
    """Law 5: nothing is logged before it happened; what is marked late is late."""
    logged = Touch.objects.filter(state=TouchState.LOGGED)
    found = broken(logged.filter(happened_at__gt=F("logged_at")), "was logged before it happened")
    late = [
        f"touch {touch.pk}: is marked late but was logged within a day"
        for touch in logged.filter(is_late=True).only("happened_at", "logged_at")
        if touch.happened_at
        and touch.logged_at
        and (touch.logged_at - touch.happened_at).total_seconds() < 24 * 3600
    ]
    corrections = Correction.objects.all()
    found += broken(corrections.exclude(corrected_by=F("touch__logged_by")), "is not its author's")
    found += broken(corrections.exclude(touch__state="logged"), "is of a touch never logged")
    found += broken(logged.filter(is_bulk=True, logged_by=None), "is bulk and nobody's")
    strays = Answer.objects.exclude(question__step=F("touch__step"), touch__state="logged")
    found += broken(strays, "answers what its touch did not ask")
    return Finding(logged.count(), found + late)


def debt_stands() -> Finding:
    """Law 6: a moved touch names its successor, which carries the first due date and the moves."""
    moved = Touch.objects.filter(cancel_reason=CancelReason.MOVED)
    found = broken(moved.filter(successor=None), "was moved to nowhere")
    chained = Touch.objects.filter(successor__isnull=False)
    found += broken(
        chained.exclude(successor__first_due_at=F("first_due_at")), "lost its first due date"
    )
    found += broken(chained.exclude(successor__moves=F("moves") + 1), "lost count of its moves")
    skipped = Touch.objects.not_reversed().filter(cancel_reason=CancelReason.SKIPPED)
    found += broken(skipped.filter(stand_ins=None), "was skipped, and nothing came for it")
    stand_ins = Touch.objects.filter(instead_of__isnull=False)
    right = Q(enrolment=F("instead_of__enrolment"), instead_of__state=TouchState.CANCELLED)
    found += broken(stand_ins.exclude(right), "stands in for what was not called off for it")
    return Finding(moved.count(), found)


def flags_have_a_life() -> Finding:
    """Law 7: what stands holds since the moment it says, and what held at the sweep stands."""
    as_of = flags_as_of()
    standing = Flag.objects.standing()
    found: list[str] = []
    for kind, column in RULES.items():
        mine = standing.filter(kind=kind)
        wrong = mine.exclude(**{f"lead__{column}": F("began_at")})
        found += broken(wrong, f"stands, but {kind.value} does not hold since then")
        if as_of and kind not in (FlagKind.MISSING, FlagKind.UNASSIGNED):
            found += unflagged(Lead.objects.open(), kind, as_of)
    return Finding(standing.count(), found)


def kept_state() -> Finding:
    """What stands on leads, inquiries and people is what follows from their rows."""
    found: list[str] = []
    examined = 0
    for ids in chunks(Lead.objects.all()):
        for rows in rows_of(ids).values():
            examined += 1
            found += list(differences(rows))
    for ids in chunks(Contact.objects.all()):
        answers = last_answers(ids)
        for person in Contact.objects.filter(pk__in=ids).only("responded_at"):
            found += list(different(person, {"responded_at": answers.get(person.pk)}))
    found += broken(Lead.objects.filter(inquiries=None), "has no inquiry")
    one = Count("people", filter=Q(people__is_primary=True))
    without = Lead.objects.filter(people__isnull=False).annotate(primaries=one)
    found += broken(without.filter(primaries=0), "has people but no primary contact")
    return Finding(examined, found)


def differences(rows: Rows) -> Iterator[str]:
    for inquiry in rows.inquiries:
        yield from different(inquiry, standing_of_inquiry(inquiry, rows))
    for person in rows.people:
        yield from different(person, standing_of_person(person, rows))
    if rows.judge:
        yield from different(rows.judge, standing_of_assignment(rows.judge, rows))
    yield from different(rows.lead, standing_of(rows))


def different(record: Model, standing: dict[str, Any]) -> Iterator[str]:
    for name, value in standing.items():
        if getattr(record, name) != value:
            yield f"{record._meta.model_name} {record.pk}: {name} is not what its rows say"


def chunks(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Ids, so many at a time, in order."""
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def owner_is_current() -> Finding:
    """Assignments of one lead never overlap."""
    same_moment = Q(began_at=OuterRef("began_at"), pk__gt=OuterRef("pk"))
    following = Assignment.objects.filter(
        Q(began_at__gt=OuterRef("began_at")) | same_moment, lead=OuterRef("lead")
    )
    next_begins = Subquery(following.order_by("began_at", "pk").values("began_at")[:1])
    rows = Assignment.objects.annotate(next_begins=next_begins)
    late = rows.filter(next_begins__isnull=False).filter(
        Q(ended_at=None) | Q(ended_at__gt=F("next_begins"))
    )
    return Finding(Assignment.objects.count(), broken(late, "overlaps the next one"))


def told_of_the_right_lead() -> Finding:
    """A notice is about the lead of its flag, note or assignment; the latter is told to its rep."""
    notices = Notice.objects.all()
    of_flags = notices.filter(flag__isnull=False).exclude(flag__lead=F("lead"))
    found = broken(of_flags, "is about another lead than its flag")
    of_notes = notices.filter(note__isnull=False).exclude(note__lead=F("lead"))
    found += broken(of_notes, "is about another lead than its note")
    of_assignments = notices.filter(assignment__isnull=False)
    right = Q(assignment__lead=F("lead"), assignment__rep=F("person"))
    found += broken(of_assignments.exclude(right), "is not what its assignment says")
    own = of_assignments.filter(assignment__given_by=F("person"))
    found += broken(own, "tells somebody what he did himself")
    return Finding(notices.count(), found)


def nobody_left_behind() -> Finding:
    """Who was switched off has nothing that waits; nobody is away twice at a time."""
    gone = User.objects.filter(is_active=False)
    found = broken(Lead.objects.open().filter(owner__in=gone), "is open with somebody who left")
    campaigns = Campaign.objects.in_use().filter(owner__in=gone)
    found += broken(campaigns, "is in use, and its owner left")
    found += broken(Team.objects.filter(managers__in=gone), "is led by somebody who left")
    found += broken(Bucket.objects.filter(owner__in=gone), "is kept by somebody who left")
    same = Absence.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    twice = same.filter(begins_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("begins_at"))
    found += broken(Absence.objects.filter(Exists(twice)), "overlaps another of the same person")
    return Finding(gone.count() + Absence.objects.count(), found)


def files_are_there() -> Finding:
    """Every file has its bytes, and what lies there for longer than a purge waits has its row."""
    as_of = flags_as_of()
    found = list(disk.lost(as_of.date() if as_of else date.min))
    if as_of:
        found += [f"{path}: lies on disk without a row" for path in disk.strays(as_of - STRAY_FOR)]
    gone = StepDocument.objects.filter(file__removed_at__isnull=False)
    found += broken(gone, "names a file that was removed")
    drafts = StepDocument.objects.filter(file__is_draft=True)
    found += broken(drafts, "names a file that is a draft still")
    return Finding(StoredFile.objects.on_disk().count(), found)


LAWS: dict[str, Callable[[], Finding]] = {
    "1-next-step": always_a_next_step,
    "2-nothing-unseen": nothing_unseen,
    "3-closed-is-closed": closed_is_closed,
    "4-never-lost-never-doubled": never_lost_never_doubled,
    "5-recorded-honestly": recorded_honestly,
    "6-debt-stands": debt_stands,
    "7-flags-have-a-life": flags_have_a_life,
    "kept-state": kept_state,
    "one-owner-at-a-time": owner_is_current,
    "nobody-left-behind": nobody_left_behind,
    "told-of-the-right-lead": told_of_the_right_lead,
    "files-are-there": files_are_there,
}


def audit(names: list[str] | None = None) -> dict[str, Finding]:
    """Run the checks (all, or those named), on one view of the data."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return {name: LAWS[name]() for name in (names or LAWS)}
