"""A device that holds leads and is not heard any more: somebody should look for it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Device
from campaigns.models.device import STILL_HEARD
from followups.capture.standing import SILENT
from leadfollow.outbox.models import announce
from leadfollow.people.models import User
from leadfollow.words import age_in_words, number


def report_silent_devices(*, now: datetime) -> None:
    """Tell the owner of the event, or the admins where it has none, once for each silence."""
    waiting = Device.objects.filter(Q(waiting__gt=0) | Q(needs_you__gt=0))
    silent = waiting.filter(last_seen_at__lte=now - SILENT).filter(
        Q(revoked_at=None) | Q(revoked_at__gt=now - STILL_HEARD)
    )
    for device in silent.select_related("campaign__owner"):
        for person in to_tell(device):
            tell(device, person, now=now)


def to_tell(device: Device) -> list[User]:
    owner = device.campaign.owner
    return [owner] if owner and owner.is_active else list(User.objects.admins())


def tell(device: Device, person: User, *, now: datetime) -> None:
    seen = device.last_seen_at or now
    page = reverse("followups:device", args=[device.campaign_id, device.pk])
    facts = {
        "device": device.label,
        "campaign": device.campaign.name,
        "number": number(device.waiting + device.needs_you),
        "age": age_in_words(now - seen),
    }
    said = _(
        "%(device)s at %(campaign)s held %(number)s leads when it was heard last, %(age)s ago."
        " They are on it and nowhere else: find it, and open the page there where it has a network."
    )
    announce(
        key=f"device-silent:{device.pk}:{seen:%Y%m%d%H%M%S}:{person.pk}",
        to=person.email,
        subject=_("Leadfollow: %(device)s is silent and holds leads") % facts,
        body=f"{said % facts}\n\n{settings.SITE_URL}{page}\n",
        at=now,
    )
