"""What can happen to a campaign. Each function is one event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from leadfollow.log.models import record
from leadfollow.people.models import Team, User

CODE_LENGTH = 70  # leaves room for the number that makes it unique


class Refusal(Exception):
    """A sentence for the person who asked; nothing was changed."""


class BadDates(Refusal):
    """An event without dates, or one that ends before it starts."""


class BadCost(Refusal):
    """A cost below zero."""


class NoName(Refusal):
    """Nothing that people could call it by."""


class RetiredSegment(Refusal):
    """It is given to no further campaign."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that is said about a campaign; a standing source has no dates and no place of its own."""

    name: str
    kind: str
    segment: Segment
    time_zone: ZoneInfo
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    cost: Decimal | None = None
    currency: str = "EUR"
    owner: User | None = None
    team: Team | None = None
    note: str = ""

    def check(self, *, before: Segment | None = None) -> None:
        """Refuse what the database would refuse, in a sentence; and a retired segment, but one
        that the campaign had before."""
        if not self.name.strip():
            raise NoName(_("Give it a name."))
        if self.kind == Campaign.Kind.EVENT and not (self.starts_on and self.ends_on):
            raise BadDates(_("Say on which days the event begins and ends."))
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise BadDates(_("It cannot end before it begins."))
        if self.cost is not None and self.cost < 0:
            raise BadCost(_("A cost is not below zero."))
        if self.segment.retired_at and self.segment != before:
            retired = _("The segment “%(segment)s” is retired. Choose another one.")
            raise RetiredSegment(retired % {"segment": self.segment})


@transaction.atomic
def create_campaign(*, facts: Facts, by: User | None, at: datetime) -> Campaign:
    """A new event or standing source, with a code of its own made from the name.

    Refused: no name, an event without dates, one that ends before it begins, a cost below zero.
    """
    facts.check()
    fields = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
    campaign = Campaign.objects.create(code=free_code(facts.name), **fields)
    record("campaign created", of=campaign, by=by, at=at, name=campaign.name, code=campaign.code)
    return campaign


def free_code(name: str) -> str:
    """The first code for this name that no campaign has."""
    alike = Campaign.objects.filter(code__istartswith=next(codes_for(name)))
    taken = {code.upper() for code in alike.values_list("code", flat=True)}
    return next(code for code in codes_for(name) if code not in taken)


def codes_for(name: str) -> Iterator[str]:
    """The name in capitals and hyphens, and then with a number behind it."""
    wanted = slugify(name).upper()[:CODE_LENGTH].strip("-") or "CAMPAIGN"
    return (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))


@transaction.atomic
def edit_campaign(*, campaign: Campaign, facts: Facts, by: User, at: datetime) -> Campaign:
    """Say something else about a campaign; its code stays. Refused as at its creation.

    What is fixed at an inquiry's receipt and assignment stays as it was: its clocks.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    facts.check(before=campaign.segment)
    changes = {}
    for name in Facts.__dataclass_fields__:
        old, new = getattr(campaign, name), getattr(facts, name)
        if old != new:
            changes[name] = [as_plain(old), as_plain(new)]
            setattr(campaign, name, new)
    if changes:
        campaign.save(update_fields=list(changes))
        record("campaign edited", of=campaign, by=by, at=at, changes=changes)
    return campaign


def as_plain(value: Any) -> str:
    """A value as the log keeps it; a record by its id, for names are told live."""
    return "" if value is None else str(getattr(value, "pk", value))


@transaction.atomic
def retire_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Take it out of the lists one picks from; its leads, its report and its code stay."""
    if Campaign.objects.in_use().filter(pk=campaign.pk).update(retired_at=at):
        record("campaign retired", of=campaign, by=by, at=at)
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def bring_back_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Put a retired one back in use; without its team, if that was retired meanwhile."""
    retired = Campaign.objects.filter(pk=campaign.pk, retired_at__isnull=False)
    retired.filter(team__retired_at__isnull=False).update(team=None)
    if retired.update(retired_at=None):
        record("campaign brought back", of=campaign, by=by, at=at)
    campaign.refresh_from_db()
    return campaign
