"""Everything that happened with a lead, newest first, in words and with its honesty marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import cast

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.distribution.words import (
    names_in,
    nobody_at_all,
    reason_of,
    waiting_since,
)
from followups.honesty import honesty_of, is_undone, marks_of, versions_of
from followups.legs import assignments_of
from followups.models import (
    Answer,
    CancelReason,
    Correction,
    Direction,
    Flag,
    Note,
    Source,
    Touch,
    TouchState,
)
from followups.timeline_ends import items_of_closures, items_of_rests
from followups.timeline_item import Day, Item
from followups.timeline_merges import items_of_merges
from followups.timeline_outside import items_of_qualifyings
from followups.undoable import is_own, is_own_move, is_undoable
from followups.wording import task_in_words, touch_in_words
from leadfollow import words
from leadfollow.files.models import StoredFile
from leadfollow.people.models import User
from leads.models import Assignment, Closure, Inquiry, Lead, Verdict
from leads.models.assignment import LATE

FILE = "▤"


def timeline_of(
    lead: Lead,
    inquiries: Iterable[Inquiry],
    *,
    reader: User,
    may_work: bool,
    now: datetime,
    files: Iterable[StoredFile] = (),
    may_annotate: bool = False,
) -> list[Day]:
    """The lead's history by the reader's days: seven queries, eight where it was reopened,
    one more where it was outside, and a few where something became one."""
    corrections = Correction.objects.select_related("contact", "corrected_by")
    answers = Answer.objects.select_related("question")
    touches = (
        Touch.objects.filter(lead=lead)
        .exclude(state=TouchState.SCHEDULED)
        .select_related("contact", "logged_by", "cancelled_by", "successor")
        .with_is_undone()
        .prefetch_related(Prefetch("corrections", corrections), Prefetch("answers", answers))
    )
    of_lead = {"lead": lead}
    items = [
        *items_of_touches(touches, reader=reader, may_work=may_work, now=now),
        *map(inquired, inquiries),
        *items_of_assignments(assignments_of(lead)),
        *items_of_waits(lead),
        *items_of_qualifyings(lead),
        *items_of_merges(lead, reader=reader, now=now),
        *items_of_closures(
            Closure.objects.made().filter(**of_lead).select_related("closed_by", "why"),
            reader=reader,
            may_close=may_work or reader.is_admin,
            now=now,
        ),
        *items_of_rests(lead, reader=reader, may_work=may_work, now=now),
        *items_of_verdicts(
            Verdict.objects.filter(**of_lead).select_related("given_by", "why").with_is_reversed()
        ),
        *items_of_notes(lead, reader=reader),
        *items_of_files(files, lead=lead, may_change=may_annotate),
        *(flagged(flag, now) for flag in Flag.objects.filter(**of_lead)),
    ]
    items.sort(key=lambda item: item.at, reverse=True)
    days = groupby(items, key=lambda item: timezone.localdate(item.at))
    return [Day(words.day_in_full(day), list(of_day)) for day, of_day in days]


def items_of_touches(
    touches: Iterable[Touch], *, reader: User, may_work: bool, now: datetime
) -> Iterator[Item]:
    """Made and called off; what an undo swept away counts nowhere and is not told."""
    for touch in touches:
        if touch.is_logged:
            item, mine = logged(touch), may_work and is_own(touch, reader)
            if mine and is_undoable(touch, reader, now):
                item = replace(item, undo=reverse("followups:undo_touch", args=[touch.pk]))
            if mine:
                item = replace(item, correct=reverse("followups:correct_touch", args=[touch.pk]))
            yield item
        elif touch.cancel_reason != CancelReason.UNDONE:
            item = called_off(touch)
            if may_work and is_own_move(touch, reader, now):
                item = replace(item, undo=reverse("followups:undo_move", args=[touch.pk]))
            yield item


def logged(touch: Touch) -> Item:
    step = touch_in_words(touch)
    said = f"{step}: {words.within(touch.get_outcome_display())}"
    if touch.direction == Direction.INBOUND:
        said = _("They came to us: %(what)s") % {"what": said}
    return Item(
        at=cast(datetime, touch.happened_at),
        kind="cancelled" if is_undone(touch) else "logged",
        what=said,
        who=str(touch.logged_by or ""),
        note="\n".join(filter(None, [touch.note, *map(str, touch.answers.all())])),
        marks=marks_of(touch),
        honesty=honesty_of(touch),
        versions=versions_of(touch),
        link=touch.link,
    )


def called_off(touch: Touch) -> Item:
    """Cancelled, with the reason; a move says from when to when."""
    at = cast(datetime, touch.cancelled_at)
    step = touch_in_words(touch)
    who = str(touch.cancelled_by or "")
    if touch.successor and touch.successor.due_at and touch.due_at:
        zone = timezone.get_current_timezone()
        before = words.due_in_full(touch.due_at, touch.due_on, zone)
        now = words.due_in_full(touch.successor.due_at, touch.successor.due_on, zone)
        said = _("%(step)s: moved from %(before)s to %(now)s")
        if touch.cancel_reason == CancelReason.AMNESTY:
            said = _("%(step)s: written off, was due %(before)s, goes on %(now)s")
        what = said % {"step": step, "before": before, "now": now}
        moves = touch.successor.moves
        marks = [_("undone")] if is_undone(touch) else moved_often(moves)
        marks += [_("with others")] * (touch.successor.source == Source.BULK)
        return Item(at, "moved", what, who, touch.successor.why, marks)
    reason = words.within(touch.get_cancel_reason_display())
    what = f"{step}: {task_in_words(touch, None) or _('planned')}"
    marks = [reason, _("undone")] if touch.cancel_note and is_undone(touch) else [reason]
    return Item(at, "cancelled", what, who, touch.cancel_note, marks)


def moved_often(moves: int) -> list[str]:
    said = ngettext("moved once", "moved %(number)s times", moves)
    return [said % {"number": moves}] if moves > 1 else []


def inquired(inquiry: Inquiry) -> Item:
    if inquiry.request:
        said = _("%(person)s asked for %(request)s · %(campaign)s")
    elif inquiry.campaign.is_own_prospecting:
        said = _("%(person)s found by %(finder)s · %(campaign)s")
    else:
        said = _("%(person)s asked · %(campaign)s")
    marks = [_("imported")] if inquiry.imported else []
    marks += [_("held: do not contact")] if inquiry.is_held else []
    if inquiry.captured_at:
        age = words.age_in_words(inquiry.received_at - inquiry.captured_at)
        marks.append(_("captured %(age)s before it came in") % {"age": age})
    return Item(
        inquiry.received_at,
        "news",
        said
        % {
            "person": inquiry.contact or _("Somebody"),
            "request": inquiry.request,
            "finder": inquiry.found_by or _("us"),
            "campaign": inquiry.campaign,
        },
        note=inquiry.message,
        marks=marks,
    )


def items_of_assignments(assignments: Iterable[Assignment]) -> Iterator[Item]:
    """Given, handed over, and left without an owner."""
    rows = list(assignments)
    names = names_in(row.why for row in rows)
    for number, row in enumerate(rows):
        is_handed_over = number and rows[number - 1].ended_at == row.began_at
        said = _("Handed over to %(rep)s") if is_handed_over else _("Given to %(rep)s")
        marks = [_("imported")] if row.imported else []
        giver = str(row.given_by or ("" if row.imported else _("distribution")))
        why = reason_of(row.why, names)
        yield Item(row.began_at, "", said % {"rep": row.rep}, giver, why, marks=marks)
        following = rows[number + 1] if number + 1 < len(rows) else None
        if row.ended_at and row.returned_for:
            yield Item(row.ended_at, "", returned_in_words(row))
        elif row.ended_at and not (following and following.began_at == row.ended_at):
            yield Item(row.ended_at, "", _("Taken from %(rep)s") % {"rep": row.rep})


def returned_in_words(row: Assignment) -> str:
    """As in "Ana gave it back: not meant for us"."""
    if row.returned_for == LATE:
        return _("%(rep)s did not accept it in time") % {"rep": row.rep}
    reason = words.within(str(row.get_returned_for_display()))
    return _("%(rep)s gave it back: %(reason)s") % {"rep": row.rep, "reason": reason}


def items_of_waits(lead: Lead) -> Iterator[Item]:
    """Why distribution found nobody, while it is nobody's."""
    if waits := waiting_since(lead):
        why = reason_of(waits.details, names_in([waits.details]))
        what = _("Waits in the inbox: nobody to give it to")
        yield Item(waits.at, "", what, note=why or nobody_at_all())


def items_of_verdicts(verdicts: Iterable[Verdict]) -> Iterator[Item]:
    """Given, and taken back."""
    for row in verdicts:
        undone = bool(getattr(row, "is_reversed", False))
        if row.reverses_id is None:
            kind, marks = ("cancelled", [_("taken back")]) if undone else ("news", [])
            who = str(row.given_by or "")
            yield Item(
                row.given_at,
                kind,
                _("Verdict: %(what)s") % {"what": words.within(row.in_words)},
                who,
                row.words,
                marks,
            )


def flagged(flag: Flag, now: datetime) -> Item:
    """A breach, told at the moment it began, with how long it lasted."""
    age = words.age_in_words((flag.ended_at or now) - flag.began_at)
    if flag.ended_at is None:
        return Item(
            flag.began_at,
            "flag",
            _("Flag: %(kind)s") % {"kind": flag.get_kind_display()},
            marks=[_("for %(age)s") % {"age": age}],
        )
    ended = words.moment_in_full(flag.ended_at, timezone.get_current_timezone())
    over = _("ended %(ended)s, after %(age)s") % {"ended": ended, "age": age}
    return Item(
        flag.began_at,
        "flag-over",
        _("Flag: %(kind)s") % {"kind": flag.get_kind_display()},
        marks=[over],
    )


def items_of_files(files: Iterable[StoredFile], *, lead: Lead, may_change: bool) -> Iterator[Item]:
    """Who added what; and who removed it, with the way back while there is one."""
    for file in files:
        kind = "cancelled" if file.removed_at else "note"
        yield Item(
            file.at,
            kind,
            _("%(person)s added %(file)s") % {"person": file.by or _("Somebody"), "file": file},
            sign=FILE,
        )
        if file.removed_at:
            undo = ""
            if may_change and not file.purged_at:
                undo = reverse("followups:restore_lead_file", args=[lead.pk, file.pk])
            what = _("%(removed_by)s removed %(file)s") % {
                "removed_by": file.removed_by,
                "file": file,
            }
            yield Item(file.removed_at, "note", what, sign=FILE, undo=undo)


def items_of_notes(lead: Lead, *, reader: User) -> Iterator[Item]:
    """Notes that are no touch; of one that was deleted, that there was one."""
    notes = Note.objects.readable_by(reader).filter(lead=lead).select_related("by")
    zone = timezone.get_current_timezone()
    for note in notes.prefetch_related("versions"):
        if note.deleted_at:
            marks = [
                _("deleted %(moment)s") % {"moment": words.moment_in_full(note.deleted_at, zone)}
            ]
            yield Item(note.at, "cancelled", _("Note"), str(note.by), marks=marks, sign="✎")
            continue
        marks = [_("for the event manager")] * note.is_for_event
        if note.edited_at:
            marks.append(
                _("edited %(moment)s") % {"moment": words.moment_in_full(note.edited_at, zone)}
            )
        own = note.by_id == reader.pk
        yield Item(
            note.at,
            "note",
            _("Note"),
            str(note.by),
            note.text,
            marks,
            sign="✎",
            edit=reverse("followups:edit_note", args=[lead.pk, note.pk]) if own else "",
            before=[version.text for version in note.versions.all()],
        )
