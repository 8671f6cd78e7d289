"""How it stands with each device: what it holds, whether it is heard, how right its clock is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Device
from campaigns.models.device import STILL_HEARD
from leadfollow.words import age_in_words, moment_in_full, number
from leads.models import Captured

SILENT = timedelta(hours=24)


@dataclass(frozen=True)
class Sign:
    """A pill: its state, and what it says."""

    state: str
    text: str


@dataclass(frozen=True)
class Line:
    """A device, what is to be said of it, and how many of its leads are here."""

    device: Device
    signs: list[Sign]
    arrived: int


def lines_of(devices: Iterable[Device], *, now: datetime) -> list[Line]:
    """Of several devices, in their order."""
    devices = list(devices)
    rows = Captured.objects.arrived().filter(device__in=devices).order_by().values_list("device")
    here = dict(rows.annotate(Count("item", distinct=True)))
    return [Line(each, list(signs_of(each, now=now)), here.get(each.pk, 0)) for each in devices]


def signs_of(device: Device, *, now: datetime) -> Iterator[Sign]:
    """What waits first, then what is wrong; that all is well where nothing else is to be said."""
    if device.revoked_at:
        yield Sign("none", _("revoked"))
    elif device.enrolled_at is None:
        is_over = device.code_expires_at <= now
        yield Sign("none", _("not set up") if is_over else _("waits for its code"))
        return
    signs = [*held(device, now=now)]
    if is_silent(device, now=now) and not device.revoked_at:
        age = age_in_words(now - (device.last_seen_at or now))
        signs.append(Sign("overdue", _("silent for %(age)s") % {"age": age}))
    if device.is_clock_wrong:
        off = age_in_words(timedelta(seconds=abs(device.skew_seconds)))
        signs.append(Sign("today", _("clock wrong by %(off)s") % {"off": off}))
    yield from signs
    if not signs and not device.revoked_at:
        yield Sign("done", _("nothing waits"))


def held(device: Device, *, now: datetime) -> Iterator[Sign]:
    """Leads that are on it and not here."""
    if device.waiting:
        zone = timezone.get_current_timezone()
        since = moment_in_full(device.waiting_since or now, zone)
        said = ngettext(
            "%(number)s waits since %(since)s",
            "%(number)s wait since %(since)s",
            device.waiting,
        )
        state = "none" if has_ended(device, now=now) else "today"
        yield Sign(state, said % {"number": number(device.waiting), "since": since})
    if device.needs_you:
        said = ngettext(
            "%(number)s to be mended there", "%(number)s to be mended there", device.needs_you
        )
        yield Sign("overdue", said % {"number": number(device.needs_you)})


def has_ended(device: Device, *, now: datetime) -> bool:
    """What it holds comes in no more."""
    return device.is_shut_out(now)


def is_silent(device: Device, *, now: datetime) -> bool:
    """It holds leads, and nothing was heard of it for a day."""
    seen = device.last_seen_at
    return bool(seen and device.waiting + device.needs_you and seen <= now - SILENT)


def heard_until(device: Device) -> datetime | None:
    """Until when what a revoked one sends is kept."""
    return device.revoked_at and device.revoked_at + STILL_HEARD
