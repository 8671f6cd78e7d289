"""The log as an admin reads it: who changed what, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from leadfollow.bounds import within_reason
from leadfollow.clock import day_end, day_start
from leadfollow.keyset import Order
from leadfollow.log.models import Entry
from leadfollow.people.models import Team, User

PAGE = 50
NOBODY = "none"
NEWEST_FIRST = Order(F("at"), down=True)
# What is said by its name, and the name of its page's URL, if it has one; of all else the number
# says enough. Apps to the right add theirs when they are ready.
NAMED: dict[type[Model], str] = {Team: "", User: ""}
PERSONS = {"rep", "user", "owner", "deputy"}  # details that are somebody's number


class LogFilter(FilterSet):
    """Whose acts are listed, on what, and of which days."""

    by = ChoiceFilter(method="by_person", label=gettext_lazy("By"))
    event = CharFilter(
        field_name="event", lookup_expr="icontains", label=gettext_lazy("What"), max_length=60
    )
    lead = NumberFilter(
        field_name="lead_id", label=gettext_lazy("Lead number"), min_value=1, max_value=2**62
    )
    first = DateFilter(method="from_day", label=gettext_lazy("From"), validators=[within_reason])
    last = DateFilter(method="until_day", label=gettext_lazy("Until"), validators=[within_reason])

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        self.zone = reader.time_zone
        super().__init__(data, Entry.objects.all())
        people = [(person.pk, str(person)) for person in User.objects.order_by("name", "pk")]
        self.filters["by"].extra["choices"] = [(NOBODY, _("The product itself")), *people]

    def by_person(self, entries: QuerySet[Entry], name: str, person: str) -> QuerySet[Entry]:
        return entries.filter(by=None if person == NOBODY else int(person))

    def from_day(self, entries: QuerySet[Entry], name: str, day: date) -> QuerySet[Entry]:
        return entries.filter(at__gte=day_start(day, self.zone))

    def until_day(self, entries: QuerySet[Entry], name: str, day: date) -> QuerySet[Entry]:
        return entries.filter(at__lt=day_end(day, self.zone))

    @property
    def entries(self) -> QuerySet[Entry]:
        return self.qs if self.is_valid() else self.queryset.none()


@dataclass(frozen=True)
class LogRow:
    """One entry in words; an empty address where what it is about has no page, or is gone."""

    at: datetime
    by: str
    event: str
    about: str
    url: str
    details: list[tuple[str, str]]


@dataclass(frozen=True)
class LogList:
    """One page of the log, and where the next one begins."""

    filter: LogFilter
    rows: list[LogRow]
    next: str


def log_list(params: QueryDict, *, reader: User) -> LogList:
    """The entries that the address asks for, the newest first."""
    filtered = LogFilter(params, reader=reader)
    entries = NEWEST_FIRST.after(
        NEWEST_FIRST.apply(filtered.entries.select_related("by")), params.get("after", "")
    )
    page: list[Any] = list(entries[: PAGE + 1])
    shown = page[:PAGE]
    names = names_of(shown)
    return LogList(
        filter=filtered,
        rows=[row_of(entry, names) for entry in shown],
        next=NEWEST_FIRST.cursor_of(shown[-1]) if len(page) > PAGE else "",
    )


def names_of(entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """What the entries are about, by sort and number, as far as it has a name and still stands."""
    asked: dict[str, set[int]] = {}
    for entry in entries:
        asked.setdefault(entry.kind, set()).add(entry.record_id)
        if entry.lead_id:
            asked.setdefault("lead", set()).add(entry.lead_id)
        people = (entry.details[key] for key in PERSONS & entry.details.keys())
        asked.setdefault("user", set()).update(pk for pk in people if isinstance(pk, int))
    return {
        (kind, pk): str(row)
        for model in NAMED
        if (kind := model._meta.model_name or "") in asked
        for pk, row in model._default_manager.in_bulk(asked[kind]).items()
    }


def pages() -> dict[str, str]:
    """The name of the page's URL, by what it is of."""
    return {model._meta.model_name or "": page for model, page in NAMED.items()}


def row_of(entry: Entry, names: dict[tuple[str, int], str]) -> LogRow:
    kind, pk = ("lead", entry.lead_id) if entry.lead_id else (entry.kind, entry.record_id)
    name, page = names.get((kind, pk), ""), pages().get(kind)
    sort = entry.kind.replace("_", " ")
    return LogRow(
        at=entry.at,
        by=str(entry.by) if entry.by else "",
        event=_(entry.event),
        about=name or f"{sort} {entry.record_id}",
        url=reverse(page, args=[pk]) if name and page else "",
        details=[
            (
                key.replace("_", " "),
                (key in PERSONS and names.get(("user", value))) or said(value),
            )
            for key, value in entry.details.items()
            if value not in ("", [], {})
        ],
    )


def said(value: Any) -> str:
    """A plain JSON value in a line of text; a code in words."""
    if isinstance(value, list | tuple):
        return ", ".join(said(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said(one)}" for key, one in value.items())
    if value is None or isinstance(value, bool):
        return _("yes") if value else _("none") if value is None else _("no")
    return (
        value.replace("_", " ") if isinstance(value, str) and value.isidentifier() else str(value)
    )
