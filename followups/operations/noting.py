"""Notes that are no touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import Note, NoteVersion
from followups.notices.colleagues import Named, away_of, colleagues_at, named_in
from followups.notices.telling import tell_named
from followups.operations.keys import KeyUsedOtherwise
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.policy import UNDO_HOURS
from followups.undoable import is_recent
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead


class NothingSaid(Refusal):
    """A note without a word."""


class NoteStands(Refusal):
    """It is too late to delete the note, or it is gone already."""


@transaction.atomic
def write_note(
    *,
    lead: Lead,
    text: str,
    by: User,
    at: datetime,
    is_for_event: bool = False,
    key: UUID | None = None,
) -> tuple[Note, Named]:
    """Write something down about the lead; who is named in it by @name is told, and while he is
    away who stands in too.

    It is no touch: nothing that is counted or due changes. The same key again returns the note it
    wrote; with other words it is refused as KeyUsedOtherwise.
    """
    check(text)
    lead = lock(lead.pk)
    if key and (known := written_before(key, lead, text, by=by)):
        return known, tell(known, at=at)
    note = Note.objects.create(
        lead=lead, text=text, by=by, at=at, is_for_event=is_for_event, key=key
    )
    record("note written", of=note, by=by, at=at, lead_id=lead.pk)
    return note, tell(note, at=at)


@transaction.atomic
def edit_note(*, note: Note, text: str, at: datetime) -> tuple[Note, Named]:
    """Say it better, by its author; what stood there is kept. Who is newly named is told."""
    check(text)
    note = Note.objects.select_for_update(of=["self"]).select_related("by", "lead").get(pk=note.pk)
    if note.deleted_at:
        raise NoteStands(_("This note was deleted meanwhile. Write a new one."))
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
    if not is_recent(note.at, now=at):
        raise NoteStands(
            _("A note can be deleted for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    note.versions.all().delete()
    note.text, note.deleted_at = "", max(at, note.at)
    note.save(update_fields=["text", "deleted_at"])
    record("note deleted", of=note, by=note.by, at=at, lead_id=note.lead_id)


def written_before(key: UUID, lead: Lead, text: str, *, by: User) -> Note | None:
    """The note of this key: what it said at first is what is sent again."""
    known = Note.objects.select_related("lead", "by").filter(key=key).first()
    if known is None:
        return None
    first = known.versions.last()
    at_first = first.text if first else known.text
    same = known.deleted_at is not None or at_first == text
    if (known.lead, known.by) != (lead, by) or not same:
        raise KeyUsedOtherwise(
            _("A note was kept from this form before. Send it once more to keep this one as well.")
        )
    return known


def check(text: str) -> None:
    if not text.strip():
        raise NothingSaid(_("Write the note first."))


def tell(note: Note, *, at: datetime) -> Named:
    """Tell those who are named, and who stands in for them; an event manager among them may read
    it from now on."""
    named = named_in(note.text, colleagues_at(note.lead, by=note.by, at=at))
    named = replace(named, away=away_of(named.people, note.lead, by=note.by, at=at))
    if not note.is_for_event and any(person.is_event_manager for person in named.people):
        note.is_for_event = True
        note.save(update_fields=["is_for_event"])
    deputies = [away.deputy for away in named.away if away.deputy]
    for person in dict.fromkeys([*named.people, *deputies]):
        tell_named(note, person, at=at)
    return named
