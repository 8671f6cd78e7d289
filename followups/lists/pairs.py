"""Leads that may be one, two by two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from leadfollow.people.models import User
from leads.models import Lead, LeadContact, Pair
from leads.models.pair import PairQuerySet


@dataclass(frozen=True)
class OneOfTwo:
    """One of the two, and the names of its people."""

    lead: Lead
    people: list[str]


@dataclass(frozen=True)
class PairRow:
    """Two leads, and what speaks for it that they are one."""

    pair: Pair
    sides: tuple[OneOfTwo, OneOfTwo]


def pairs_for(user: User) -> PairQuerySet:
    """Those that this person may put together or tell apart; a rep none."""
    if not (user.is_manager or user.is_event_manager or user.is_admin):
        return Pair.objects.none()
    return Pair.objects.standing().mergeable_by(user)


def rows_of(pairs: Iterable[Pair]) -> list[PairRow]:
    """In two queries, however many they are."""
    pairs = list(pairs)
    ids = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    leads = Lead.objects.select_related("owner", "campaign").in_bulk(ids)
    people = names_at(ids)
    return [
        PairRow(
            pair,
            (
                OneOfTwo(leads[pair.first_id], people[pair.first_id]),
                OneOfTwo(leads[pair.second_id], people[pair.second_id]),
            ),
        )
        for pair in pairs
        if {pair.first_id, pair.second_id} <= leads.keys()
    ]


def names_at(lead_ids: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    stands = LeadContact.objects.filter(lead__in=lead_ids).select_related("contact")
    for person in stands.order_by("-is_primary", "pk"):
        names[person.lead_id].append(str(person.contact))
    return names
