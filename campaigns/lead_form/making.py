"""Making the form of a campaign. Each function is one event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.lead_form.asks import FormAsks, asks_in
from campaigns.models import Campaign, LeadForm, LeadFormVersion
from campaigns.models.lead_form import new_token
from campaigns.operations import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User

HOST = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)


class BadHost(Refusal):
    """It is no origin of pages."""


class FormChangedMeanwhile(Refusal):
    """Somebody else saved the next version."""


@transaction.atomic
def save_form(
    *, campaign: Campaign, asks: FormAsks, hosts: Sequence[str], by: User, at: datetime
) -> LeadForm:
    """Let the campaign's form ask this, in a version that follows `asks.version`; the first time it
    gets its address. The same again changes nothing.

    Refused as BadHost for what is no origin, as FormChangedMeanwhile where another version was
    saved since.
    """
    hosts = [checked(host) for host in hosts]
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    form, is_new = LeadForm.objects.get_or_create(campaign=campaign)
    before = asks_in(form) or FormAsks()
    if is_new or before != replace(asks, version=before.version):
        if before.version != asks.version:
            raise FormChangedMeanwhile(
                _("Somebody changed the form meanwhile. Look at what it asks now.")
            )
        add_version(form, replace(asks, version=before.version + 1), by=by, at=at)
    if form.hosts != hosts:
        form.hosts = hosts
        form.save(update_fields=["hosts"])
        record("form may be framed by", of=form, by=by, at=at, hosts=hosts)
    return form


def add_version(form: LeadForm, asks: FormAsks, *, by: User | None, at: datetime) -> None:
    LeadFormVersion.objects.create(
        form=form, version=asks.version, asks=asks.as_json(), made_by=by, made_at=at
    )
    record("form saved", of=form, by=by, at=at, version=asks.version)


def checked(host: str) -> str:
    """As in https://www.hafen.example, without a path."""
    host = host.strip().rstrip("/").lower()
    if not HOST.fullmatch(host):
        raise BadHost(_("“%(host)s”: write it as https://www.hafen.example.") % {"host": host})
    return host


@transaction.atomic
def close_form(*, form: LeadForm, by: User, at: datetime) -> None:
    """Nobody can fill it in any more; what it asked and what came stay."""
    if LeadForm.objects.filter(pk=form.pk, closed_at=None).update(closed_at=at):
        record("form closed", of=form, by=by, at=at)


@transaction.atomic
def open_form(*, form: LeadForm, by: User, at: datetime, is_moved: bool = False) -> None:
    """Let it be filled in again: at the same address, or moved to a new one, where the old one got
    to those who misuse it; then nothing is at the old one any more."""
    new: dict[str, Any] = {"closed_at": None} | ({"token": new_token()} if is_moved else {})
    if LeadForm.objects.filter(pk=form.pk, closed_at__isnull=False).update(**new):
        record("form opened", of=form, by=by, at=at, at_new_address=is_moved)
