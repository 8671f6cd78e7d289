"""What a device at an event sends is taken in, one lead at a time, and each of them once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.lead_form.asks import FormAsks, asked_of, asks_in, default_asks
from campaigns.models import Campaign, Device, LeadForm
from campaigns.models.device import SKEW
from followups.operations.mending import Earlier, mend
from followups.operations.submitting import NotInQuarantine, NotWhole, promised_by, take_in
from leadfollow.log.models import record
from leadfollow.once import once
from leadfollow.people.models import User
from leads.intake import wait_for_turns
from leads.models import Captured, Inquiry
from leads.regions import home_of
from leads.told_form import ToldForm

Fate = Captured.Fate
OPEN = (Fate.REJECTED, Fate.QUARANTINED)  # nothing came of it yet: what is told next is put instead


@dataclass(frozen=True)
class Item:
    """A lead as a device tells it, for the n-th time since somebody there put it right (`turn`).

    `replaces` is an item that the device has handed over and knows no more of than its name: what
    is told now is added to it. `form_version` is None for a device that does not know.
    """

    id: UUID
    captured_at: datetime
    told: Mapping[str, str]
    payload: int = 1
    turn: int = 0
    form_version: int | None = None
    consent_version: int = 0
    replaces: UUID | None = None


@dataclass(frozen=True)
class Heard:
    """What the device is told of one item: `duplicate` where it was here before."""

    id: UUID
    fate: str
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def take_item(*, device: Device, item: Item, skew: timedelta, at: datetime) -> Heard:
    """Take in one item, in a transaction of its own.

    What cannot be right is rejected with a sentence for each field, kept, and taken when it comes
    again mended under the same id. What is here and comes with a later turn is put right. A revoked
    device's goes into quarantine.
    """
    wait_for_turns([f"captured-{item.id}"])
    last = last_told(item.id)
    if last and is_known(last, device, item):
        return Heard(item.id, "duplicate")
    kept = last if last and last.fate in OPEN else Captured(item=item.id, replaces=last)
    asks = asks_at(device.campaign, item.form_version)
    with translation.override(asks.language):
        form = ToldForm(item.told, asks=asks, at_stand=True)
        if form.is_valid():
            note(kept, device, item, asks, skew, at)
            store(kept, form, at)
            return Heard(item.id, "stored")
        said = Heard(item.id, Fate.REJECTED.value, reason_of(form), errors_in(form))
        if kept.fate in ("", Fate.REJECTED):  # what waits in quarantine waits as it could come in
            note(kept, device, item, asks, skew, at)
            kept.fate, kept.reason = Fate.REJECTED, said.reason
            kept.save()
        return said


def last_told(item: UUID | None) -> Captured | None:
    """An item as it was told last by any device: another may have taken the place of the first."""
    if item is None:
        return None
    rows = Captured.objects.filter(item=item).select_related("device__campaign", "inquiry")
    return rows.order_by("turn").last()


def is_known(last: Captured, device: Device, item: Item) -> bool:
    """Nothing new is told: it is here as it was told, or it was put right since."""
    if last.device.campaign_id != device.campaign_id or item.turn < last.turn:
        return True
    is_same = last.told == dict(item.told) and item.form_version in (None, last.form_version)
    return last.fate != Fate.REJECTED and (item.turn == last.turn or is_same)


def note(
    kept: Captured, device: Device, item: Item, asks: FormAsks, skew: timedelta, at: datetime
) -> None:
    """What was told, whatever becomes of it."""
    version = asks.version if item.form_version is None else item.form_version
    kept.device, kept.payload, kept.turn, kept.told = device, item.payload, item.turn, {**item.told}
    kept.form_version, kept.consent_version = version, item.consent_version
    kept.captured_at, kept.received_at = item.captured_at, at
    kept.skew_seconds = int(skew.total_seconds())
    kept.reason = ""
    handed_over = last_told(item.replaces)
    if handed_over and handed_over.device.campaign_id == device.campaign_id:
        kept.replaces = kept.replaces or handed_over


def store(kept: Captured, form: ToldForm, at: datetime) -> None:
    if kept.device.revoked_at:
        kept.fate = Fate.QUARANTINED
    else:
        kept.fate = Fate.STORED
        kept.inquiry = come_in(kept, form, by=None, at=at)
    kept.save()


def come_in(
    kept: Captured,
    form: ToldForm,
    *,
    by: User | None,
    at: datetime,
    received_at: datetime | None = None,
) -> Inquiry:
    """Put right what it replaces; where that is nobody's inquiry, it is one by itself."""
    return mended(kept, form, at) or take_in(
        campaign=kept.device.campaign,
        told=form.told,
        by=by,
        at=at,
        received_at=received_at,
        captured_at=moment_of(kept),
    )


def mended(kept: Captured, form: ToldForm, at: datetime) -> Inquiry | None:
    """The inquiry that it puts right; None where there is none."""
    inquiry = kept.replaces.inquiry if kept.replaces else None
    told = list(inquiry.captures.order_by("pk")) if inquiry else []
    if inquiry is None or not told:
        return None
    last = told[-1]
    asks = asks_at(kept.device.campaign, last.form_version)
    before = ToldForm(last.told, asks=asks, at_stand=True)
    typed = {name: said for each in told for name, said in each.told.items()}
    earlier = Earlier(typed, before if before.is_valid() else None, kept.is_told_whole)
    promised = promised_by(kept.device.campaign, form.told.promised_days, moment_of(kept))
    return mend(inquiry, earlier, form, promised_by=promised, at=at)


def errors_in(form: ToldForm) -> dict[str, str]:
    return {name: " ".join(map(str, said)) for name, said in form.errors.items()}


def reason_of(form: ToldForm) -> str:
    said = (f"{labelled(form, name)}: {text}" for name, text in errors_in(form).items())
    return " ".join(said)[:300]


def labelled(form: ToldForm, name: str) -> str:
    """A consent may be long, and is a sentence."""
    label = str(form.fields[name].label) if name in form.fields else name
    return Truncator(label.rstrip(".")).chars(60)


def asks_at(campaign: Campaign, version: int | None) -> FormAsks:
    """What the form asked when the device showed it: 0 is the one before anybody made one. What it
    asks now where nobody knows. Asked for once of all that comes together. A card that names no
    country is of the event's."""

    def asked() -> FormAsks:
        form = LeadForm.objects.filter(campaign=campaign).first()
        known = (
            default_asks(campaign) if version == 0 else form and version and asks_in(form, version)
        )
        return replace(known or asked_of(campaign), country=home_of(campaign))

    return once(f"form-{campaign.pk}-{version}", asked)


def moment_of(kept: Captured) -> datetime:
    """When it was captured by our clock: a clock that is wrong is put right by what it was off when
    it sent. Never before the event had a device, nor after it came in."""
    skew = timedelta(seconds=kept.skew_seconds)
    try:
        told = kept.captured_at + skew if abs(skew) > SKEW else kept.captured_at
    except OverflowError:  # beyond the calendar's ends
        return kept.received_at
    return max(min(told, kept.received_at), min(first_made(kept.device), kept.received_at))


def first_made(device: Device) -> datetime:
    """When its event got a device: what it tells may have been captured on one whose place it
    took."""
    rows = Device.objects.filter(campaign=device.campaign_id)
    made: datetime = once(
        f"devices-since-{device.campaign_id}",
        lambda: rows.aggregate(Min("made_at"))["made_at__min"],
    )
    return made


@transaction.atomic
def release_captured(*, captured: Captured, by: User, at: datetime) -> Inquiry:
    """A revoked device held it, and it is a lead after all: it comes in as of its capture. Refused
    as NotInQuarantine where it was decided before, as NotWhole where something in it is wrong."""
    captured = in_quarantine(captured)
    asks = asks_at(captured.device.campaign, captured.form_version)
    form = ToldForm(captured.told, asks=asks, at_stand=True)
    if not form.is_valid():
        raise NotWhole(_("Something in it is wrong, so that it cannot come in."))
    inquiry = come_in(captured, form, by=by, at=at, received_at=captured.received_at)
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
    at: datetime, discarded: int = 0,
) -> None:  # fmt: skip
    """What a device says of itself when it is heard; how much it sent and discarded in all."""
    Device.objects.filter(pk=device.pk).update(
        last_seen_at=at,
        waiting=waiting,
        waiting_since=(device.waiting_since or at) if waiting else None,
        needs_you=needs_you,
        sent=sent,
        discarded=discarded,
        app=app[:20],
        skew_seconds=int(skew.total_seconds()),
    )
