"""What a device at an event told is put right there, after it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from followups.operations.locking import lock
from followups.operations.people import edit_contact
from followups.operations.submitting import take_rest
from followups.operations.unsaying import said_in_words, take_back
from followups.state import settle
from leadfollow.log.models import record
from leads.models import Contact, Inquiry
from leads.models.contact import SIX
from leads.told_form import ToldForm

CORRECTED = (*SIX, "job_title", "city", "country")


@dataclass(frozen=True)
class Earlier:
    """What the device had told: as it was typed, and as a valid form, if it is one still.

    Where it `is_whole` it tells all of it anew, so that what is missing now is taken back. A device
    that handed it over knows nothing of it any more, and tells only what is to be added.
    """

    typed: Mapping[str, str]
    form: ToldForm | None
    is_whole: bool


def mend(
    inquiry: Inquiry, earlier: Earlier, now: ToldForm, *, promised_by: datetime | None, at: datetime
) -> Inquiry | None:
    """The inquiry, put right; None where its person is known no more.

    A field changes only where it still says what the device had told: what somebody changed here
    meanwhile stays. So does what was ticked or named there and is not any more.
    """
    told = now.told
    lead = lock(inquiry.lead_id)
    inquiry.refresh_from_db()
    contact = inquiry.contact
    if contact is None:
        return None
    if changes := changes_of(contact, earlier, now):
        edit_contact(contact=contact, changes=changes, by=None, at=at, lead=inquiry.lead)
    if told.comment and told.comment != earlier.typed.get("comment", ""):
        add_to_message(
            inquiry, _("Corrected at the stand: %(comment)s") % {"comment": told.comment}
        )
    ask_otherwise(inquiry, earlier, now, promised_by)
    before = earlier.form if earlier.is_whole else None
    if before and (gone := said_in_words(before, now)):
        add_to_message(inquiry, gone)
    inquiry.save(update_fields=["message", "request", "promised_by"])
    if before:
        take_back(inquiry, lead, before, now, at=at)
    take_rest(lead, told, by=None, at=at)
    settle([lead.pk], at=at)
    record("capture corrected", of=inquiry, by=None, at=at, lead_id=inquiry.lead_id)
    return inquiry


def changes_of(contact: Contact, earlier: Earlier, now: ToldForm) -> dict[str, Any]:
    """The fields of the person that say something else, and said what the device had told."""
    changes = {}
    for name in CORRECTED:
        new, was = getattr(now.told.person, name), getattr(contact, name)
        if new and new != was and was in ("", earlier.typed.get(name, "")):
            changes[name] = new
    return changes


def ask_otherwise(
    inquiry: Inquiry, earlier: Earlier, now: ToldForm, promised_by: datetime | None
) -> None:
    """What they want and by when, where the inquiry says what the device had told, and it was not
    sent yet; that they want nothing any more only where all was told anew."""
    was = earlier.form.told.request if earlier.form else ""
    wanted = now.told.request
    if wanted == was or not (wanted or earlier.is_whole) or inquiry.fulfilled_at:
        return
    if inquiry.request in ("", was):
        inquiry.request, inquiry.promised_by = wanted, promised_by


def add_to_message(inquiry: Inquiry, line: str) -> None:
    inquiry.message = "\n".join(filter(None, [inquiry.message, line]))
