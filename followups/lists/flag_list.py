"""The standing flags: each lead once, under its primary flag, so that the causes add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, FilterSet

from followups.lists.lead_filter import NOBODY, Choices
from followups.models import Flag, FlagKind
from followups.models.flag import RANKS, ranked
from leadfollow.people.models import User
from leadfollow.words import age_in_words, moment_in_full

PAGE = 50
STATES = {
    FlagKind.UNASSIGNED: "none",
    FlagKind.SLOW_START: "overdue",
    FlagKind.OVERDUE: "overdue",
    FlagKind.MISSING: "none",
    FlagKind.EXHAUSTED: "today",
    FlagKind.NO_VERDICT: "today",
    FlagKind.INCOMPLETE: "today",
    FlagKind.PROMISE_OPEN: "overdue",
}
CAUSES = {
    FlagKind.UNASSIGNED: gettext_lazy("No owner by {}"),
    FlagKind.SLOW_START: gettext_lazy("First touch was due {}"),
    FlagKind.OVERDUE: gettext_lazy("Next step was due {}"),
    FlagKind.MISSING: gettext_lazy("Nothing planned since {}"),
    FlagKind.EXHAUSTED: gettext_lazy("Tried often enough without an answer by {}"),
    FlagKind.NO_VERDICT: gettext_lazy("A verdict was due {}"),
    FlagKind.INCOMPLETE: gettext_lazy("One of the six contact fields is blank since {}"),
    FlagKind.PROMISE_OPEN: gettext_lazy("What was asked for was promised by {}"),
}


@dataclass(frozen=True)
class FlagRow:
    """One lead and its primary flag, in words; `others` stand beside it."""

    url: str
    organisation: str
    owner: str
    campaign: str
    state: str
    kind: str
    cause: str
    age: str
    others: str


@dataclass(frozen=True)
class KindCount:
    """How many leads have this as their primary flag; `kind` is empty for all of them."""

    kind: str
    label: str
    state: str
    count: int
    url: str
    is_chosen: bool


def primary(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    """Of each lead the first standing flag."""
    before = (
        Flag.objects.standing()
        .annotate(rank=ranked())
        .filter(lead=OuterRef("lead"), rank__lt=OuterRef("rank"))
    )
    return flags.annotate(rank=ranked()).filter(~Exists(before))


class FlagFilter(FilterSet):
    """Whose flags are listed, and of which kind."""

    kind = ChoiceFilter(choices=FlagKind.choices, label=gettext_lazy("Cause"))
    team = ChoiceFilter(method="by_team", label=gettext_lazy("Team"))
    owner = ChoiceFilter(method="by_owner", label=gettext_lazy("Owner"))

    class Meta:
        model = Flag
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user: User) -> None:
        flags = Flag.objects.standing().visible_to(user)
        super().__init__(data, primary(flags))
        choices = Choices.of(user, [])
        self.filters["team"].extra["choices"] = choices.team
        self.filters["owner"].extra["choices"] = choices.owner

    def by_team(self, flags: QuerySet[Flag], name: str, team: str) -> QuerySet[Flag]:
        return flags.filter(
            Q(lead__owner__team=int(team)) | Q(lead__owner=None, lead__campaign__team=int(team))
        )

    def by_owner(self, flags: QuerySet[Flag], name: str, owner: str) -> QuerySet[Flag]:
        return flags.filter(lead__owner=None if owner == NOBODY else int(owner))

    @property
    def flags(self) -> QuerySet[Flag]:
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def of_every_kind(self) -> QuerySet[Flag]:
        """The same flags, whatever kind is asked for: the counts of the head."""
        if not self.is_valid():
            return self.queryset.none()
        flags, said = self.queryset, self.form.cleaned_data
        for name in ("team", "owner"):
            flags = self.filters[name].filter(flags, said[name])
        return flags

    @property
    def shown(self) -> list[Any]:
        """The fields where there is anything to choose from."""
        fewest = {"team": 2, "owner": 3}  # nobody and oneself are no choice
        names = [n for n, few in fewest.items() if len(self.filters[n].extra["choices"]) >= few]
        return [self.form[name] for name in names]


@dataclass(frozen=True)
class FlagList:
    """One page of flags, the counts of all kinds, and where the next page begins."""

    filter: FlagFilter
    counts: list[KindCount]
    rows: list[FlagRow]
    next: str


def flag_list(params: QueryDict, *, user: User, now: datetime) -> FlagList:
    """The standing flags in reach that the address asks for: the most basic cause first, then
    the oldest."""
    filtered = FlagFilter(params, user=user)
    flags = filtered.flags.select_related("lead__owner", "lead__campaign")
    flags = after(flags, params.get("after", "")).order_by(ranked(), "began_at", "pk")
    page = list(flags[: PAGE + 1])
    return FlagList(
        filter=filtered,
        counts=counts_of(filtered, params),
        rows=rows_of(page[:PAGE], now=now, zone=user.time_zone),
        next=cursor_of(page[PAGE - 1]) if len(page) > PAGE else "",
    )


def cursor_of(flag: Flag) -> str:
    return f"{RANKS[FlagKind(flag.kind)]}~{flag.began_at.isoformat()}~{flag.pk}"


def after(flags: QuerySet[Flag], cursor: str) -> QuerySet[Flag]:
    """The flags behind the one that the cursor names; all of them if it names none."""
    try:
        rank, moment, pk = cursor.split("~")
        place = int(rank), datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return flags
    later = Q(began_at__gt=place[1]) | Q(began_at=place[1], pk__gt=place[2])
    return flags.alias(rank=ranked()).filter(Q(rank__gt=place[0]) | Q(rank=place[0]) & later)


def counts_of(filtered: FlagFilter, params: QueryDict) -> list[KindCount]:
    """All, then each kind; the kinds add up to all."""
    counted = filtered.of_every_kind.order_by().values("kind").annotate(leads=Count("pk"))
    counts = {row["kind"]: row["leads"] for row in counted}
    chosen = params.get("kind", "")
    return [
        KindCount("", _("leads flagged"), "", sum(counts.values()), at(params, ""), not chosen),
        *(
            KindCount(
                kind,
                kind.label.lower(),
                STATES[kind],
                counts.get(kind, 0),
                at(params, kind),
                kind == chosen,
            )
            for kind in FlagKind
        ),
    ]


def at(params: QueryDict, kind: str) -> str:
    """The address of the same list with this kind alone."""
    changed = params.copy()
    changed.pop("after", None)
    changed.pop("kind", None)
    if kind:
        changed["kind"] = kind
    return f"?{changed.urlencode()}"


def rows_of(flags: list[Flag], *, now: datetime, zone: tzinfo) -> list[FlagRow]:
    beside: dict[int, list[str]] = {}
    standing = Flag.objects.standing().filter(lead__in=[flag.lead_id for flag in flags])
    for flag in standing.exclude(pk__in=[flag.pk for flag in flags]).in_order_of_precedence():
        beside.setdefault(flag.lead_id, []).append(flag.get_kind_display().lower())
    return [row_of(flag, beside.get(flag.lead_id, []), now=now, zone=zone) for flag in flags]


def row_of(flag: Flag, others: list[str], *, now: datetime, zone: tzinfo) -> FlagRow:
    kind, lead = FlagKind(flag.kind), flag.lead
    return FlagRow(
        url=reverse("followups:lead", args=[lead.pk]),
        organisation=str(lead),
        owner=str(lead.owner) if lead.owner else "",
        campaign=lead.campaign.name,
        state=STATES[kind],
        kind=str(kind.label).lower(),
        cause=CAUSES[kind].format(moment_in_full(flag.began_at, zone)),
        age=age_in_words(now - flag.began_at),
        others=", ".join(others),
    )
