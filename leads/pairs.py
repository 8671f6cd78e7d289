"""Which leads may be one: looked for among all of them, and what people said of it.

Two people are compared only where the database grouped them by a key that both have, and never
where more than a few share it: that is a desk, a host or a common name, and tells nobody apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from itertools import combinations, groupby
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Lower, StrIndex, Substr
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.operations import Refusal
from leads.domains import BIG_HOSTS
from leads.identity import is_junk
from leads.matching import same_name
from leads.models import Contact, Doubt, Lead, LeadContact, Pair, Sign

MOST_ALIKE = 5  # who share a key; own
AT_ONCE = 500
KEY = {"output_field": CharField()}
Two = tuple[int, int]
Fits = Callable[[Contact, Contact], bool]


class NotParted(Refusal):
    """Nobody said that the two are not the same, or it was taken back."""


def in_order(one: int, other: int) -> Two:
    return (one, other) if one < other else (other, one)


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """As many at once as a statement takes."""
    listed = sorted(ids)
    return (listed[n : n + AT_ONCE] for n in range(0, len(listed), AT_ONCE))


@transaction.atomic
def look_for_pairs(*, now: datetime) -> int:
    """Make the list of pairs true: what looks alike now is proposed, what does not any more goes,
    what somebody parted stays as it is. How many are new; twice at once is once."""
    found = pairs_now()
    known = {(row.first_id, row.second_id): row for row in Pair.objects.iterator()}
    standing = {two: row for two, row in known.items() if row.parted_at is None}
    for gone in parts([row.pk for two, row in standing.items() if two not in found]):
        Pair.objects.standing().filter(pk__in=gone).delete()
    for two, row in standing.items():
        if two in found and found[two] != row.signs:
            Pair.objects.standing().filter(pk=row.pk).update(signs=found[two])
    new = [
        Pair(first_id=one, second_id=other, signs=signs, found_at=now)
        for (one, other), signs in found.items()
        if (one, other) not in known
    ]
    Pair.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(new)


def pairs_now() -> dict[Two, list[str]]:
    """Leads that look alike, of which one at least is open, and what speaks for each pair."""
    alike: dict[Two, set[Sign]] = defaultdict(set)
    for sign, one, other in people_alike():
        alike[in_order(one, other)].add(sign)
    stands = leads_of({pk for two in alike for pk in two})
    found: dict[Two, set[Sign]] = defaultdict(set)
    for (one, other), signs in alike.items():
        for mine in stands[one]:
            for theirs in stands[other]:
                if mine != theirs:
                    found[in_order(mine, theirs)] |= signs
    for leads in leads_of(shared_people()).values():
        for mine, theirs in combinations(leads, 2):
            found[in_order(mine, theirs)].add(Sign.PERSON)
    live = open_among({pk for two in found for pk in two})
    return {
        two: [sign.value for sign in Sign if sign in signs]
        for two, signs in found.items()
        if live & set(two)
    }


def people_alike() -> Iterator[tuple[Sign, int, int]]:
    """Two people who may be one. Of whom somebody said that he is new, he is none of them."""
    said_new = Doubt.objects.filter(inquiry__contact=OuterRef("pk"), outcome="new")
    people = Contact.objects.exclude(Exists(said_new))
    named = people.filter(name__contains=" ").annotate(plain=Lower("name"))
    after = StrIndex("email_key", Value("@")) + 1
    works = named.exclude(email_key="").annotate(host=Substr("email_key", after))
    works = works.exclude(host__in=BIG_HOSTS)
    firms = named.exclude(company="").annotate(firm=Lower("company"))
    searches: list[tuple[Sign, QuerySet[Any], Any, Fits]] = [
        (Sign.EMAIL, people.exclude(email_key=""), F("email_key"), always),
        (Sign.PHONE, people.exclude(phone_key=""), F("phone_key"), of_one_name),
        (Sign.DOMAIN, works, Concat("plain", Value("@"), "host", **KEY), not_contradicted),
        (Sign.COMPANY, firms, Concat("plain", Value("@"), "firm", **KEY), not_made_up),
    ]
    for sign, rows, key, fits in searches:
        for group in groups_of(rows.annotate(key=key)):
            yield from ((sign, a.pk, b.pk) for a, b in combinations(group, 2) if fits(a, b))


def groups_of(rows: QuerySet[Any]) -> Iterator[list[Contact]]:
    """Those who share a key with a few others, group by group."""
    shared = rows.order_by().values("key").annotate(n=Count("pk"))
    shared = shared.filter(n__gt=1, n__lte=MOST_ALIKE)
    alike = rows.filter(key__in=shared.values("key")).order_by("key", "pk")
    for _key, group in groupby(alike.iterator(AT_ONCE), key=attrgetter("key")):
        yield list(group)


def always(_one: Contact, _other: Contact) -> bool:
    return True


def of_one_name(one: Contact, other: Contact) -> bool:
    """A desk has one number and several people."""
    return same_name(one.name, other.name)


def not_contradicted(one: Contact, other: Contact) -> bool:
    """A host serves many companies, and a company has several people of one name."""
    told = (one.company.casefold(), other.company.casefold()), (one.phone_key, other.phone_key)
    return all(not (mine and theirs) or mine == theirs for mine, theirs in told)


def not_made_up(one: Contact, _other: Contact) -> bool:
    return not (is_junk(one.name) or is_junk(one.company))


def leads_of(people: Collection[int]) -> dict[int, list[int]]:
    """Where each stands; nothing that waits for somebody to say who asked there."""
    doubts = Doubt.objects.open().filter(inquiry__lead=OuterRef("lead"))
    stands: dict[int, list[int]] = defaultdict(list)
    for ids in parts(people):
        rows = LeadContact.objects.filter(~Exists(doubts), contact__in=ids)
        for contact, lead in rows.values_list("contact", "lead").order_by("lead"):
            stands[contact].append(lead)
    return stands


def shared_people() -> list[int]:
    """Who stands at a few leads; a reseller stands at many."""
    rows = LeadContact.objects.order_by().values("contact").annotate(n=Count("pk"))
    shared = rows.filter(n__gt=1, n__lte=MOST_ALIKE)
    return list(shared.values_list("contact", flat=True))


def open_among(leads: Collection[int]) -> set[int]:
    found: set[int] = set()
    for ids in parts(leads):
        found |= set(Lead.objects.open().filter(pk__in=ids).values_list("pk", flat=True))
    return found


@transaction.atomic
def part_leads(*, one: Lead, other: Lead, by: User, at: datetime) -> Pair:
    """Say that two leads are not the same: they are never proposed again. Twice is once."""
    first, second = in_order(one.pk, other.pk)
    pair, _new = Pair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"found_at": at}
    )
    if Pair.objects.standing().filter(pk=pair.pk).update(parted_at=at, parted_by=by):
        record("leads told apart", of=pair, by=by, at=at, first=first, second=second)
    pair.refresh_from_db()
    return pair


@transaction.atomic
def undo_parting(*, pair: Pair, by: User, at: datetime) -> Pair:
    """Take that back: it is proposed again. Refused as NotParted where that was done before."""
    parted = Pair.objects.parted().filter(pk=pair.pk)
    if not parted.update(parted_at=None, parted_by=None):
        raise NotParted(_("This was taken back before."))
    first, second = pair.first_id, pair.second_id
    record("leads may be one again", of=pair, by=by, at=at, first=first, second=second)
    pair.refresh_from_db()
    return pair


def pass_on_parted(*, kept_id: int, lost_id: int) -> None:
    """What was told apart from a lead is told apart from the one into which it went, too."""
    for row in list(Pair.objects.parted().of(lost_id)):
        other = row.first_id + row.second_id - lost_id
        if other == kept_id:
            continue
        first, second = in_order(kept_id, other)
        said = {"parted_at": row.parted_at, "parted_by": row.parted_by}
        new = {**said, "found_at": row.found_at}
        pair, is_new = Pair.objects.get_or_create(first_id=first, second_id=second, defaults=new)
        if not is_new:
            Pair.objects.standing().filter(pk=pair.pk).update(**said)
