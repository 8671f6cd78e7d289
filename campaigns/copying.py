"""The same event again: next year's, made of this year's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from django.core.files.storage import default_storage
from django.db import transaction

from campaigns.filing import add_campaign_file
from campaigns.lead_form.asks import asks_in
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign, LeadForm
from campaigns.operations import Facts, create_campaign
from leadfollow.files.models import StoredFile
from leadfollow.log.models import record
from leadfollow.people.models import User

A_YEAR = timedelta(weeks=52)  # on the same day of the week
YEAR = re.compile(r"\b(20\d\d)\b")


class ComesAlong(Protocol):
    """What else belongs to an event, in apps to the right: what the page says of it, and its
    copying."""

    def told(self, campaign: Campaign) -> str: ...

    def copy(self, campaign: Campaign, made: Campaign, *, by: User, at: datetime) -> None: ...


COMES_ALONG: list[ComesAlong] = []


@transaction.atomic
def copy_campaign(
    *, campaign: Campaign, name: str, starts_on: date, by: User, at: datetime
) -> Campaign:
    """A new event of the same length, with a code of its own: its segment, and so its cadence, its
    place, zone, owner, team and note, its form at an address of its own, its files, and what other
    apps know of it.

    What it cost is not known yet. Refused as a new campaign is; a file that is not on the disk any
    more stays behind.
    """
    facts = {field: getattr(campaign, field) for field in Facts.__dataclass_fields__}
    length = (campaign.ends_on or starts_on) - (campaign.starts_on or starts_on)
    new = {"name": name, "starts_on": starts_on, "ends_on": starts_on + length, "cost": None}
    if campaign.team and campaign.team.retired_at:
        new["team"] = None
    made = create_campaign(facts=Facts(**facts | new), by=by, at=at)
    copy_form(campaign, made, by=by, at=at)
    for link in campaign.files.kept().select_related("file"):
        copy_file(link.file, made, by=by, at=at)
    for part in COMES_ALONG:
        part.copy(campaign, made, by=by, at=at)
    record("campaign copied", of=made, by=by, at=at, copied=campaign.code)
    return made


def copy_form(campaign: Campaign, made: Campaign, *, by: User, at: datetime) -> None:
    """What it asks, under the new name."""
    form = LeadForm.objects.filter(campaign=campaign).first()
    asks = asks_in(form) if form else None
    if form and asks:
        title = made.name if asks.title == campaign.name else asks.title
        asks = replace(asks, version=0, title=title)
        save_form(campaign=made, asks=asks, hosts=form.hosts, by=by, at=at)


def copy_file(file: StoredFile, made: Campaign, *, by: User, at: datetime) -> None:
    if default_storage.exists(file.stored_as):
        with default_storage.open(file.stored_as) as kept:
            add_campaign_file(campaign=made, name=file.name, content=kept.read(), by=by, at=at)


def next_name(name: str) -> str:
    """With the next year where it has one: Expo 2026 is Expo 2027."""
    return YEAR.sub(lambda year: str(int(year[1]) + 1), name)


def next_start(campaign: Campaign) -> date | None:
    return campaign.starts_on + A_YEAR if campaign.starts_on else None
