"""Whose week somebody asks for, whether he may, and where what it counts is listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leadfollow import words
from leadfollow.clock import Week, today
from leadfollow.ids import id_in
from leadfollow.people.models import Team, User
from leadfollow.words import number
from reports.ledger import zone_of
from reports.retrospective import RepWeek, policy_of

NOBODY = "none"  # in an address


def teams_reviewed_by(user: User) -> QuerySet[Any]:
    """Teams with `is_led`: all for an admin, a manager's; of a rep's only his own part."""
    led = Exists(Team.managers.through.objects.filter(team=OuterRef("pk"), user=user))
    whole = Q(pk__isnull=False) if user.is_admin else Q(led) if user.is_manager else Q(pk__in=[])
    own = Q(pk=user.team_id) if user.is_rep else Q(pk__in=[])
    is_led = Case(When(whole, then=Value(True)), default=Value(False))
    return Team.objects.annotate(is_led=is_led).filter(whole | own)


def teams_led_by(user: User) -> tuple[Team, ...]:
    """Teams whose whole week he may open: all for an admin, a manager's."""
    if user.is_admin:
        return tuple(Team.objects.all())
    return tuple(user.led_teams) if user.is_manager else ()


def asked_by(user: User, *, team: str, week: Week, rep: str, now: datetime) -> Asked | None:
    """What the address asks for, by the team's slug; None where it is out of reach."""
    whole = teams_led_by(user)
    its = next((each for each in whole if each.slug == team), None)
    if its is None:
        own = user.team if user.is_rep else None
        return Asked(own, user, week, now, is_own=True) if own and own.slug == team else None
    if rep in ("", NOBODY):
        return Asked(its, its, week, now, is_nobody=rep == NOBODY, teams=whole)
    reps = User.objects.filter(team=its).select_related("team")
    one = reps.filter(pk=id_in(rep)).first()
    return Asked(its, one, week, now, teams=whole) if one else None


@dataclass(frozen=True)
class Asked:
    """Whose week was asked for and when; `is_own` of a rep who looks at himself."""

    team: Team
    whose: Team | User
    week: Week
    now: datetime
    is_own: bool = False
    is_nobody: bool = False
    teams: tuple[Team, ...] = ()  # whose weeks the reader may open instead
    is_kept: bool = False  # it was closed: numbers and rows are those of then

    @property
    def has_begun(self) -> bool:
        return self.now >= self.week.starts_at(zone_of(self.whose))

    @property
    def this_week(self) -> Week:
        return Week.of(today(zone_of(self.whose), self.now))

    @property
    def name(self) -> str:
        return self.whose.name

    @property
    def silences(self) -> tuple[int, ...]:
        """After how many days a lead is in the black hole, by the policy of the week's end."""
        return policy_of(self.whose, self.week, now=self.now).numbers.silences

    @property
    def rep(self) -> User | None:
        return self.whose if isinstance(self.whose, User) else None

    @property
    def others(self) -> list[tuple[str, str, bool]]:
        """The teams to choose from, where there is a choice; and from a rep back to his."""
        if self.rep is None and len(self.teams) < 2:
            return []
        return [
            (each.name, replace(self, team=each, whose=each).url(), self.whose == each)
            for each in self.teams
        ]

    def walk_url(self, section: str, act: str = "", **query: Any) -> str:
        """A part of this week's walk, or what is posted to it."""
        where = {"section": str(section)} | ({"act": act} if act else {})
        return self.url("walk" if not act else "decide", where=where, **query)

    def url(
        self,
        page: str = "week",
        week: Week | None = None,
        where: dict[str, Any] | None = None,
        **query: Any,
    ) -> str:
        """This week's page or another's, of the same team or rep; an empty value is left out."""
        week = week or self.week
        where = (where or {}) | {
            "team": self.team.slug, "year": week.year, "week": f"{week.number:02}"
        }  # fmt: skip
        if self.rep and not self.is_own:
            query = {"rep": self.rep.pk} | query
        return with_query(reverse(f"reports:retrospective_{page}", kwargs=where), query)

    def of(self, row: RepWeek) -> dict[str, Any]:
        """The part of a query that says whose number it is; nothing for the sum of all rows."""
        if row.rep == "all" or self.is_own:
            return {}
        return {"rep": row.rep_id or "none"}

    def leads_url(self, row: RepWeek, **filters: Any) -> str:
        """The lead list with the row's leads."""
        query: dict[str, Any] = {} if self.is_own else {"team": self.team.pk}
        if self.rep and not self.is_own:
            query = {"owner": self.rep.pk}
        elif row.rep != "all" and not self.is_own:
            query = {"owner": row.rep_id} if row.rep_id else query | {"owner": "none"}
        return with_query(reverse("followups:leads"), query | filters)

    def stops_url(self, row: RepWeek) -> str:
        """The report of early stops, of the week and the row's rep."""
        query: dict[str, Any] = {"week": str(self.week)}
        if not self.is_own:
            query |= {"team": self.team.slug}
            rep_id = self.rep.pk if self.rep else row.rep_id
            query |= {"rep": rep_id} if rep_id else {}
        return with_query(reverse("reports:report", args=["early-stops"]), query)

    def queue_url(self, row: RepWeek) -> str:
        return with_query(reverse("followups:queue"), {} if self.is_own else {"rep": row.rep_id})


def week_in_words(week: Week) -> str:
    """As in "30 Nov to 6 Dec 2026"."""
    first, last = (words.day_in_full(day).split(" ", 1)[1] for day in (week.first_on, week.last_on))
    return _("%(first)s to %(last)s") % {
        "first": first.removesuffix(f" {week.last_on.year}"),
        "last": last,
    }


def in_days(days: int) -> str:
    """As in "two weeks", "10 days" or "day", after "the previous"."""
    if days == 1:
        return pgettext("after the previous", "day")
    if days == 14:
        return _("two weeks")
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": number(days)}


def with_query(address: str, query: dict[str, Any]) -> str:
    query = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(query)}" if query else address
