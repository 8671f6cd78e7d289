"""The lead list: one page of the leads that a person asked for, its rows ready to be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.lists.lead_filter import LeadFilter
from followups.models import LOGGED, SCHEDULED, Touch
from followups.queue.rows import state_of
from followups.wording import touch_in_words
from leadfollow import words
from leadfollow.clock import WorkingTime, today
from leadfollow.keyset import Order
from leadfollow.people.models import User
from leads.models import Disposition, Lead, LeadContact, LeadTag

__all__ = ["LeadFilter", "LeadList", "LeadRow", "lead_list"]

PAGE = 50
MOST_COUNTED = 1000
SAID_AS_AGE = timedelta(days=99)  # older moments are said as a day
NEWEST = "-received"
QUICK = ("overdue", "today", "none", "later")
FIELDS = (
    "next",
    "state",
    "owner",
    "team",
    "campaign",
    "segment",
    "bucket",
    "tag",
    "product",
    "competitor",
    "territory",
    "touched",
    "outcome",
    "flag",
    "received_from",
    "received_to",
)
SORTS = {
    "received": Order(F("received_at")),
    "next": Order(F("next_due_at"), nullable=True),
    "touched": Order(F("last_touch_at"), nullable=True),
    "organisation": Order(Lower("organisation"), is_text=True),
}


@dataclass(frozen=True)
class LeadRow:
    """One lead, in words."""

    lead_id: int
    url: str
    organisation: str
    person: str
    tags: list[tuple[int, str]]
    state: str
    text: str
    step: str
    owner: str
    campaign: str
    touched: str
    received: str
    is_qualified: bool


@dataclass(frozen=True)
class LeadList:
    """One page of leads, how many there are in all, and where the next page begins."""

    filter: LeadFilter
    rows: list[LeadRow]
    number: int
    total: str
    sort: str
    next: str

    @property
    def quick_steps(self) -> list[tuple[str, str, bool]]:
        """State, address and whether it is at work, for the four links of the head."""
        asked = self.filter.data.get("next", "")
        return [(step, f"?next={step}", step == asked) for step in QUICK]

    @property
    def has_other_pages(self) -> bool:
        return self.number > len(self.rows)

    @property
    def shows_owner(self) -> bool:
        """Nobody and oneself are no choice."""
        return len(self.filter.filters["owner"].extra["choices"]) > 2

    @property
    def first_fields(self) -> list[BoundField]:
        return [self.filter.form[name] for name in self.first_names]

    @property
    def more_fields(self) -> list[BoundField]:
        names = [
            name
            for name in FIELDS
            if name not in (*self.first_names, "owner") and self.offers(name)
        ]
        return [self.filter.form[name] for name in names]

    @property
    def own_fields(self) -> list[BoundField]:
        """The filters by own fields, in a fold of their own."""
        return [self.filter.form[name] for name in self.filter.own_names]

    @property
    def has_own(self) -> bool:
        """Whether one of these is at work."""
        return any(self.filter.data.get(field.name) for field in self.own_fields)

    @property
    def has_more(self) -> bool:
        """Whether a filter is at work that would else be hidden."""
        return self.has_own or any(self.filter.data.get(f.name) for f in self.more_fields)

    @property
    def first_names(self) -> tuple[str, ...]:
        return ("next", "state", "owner" if self.shows_owner else "campaign")

    def offers(self, name: str) -> bool:
        """Whether there is anything to choose from."""
        fewest = 1 if name in ("product",) else 2
        return len(self.filter.filters[name].extra.get("choices", "any day")) >= fewest


def lead_list(params: QueryDict, *, user: User, now: datetime) -> LeadList:
    """What the address asks for, of the leads in this person's reach."""
    filtered = LeadFilter(params, user=user, now=now)
    sort = order_asked_for(params)
    order = order_of(sort)
    leads = order.apply(filtered.leads.select_related("owner", "campaign").defer("note", "extra"))
    after = params.get("after", "")
    page = list(order.after(leads, after)[: PAGE + 1])
    is_all = len(page) <= PAGE and not after
    number = len(page) if is_all else counted(filtered.leads)
    return LeadList(
        filter=filtered,
        rows=rows_of(page[:PAGE], reader=user, now=now, tagged=bool(filtered.tags)),
        number=number,
        total=total_in_words(number, counted(filtered.inquiries)),
        sort=sort,
        next=order.cursor_of(page[PAGE - 1]) if len(page) > PAGE else "",
    )


def order_asked_for(params: QueryDict) -> str:
    """One of `SORTS`, with a minus if downwards; the newest first, unless told otherwise."""
    sort = params.get("sort", NEWEST)
    return sort if sort.removeprefix("-") in SORTS else NEWEST


def order_of(sort: str) -> Order:
    order = SORTS[sort.removeprefix("-")]
    return Order(order.by, sort.startswith("-"), order.nullable, order.is_text)


def counted(rows: QuerySet[Any] | None) -> int:
    """How many there are; no more than one above the most that is counted."""
    return 0 if rows is None else rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


def total_in_words(leads: int, inquiries: int = 0) -> str:
    """As in "41 leads"; behind a count of inquiries, where some asked again, "42 inquiries of 41
    leads", so that the number is found where it leads to."""
    if leads > MOST_COUNTED:
        return _("more than %(number)s leads") % {"number": words.number(MOST_COUNTED)}
    told = ngettext("%(number)s lead", "%(number)s leads", leads) % {"number": words.number(leads)}
    if inquiries <= leads:
        return told
    many = {"number": words.number(min(inquiries, MOST_COUNTED)), "leads": told}
    if inquiries > MOST_COUNTED:
        return _("more than %(number)s inquiries of %(leads)s") % many
    return _("%(number)s inquiries of %(leads)s") % many


def rows_of(
    leads: Iterable[Lead], *, reader: User, now: datetime, tagged: bool = True
) -> list[LeadRow]:
    """Three queries for all that the leads themselves do not say; two where none is `tagged`."""
    leads = list(leads)
    people = {
        person.lead_id: str(person.contact)
        for person in LeadContact.objects.filter(lead__in=leads, is_primary=True).select_related(
            "contact"
        )
    }
    tags = tags_of(leads) if tagged else {}
    steps, last = touches_of(leads)
    working = reader.working_time
    return [
        row_of(
            lead,
            people.get(lead.pk, ""),
            tags.get(lead.pk, []),
            steps.get(lead.pk),
            last.get(lead.pk),
            working=working,
            now=now,
        )
        for lead in leads
    ]


def tags_of(leads: list[Lead]) -> dict[int, list[tuple[int, str]]]:
    """Id and name of each lead's tags."""
    tags: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for put in LeadTag.objects.filter(lead__in=leads).select_related("tag"):
        tags[put.lead_id].append((put.tag_id, put.tag.name))
    return tags


def touches_of(leads: list[Lead]) -> tuple[dict[int, Touch], dict[int, Touch]]:
    """The next step and the last touch of each lead, found by the moments that it keeps."""
    next_step = Q(SCHEDULED, due_at=F("lead__next_due_at"))
    last_touch = Q(LOGGED, happened_at=F("lead__last_touch_at"))
    touches = Touch.objects.manual().standing().filter(next_step | last_touch, lead__in=leads)
    scheduled: dict[int, Touch] = {}
    logged: dict[int, Touch] = {}
    for touch in touches.select_related("contact").order_by("pk"):
        if touch.is_scheduled:
            scheduled.setdefault(touch.lead_id, touch)
        else:
            logged[touch.lead_id] = touch
    return scheduled, logged


def row_of(
    lead: Lead,
    person: str,
    tags: list[tuple[int, str]],
    step: Touch | None,
    last: Touch | None,
    *,
    working: WorkingTime,
    now: datetime,
) -> LeadRow:
    state, text = standing_in_words(lead, step, working=working, now=now)
    return LeadRow(
        lead_id=lead.pk,
        url=reverse("followups:lead", args=[lead.pk]),
        organisation=str(lead),
        person=person,
        tags=tags,
        state=state,
        text=text,
        step=touch_in_words(step) if step else "",
        owner=str(lead.owner) if lead.owner else "",
        campaign=lead.campaign.name,
        touched=last_in_words(last, now, working.zone),
        received=ago(lead.received_at, now, working.zone),
        is_qualified=lead.qualified_at is not None,
    )


def standing_in_words(
    lead: Lead, step: Touch | None, *, working: WorkingTime, now: datetime
) -> tuple[str, str]:
    """The pill of a lead: its state, and what it says."""
    if not lead.is_open:
        state = "done" if lead.disposition == Disposition.WON else "later"
        return state, lead.get_disposition_display()
    if lead.next_due_at is None:
        return "none", _("no next step") if lead.owner_id else "nobody’s"
    text = words.due_in_words(lead.next_due_at, now, working, step.due_on if step else None)
    return state_of(lead.next_due_at, now=now, working=working), text


def last_in_words(touch: Touch | None, now: datetime, zone: tzinfo) -> str:
    """As in "No answer, 3 days ago"."""
    if touch is None or touch.happened_at is None:
        return ""
    return f"{touch.get_outcome_display()}, {ago(touch.happened_at, now, zone)}"


def ago(at: datetime, now: datetime, zone: tzinfo) -> str:
    """As in "3 days ago", or the day, if that is long ago."""
    if now - at < SAID_AS_AGE:
        return _("%(age)s ago") % {"age": words.age_in_words(now - at)}
    return words.day_in_full(today(zone, at))
