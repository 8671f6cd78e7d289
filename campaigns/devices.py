"""What can happen to a device at an event. Each function is one event."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Device
from campaigns.models.device import CODE_VALID, KIND, new_code
from campaigns.operations import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.models.token import digest_of, new_text


class NoLabel(Refusal):
    """Nothing that people could call it by."""


class UnknownCode(Refusal):
    """No device waits for it."""


class CodeOver(Refusal):
    """It was used, or its quarter of an hour is over."""


class OtherEvent(Refusal):
    """What waits on it is of another campaign."""


@transaction.atomic
def add_device(*, campaign: Campaign, label: str, by: User, at: datetime) -> tuple[Device, str]:
    """A device that may be enrolled for a quarter of an hour, and the code for it."""
    code = new_code()
    device = Device.objects.create(
        campaign=campaign,
        label=checked(label),
        code_digest=digest_of(code),
        code_expires_at=at + CODE_VALID,
        made_by=by,
        made_at=at,
    )
    record("device added", of=campaign, by=by, at=at, device=device.label)
    return device, code


@transaction.atomic
def renew_code(*, device: Device, by: User, at: datetime) -> str:
    """Another code for it: the picture was too old, or its browser lost what it knew. Whoever came
    in by its token before does not any more. Refused as CodeOver for a revoked one."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at:
        raise CodeOver(_("It is revoked: add it anew."))
    code = new_code()
    device.code_digest, device.code_expires_at = digest_of(code), at + CODE_VALID
    device.save(update_fields=["code_digest", "code_expires_at"])
    record("device gets a code", of=device.campaign, by=by, at=at, device=device.label)
    return code


@transaction.atomic
def enrol_device(
    *, code: str, app: str, at: datetime, holds: int | None = None
) -> tuple[Device, str]:
    """The device that shows a code, and its token, which nobody is told again.

    `holds` is the campaign whose leads wait on it. Refused as UnknownCode, OtherEvent or CodeOver.
    A code is used once; the token of before is over then.
    """
    device = Device.objects.by_code(code)
    if device is None:
        raise UnknownCode(_("This code belongs to no device. Ask for a new one."))
    if holds not in (None, device.campaign_id):
        raise OtherEvent(
            _("Leads of another event wait on this device. Ask for a code of that event.")
        )
    text, public, secret = new_text(KIND)
    free = Device.objects.filter(pk=device.pk, code_digest=device.code_digest, revoked_at=None)
    used = free.filter(code_expires_at__gt=at).update(
        code_expires_at=at,
        public_id=public,
        digest=digest_of(secret),
        enrolled_at=at,
        last_seen_at=at,
        app=app[:20],
    )
    if not used:
        raise CodeOver(_("The code was used, or is older than a quarter of an hour: ask for one."))
    record("device enrolled", of=device.campaign, by=None, at=at, device=device.label)
    return Device.objects.select_related("campaign__team").get(pk=device.pk), text


@transaction.atomic
def name_device(*, device: Device, label: str, by: User, at: datetime) -> None:
    """Call it something else."""
    before, device.label = device.label, checked(label)
    if before != device.label:
        device.save(update_fields=["label"])
        record("device named", of=device.campaign, by=by, at=at, was=before, device=device.label)


@transaction.atomic
def revoke_device(*, device: Device, by: User, at: datetime) -> None:
    """It captures no more. What it still sends within three days waits in quarantine."""
    free = Device.objects.filter(pk=device.pk, revoked_at=None)
    if free.update(revoked_at=at, revoked_by=by, code_expires_at=at):
        record("device revoked", of=device.campaign, by=by, at=at, device=device.label)


def checked(label: str) -> str:
    if not (label := label.strip()[:60]):
        raise NoLabel(_("Give it a name by which you find it at the stand, as in “Tablet 2”."))
    return label
