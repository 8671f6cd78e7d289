"""What can happen to the rules of distribution; each change keeps what was before, for its undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.distribution.rules import forget
from followups.models import DistributionRule, Way
from followups.operations.refusal import MovedOn, Refusal
from leadfollow.log.models import Entry, record
from leadfollow.people.models import Organisation, User

FACTS = (
    "segment_id", "campaign_id", "territory_id", "product_id", "team_id", "way", "only_at_work",
    "accept_within",
)  # fmt: skip
KIND = "distributionrule"
FAR = 10_000  # behind all positions, while the order changes


class NobodyNamed(Refusal):
    """Leads would go to nobody."""


@dataclass(frozen=True)
class Draft:
    """A rule as it is to be; `place` is its number in the order, none where it is retired."""

    segment_id: int | None = None
    campaign_id: int | None = None
    territory_id: int | None = None
    product_id: int | None = None
    team_id: int | None = None
    way: str = Way.ROUND_ROBIN
    only_at_work: bool = False
    accept_within: int | None = None
    reps: tuple[int, ...] = ()
    place: int | None = None

    @classmethod
    def of(cls, rule: DistributionRule) -> Self:
        facts = {name: getattr(rule, name) for name in FACTS}
        reps = tuple(sorted(rule.reps.values_list("pk", flat=True)))
        return cls(**facts, reps=reps, place=None if rule.retired_at else rule.position)


@transaction.atomic
def add_rule(*, draft: Draft, by: User, at: datetime) -> Entry:
    """One rule more; the record of it, by which it is undone."""
    rules = in_order()
    rule = DistributionRule()
    write(rule, draft, rules, at=at)
    return record(gettext_noop("rule added"), of=rule, by=by, at=at, **asdict(draft))


@transaction.atomic
def change_rule(*, rule: DistributionRule, draft: Draft, by: User, at: datetime) -> Entry | None:
    """As it is to be from now on, also in which place; retired, or brought back. None where that
    is nothing new."""
    rules = in_order()
    rule = DistributionRule.objects.select_for_update().get(pk=rule.pk)
    before = Draft.of(rule)
    if draft == before:
        return None
    write(rule, draft, [one for one in rules if one.pk != rule.pk], at=at)
    after = Draft.of(rule)
    told: dict[str, Any] = {"before": asdict(before), "after": asdict(after)}
    return record(event_of(before, after), of=rule, by=by, at=at, **told)


def event_of(before: Draft, after: Draft) -> str:
    if after.place is None:
        return gettext_noop("rule retired")
    if before.place is None:
        return gettext_noop("rule brought back")
    if replace(before, place=after.place) == after:
        return gettext_noop("rule moved")
    return gettext_noop("rule changed")


def undo_rule(*, entry: Entry, by: User, at: datetime) -> Entry | None:
    """The rule as it was before; one that was added is retired. Refused as MovedOn where it was
    changed again since."""
    rule = DistributionRule.objects.get(pk=entry.record_id)
    newest = Entry.objects.filter(kind=KIND, record_id=rule.pk).order_by("-pk").first()
    if newest is None or newest.pk != entry.pk:
        raise MovedOn(_("The rule was changed again since. Look at it as it is now."))
    kept = entry.details.get("before")
    draft = Draft(**kept | {"reps": tuple(kept["reps"])}) if kept else Draft.of(rule)
    return change_rule(rule=rule, draft=draft if kept else replace(draft, place=None), by=by, at=at)


def in_order() -> list[DistributionRule]:
    """Those in use; whoever changes the order waits for the one before."""
    list(Organisation.objects.select_for_update(of=("self",)))  # also where there is no rule yet
    return list(DistributionRule.objects.in_use().select_for_update())


def write(
    rule: DistributionRule, draft: Draft, others: Sequence[DistributionRule], *, at: datetime
) -> None:
    """The rule's row, then the numbers of all."""
    if not (draft.team_id or draft.reps):
        raise NobodyNamed(_("Choose a team, or tick the reps that get these leads."))
    for name in FACTS:
        setattr(rule, name, getattr(draft, name))
    rule.retired_at = (rule.retired_at or at) if draft.place is None else None
    rule.position = 2 * FAR  # nobody's
    rule.save()
    rule.reps.set([] if draft.team_id else draft.reps)
    order = list(others)
    if draft.place is not None:
        order.insert(max(draft.place - 1, 0), rule)
    number_anew(order)


def number_anew(order: Sequence[DistributionRule]) -> None:
    """From one on; never two with one number on the way."""
    DistributionRule.objects.filter(pk__in=[rule.pk for rule in order], position__lt=FAR).update(
        position=F("position") + FAR
    )
    for position, rule in enumerate(order, start=1):
        rule.position = position
        DistributionRule.objects.filter(pk=rule.pk).update(position=position)
    forget()
