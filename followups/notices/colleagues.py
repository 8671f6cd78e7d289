"""Who is meant by an @name in a note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from leadfollow.people.models import Absence, Team, User
from leads.models import Lead

AT = re.compile(r"(?<![\w@])@(\w[\w'’-]*)")
MOST_OFFERED = 30


@dataclass(frozen=True)
class Away:
    """Somebody who is meant and away; `deputy` is who stands in and may see the lead."""

    person: User
    until: date
    deputy: User | None


@dataclass(frozen=True)
class Named:
    """Those who are meant and may see the lead; the names by which nobody is; who is away."""

    people: list[User]
    unknown: list[str]
    away: tuple[Away, ...] = ()


def colleagues_at(lead: Lead, *, by: User, at: datetime) -> list[User]:
    """Whom one may name on this lead: all who may see it and work here, but oneself."""
    nearby = Q(pk=lead.owner_id) | Q(is_admin=True)
    nearby |= Q(deputised__in=Absence.objects.running(at).filter(user=lead.owner_id))
    nearby |= Q(is_manager=True, teams_led__in=teams_of(lead))
    nearby |= Q(is_event_manager=True, campaigns__inquiries__lead=lead)
    people = User.objects.active().filter(nearby).exclude(pk=by.pk).distinct()
    return list(people.with_absence(at)[:MOST_OFFERED])


def away_of(people: Sequence[User], lead: Lead, *, by: User, at: datetime) -> tuple[Away, ...]:
    """Who of these is away, and who stands in; no deputy who is `by` or may not see the lead."""
    absences = Absence.objects.running(at).filter(user__in=people)
    return tuple(
        Away(absence.user, absence.last_on, deputy_at(lead, absence, by=by, at=at))
        for absence in absences.select_related("user", "deputy__team")
    )


def deputy_at(lead: Lead, absence: Absence, *, by: User, at: datetime) -> User | None:
    deputy = absence.deputy
    if deputy is None or deputy == by or not deputy.is_active:
        return None
    deputy.stand_in_at(at)
    return deputy if Lead.objects.visible_to(deputy).filter(pk=lead.pk).exists() else None


def teams_of(lead: Lead) -> Sequence[Team]:
    """Whose managers it concerns: the owner's team, or the one for which it waits."""
    team = lead.owner.team if lead.owner else lead.campaign.team
    if team or lead.owner:
        return [team] if team else []
    return list(Team.objects.all())


def named_in(text: str, colleagues: Sequence[User]) -> Named:
    """By full name, or by a first name that only one of them has."""
    rest, found = text.casefold(), []
    for person in sorted(colleagues, key=lambda person: -len(person.name)):
        whole = re.compile(rf"(?<![\w@])@{re.escape(person.name.casefold())}(?!\w)")
        if person.name and whole.search(rest):
            found.append(person)
            rest = whole.sub(" ", rest)
    first_names = Counter(first_name(person) for person in colleagues)
    unknown = []
    for typed in dict.fromkeys(AT.findall(rest)):
        only = [person for person in colleagues if first_name(person) == typed]
        if first_names[typed] == 1:
            found.append(only[0])
        else:
            unknown.append(typed)
    return Named(list(dict.fromkeys(found)), unknown)


def first_name(person: User) -> str:
    return person.name.casefold().split(" ")[0]
