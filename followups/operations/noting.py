"""Notes that are no touch."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from followups.models import Note, NoteVersion
from followups.notices.colleagues import Named, colleagues_at, named_in
from followups.notices.telling import tell_named
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.policy import UNDO_HOURS
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead


class NothingSaid(Refusal):
    """A note without a word."""


class NoteStands(Refusal):
    """It is too late to delete the note, or it is gone already."""


@transaction.atomic
def write_note(
    *, lead: Lead, text: str, by: User, at: datetime, is_for_event: bool = False
) -> tuple[Note, Named]:
    """Write something down about the lead; who is named in it by @name is told.

    It is no touch: nothing that is counted or due changes.
    """
    check(text)
    lead = lock(lead.pk)
    note = Note.objects.create(lead=lead, text=text, by=by, at=at, is_for_event=is_for_event)
    record("note written", of=note, by=by, at=at, lead_id=lead.pk)
    return note, tell(note, at=at)


@transaction.atomic
def edit_note(*, note: Note, text: str, at: datetime) -> tuple[Note, Named]:
    """Say it better, by its author; what stood there is kept. Who is newly named is told."""
    check(text)
    note = Note.objects.select_for_update(of=["self"]).select_related("by", "lead").get(pk=note.pk)
    if note.deleted_at:
        raise NoteStands("This note was deleted meanwhile. Write a new one.")
    if note.text != text:
        NoteVersion.objects.create(note=note, text=note.text, replaced_at=at)
        note.text, note.edited_at = text, max(at, note.at)
        note.save(update_fields=["text", "edited_at"])
        record("note edited", of=note, by=note.by, at=at, lead_id=note.lead_id)
    return note, tell(note, at=at)


@transaction.atomic
def delete_note(*, note: Note, at: datetime) -> None:
    """Take the text away, by its author within a day; that there was a note stays told.

    Refused as NoteStands later. Again changes nothing.
    """
    note = Note.objects.select_for_update(of=["self"]).select_related("by").get(pk=note.pk)
    if note.deleted_at:
        return
    if at - note.at > timedelta(hours=UNDO_HOURS):
        raise NoteStands(f"A note can be deleted for {UNDO_HOURS} hours; this one stands.")
    note.versions.all().delete()
    note.text, note.deleted_at = "", max(at, note.at)
    note.save(update_fields=["text", "deleted_at"])
    record("note deleted", of=note, by=note.by, at=at, lead_id=note.lead_id)


def check(text: str) -> None:
    if not text.strip():
        raise NothingSaid("Write the note first.")


def tell(note: Note, *, at: datetime) -> Named:
    """Tell those who are named; an event manager among them may read it from now on."""
    named = named_in(note.text, colleagues_at(note.lead, by=note.by))
    if not note.is_for_event and any(person.is_event_manager for person in named.people):
        note.is_for_event = True
        note.save(update_fields=["is_for_event"])
    for person in named.people:
        tell_named(note, person, at=at)
    return named
