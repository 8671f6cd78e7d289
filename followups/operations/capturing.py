"""What a device at an event sends is taken in, one lead at a time, and each of them once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.lead_form.asks import FormAsks, asked_of, asks_in
from campaigns.models import Device, LeadForm
from campaigns.models.device import SKEW
from followups.operations.locking import lock
from followups.operations.people import edit_contact
from followups.operations.submitting import (
    NotInQuarantine,
    NotWhole,
    promised_by,
    take_in,
    take_rest,
)
from followups.operations.unsaying import said_in_words, take_back
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.once import once
from leadfollow.people.models import User
from leads.models import Captured, Inquiry
from leads.models.contact import SIX
from leads.regions import home_of
from leads.told_form import Told, ToldForm

Fate = Captured.Fate
CORRECTED = (*SIX, "job_title", "city", "country")


@dataclass(frozen=True)
class Item:
    """A lead as a device tells it."""

    id: UUID
    captured_at: datetime
    told: Mapping[str, str]
    payload: int = 1
    form_version: int = 0
    consent_version: int = 0
    replaces: UUID | None = None


@dataclass(frozen=True)
class Heard:
    """What the device is told of one item: `duplicate` where it was here before."""

    id: UUID
    fate: str
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def take_item(*, device: Device, item: Item, skew: timedelta, at: datetime) -> Heard:
    """Take in one item, in a transaction of its own.

    What cannot be right is rejected with a sentence for each field, kept, and taken when it comes
    again mended under the same id. A revoked device's goes into quarantine.
    """
    try:
        with transaction.atomic():
            return take(device, item, skew, at)
    except IntegrityError:
        if Captured.objects.filter(device=device, item=item.id).exclude(fate=Fate.REJECTED):
            return Heard(item.id, "duplicate")
        raise


def take(device: Device, item: Item, skew: timedelta, at: datetime) -> Heard:
    rows = Captured.objects.select_for_update().filter(device=device, item=item.id)
    kept = rows.first() or Captured(device=device, item=item.id)
    if kept.pk and kept.fate != Fate.REJECTED:
        return Heard(item.id, "duplicate")
    note(kept, item, skew, at)
    asks = asks_at(device, item.form_version)
    with translation.override(asks.language):
        form = ToldForm(item.told, asks=asks, at_stand=True)
        if not form.is_valid():
            return reject(kept, form)
    if device.revoked_at:
        kept.fate = Fate.QUARANTINED
        kept.save()
        return Heard(item.id, "stored")
    kept.fate = Fate.STORED
    kept.save()  # before all else: of two at once one takes it in
    kept.inquiry = corrected(kept, form, at) or take_in(
        campaign=device.campaign,
        told=form.told,
        by=None,
        at=at,
        captured_at=moment_of(kept),
    )
    kept.save(update_fields=["inquiry"])
    return Heard(item.id, "stored")


def note(kept: Captured, item: Item, skew: timedelta, at: datetime) -> None:
    """What was told, whatever becomes of it."""
    kept.payload, kept.told = item.payload, dict(item.told)
    kept.form_version, kept.consent_version = item.form_version, item.consent_version
    kept.captured_at, kept.received_at = item.captured_at, at
    kept.skew_seconds = int(skew.total_seconds())
    kept.reason = ""
    if item.replaces:
        kept.replaces = Captured.objects.filter(device=kept.device, item=item.replaces).first()


def reject(kept: Captured, form: ToldForm) -> Heard:
    errors = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
    reason = " ".join(f"{labelled(form, name)}: {said}" for name, said in errors.items())[:300]
    kept.fate, kept.reason = Fate.REJECTED, reason
    kept.save()
    return Heard(kept.item, Fate.REJECTED.value, reason, errors)


def labelled(form: ToldForm, name: str) -> str:
    """A consent may be long, and is a sentence."""
    label = str(form.fields[name].label) if name in form.fields else name
    return Truncator(label.rstrip(".")).chars(60)


def asks_at(device: Device, version: int) -> FormAsks:
    """What the form asked when the device showed it; what it asks now where nobody knows. Asked
    for once of all that comes together. A card that names no country is of the event's."""

    def asked() -> FormAsks:
        form = LeadForm.objects.filter(campaign=device.campaign_id).first()
        asks = (form and asks_in(form, version)) or asked_of(device.campaign)
        return replace(asks, country=home_of(device.campaign))

    return once(f"form-{device.campaign_id}-{version}", asked)


def moment_of(kept: Captured) -> datetime:
    """When it was captured by our clock: a clock that is wrong is put right by what it was off when
    it sent. Never before the device was enrolled, nor after it came in."""
    skew = timedelta(seconds=kept.skew_seconds)
    try:
        told = kept.captured_at + skew if abs(skew) > SKEW else kept.captured_at
    except OverflowError:  # beyond the calendar's ends
        return kept.received_at
    earliest = kept.device.enrolled_at or kept.received_at
    return max(min(told, kept.received_at), min(earliest, kept.received_at))


def corrected(kept: Captured, form: ToldForm, at: datetime) -> Inquiry | None:
    """The inquiry of the item that this one replaces, put right; None where there is none.

    A field changes only where it still says what the device had told: what somebody changed here
    meanwhile stays. So does what was ticked or named there and is not any more.
    """
    told, earlier = form.told, kept.replaces
    if earlier is None or earlier.inquiry is None:
        return None
    inquiry = earlier.inquiry
    lead = lock(inquiry.lead_id)
    inquiry.refresh_from_db()
    contact = inquiry.contact
    if contact is None:
        return None
    changes: dict[str, Any] = {}
    for name in CORRECTED:
        new, was = getattr(told.person, name), getattr(contact, name)
        if new and new != was and was in ("", earlier.told.get(name, "")):
            changes[name] = new
    if changes:
        edit_contact(contact=contact, changes=changes, by=None, at=at, lead=inquiry.lead)
    if told.comment and told.comment != earlier.told.get("comment", ""):
        said = _("Corrected at the stand: %(comment)s") % {"comment": told.comment}
        inquiry.message = "\n".join(filter(None, [inquiry.message, said]))
    before = told_before(kept)
    ask_otherwise(inquiry, kept, before, told)
    if before and (gone := said_in_words(before, form)):
        inquiry.message = "\n".join(filter(None, [inquiry.message, gone]))
    inquiry.save(update_fields=["message", "request", "promised_by"])
    if before:
        take_back(inquiry, lead, before, form, at=at)
    take_rest(lead, told, by=None, at=at)
    settle([lead.pk], at=at)
    record("capture corrected", of=inquiry, by=None, at=at, lead_id=inquiry.lead_id)
    return inquiry


def told_before(kept: Captured) -> ToldForm | None:
    """What the item that this one replaces said; None where it makes no sense any more."""
    if kept.replaces is None:
        return None
    asks = asks_at(kept.device, kept.replaces.form_version)
    before = ToldForm(kept.replaces.told, asks=asks, at_stand=True)
    return before if before.is_valid() else None


def ask_otherwise(inquiry: Inquiry, kept: Captured, before: ToldForm | None, told: Told) -> None:
    """What they want and by when, if anything, where the inquiry says what the device had told,
    and it was not sent yet."""
    was = before.told.request if before else ""
    if told.request != was and inquiry.request in ("", was) and not inquiry.fulfilled_at:
        campaign = kept.device.campaign
        inquiry.request = told.request
        inquiry.promised_by = promised_by(campaign, told.promised_days, moment_of(kept))


@transaction.atomic
def release_captured(*, captured: Captured, by: User, at: datetime) -> Inquiry:
    """A revoked device held it, and it is a lead after all: it comes in as of its capture. Refused
    as NotInQuarantine where it was decided before, as NotWhole where something in it is wrong."""
    captured = in_quarantine(captured)
    asks = asks_at(captured.device, captured.form_version)
    form = ToldForm(captured.told, asks=asks, at_stand=True)
    if not form.is_valid():
        raise NotWhole(_("Something in it is wrong, so that it cannot come in."))
    inquiry = corrected(captured, form, at) or take_in(
        campaign=captured.device.campaign,
        told=form.told,
        by=by,
        at=at,
        received_at=captured.received_at,
        captured_at=moment_of(captured),
    )
    captured.inquiry = inquiry
    settle_captured(captured, Fate.STORED, by=by, at=at)
    record("captured lead let in", of=captured, by=by, at=at, lead_id=inquiry.lead_id)
    return inquiry


@transaction.atomic
def drop_captured(*, captured: Captured, by: User, at: datetime) -> None:
    """It is no lead; kept until the quarantine is emptied. Refused as NotInQuarantine."""
    captured = in_quarantine(captured)
    settle_captured(captured, Fate.DROPPED, by=by, at=at)
    record("captured lead dropped", of=captured, by=by, at=at)


def in_quarantine(captured: Captured) -> Captured:
    """The row, locked; refused where it does not wait any more."""
    rows = Captured.objects.select_for_update(of=("self",)).select_related("device__campaign")
    found = rows.filter(pk=captured.pk).quarantined().first()
    if found is None:
        raise NotInQuarantine(_("Somebody has decided on it already."))
    return found


def settle_captured(captured: Captured, fate: str, *, by: User, at: datetime) -> None:
    captured.fate, captured.settled_at, captured.settled_by = fate, at, by
    captured.save(update_fields=["fate", "inquiry", "settled_at", "settled_by"])


def hear_from(
    *, device: Device, waiting: int, needs_you: int, sent: int, app: str, skew: timedelta,
    at: datetime,
) -> None:  # fmt: skip
    """What a device says of itself when it is heard."""
    Device.objects.filter(pk=device.pk).update(
        last_seen_at=at,
        waiting=waiting,
        waiting_since=(device.waiting_since or at) if waiting else None,
        needs_you=needs_you,
        sent=sent,
        app=app[:20],
        skew_seconds=int(skew.total_seconds()),
    )
