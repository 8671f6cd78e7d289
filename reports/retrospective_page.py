"""What the page of a retrospective shows: each number with the address of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.numbers import Numbers
from leadfollow.clock import Week
from leadfollow.words import number
from reports.amnesties import Amnesty, amnesties
from reports.commitments_kept import CommitmentsKept
from reports.follow_up_level import Level
from reports.ledger import Fate, Ledger
from reports.retrospective import SILENCES, Findings, RepWeek
from reports.retrospective_asked import Asked, in_days, week_in_words
from reports.retrospective_lists import (
    DUE,
    NOT_FOLLOWED_UP,
    OLDER,
    UNPLANNED_PART,
    WRITTEN_OFF,
)

CHART_HEIGHT = 144  # pixels of the longest column
COLOURS = {
    Fate.ON_TIME: "done", Fate.LATE: "today", Fate.NOT_MADE: "overdue", Fate.MOVED: "later",
    Fate.CANCELLED: "cancelled",
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """One cell: what it counts, where its rows are, and how it looks when it is not zero."""

    label: str
    number: int
    url: str
    state: str = ""


@dataclass(frozen=True)
class RepRow:
    """A rep in the two tables: his leads, and the ledger of his week."""

    row: RepWeek
    queue_url: str
    url: str
    leads: tuple[Number, ...]
    ledger: tuple[Number, ...]
    level_url: str


def rep_row(asked: Asked, row: RepWeek, by: Numbers) -> RepRow:
    return RepRow(
        row,
        asked.queue_url(row) if row.rep_id else "",
        asked.url(rep=row.rep_id) if row.rep_id and not asked.rep else "",
        tuple(lead_numbers(asked, row, by)),
        tuple(ledger_numbers(asked, row)),
        url_of(asked, row, "not_followed_up"),
    )


def lead_numbers(asked: Asked, row: RepWeek, by: Numbers) -> list[Number]:
    """What is counted in leads."""
    return [
        number_of(asked, row, _("New leads"), "new_leads"),
        number_of(asked, row, _("New without next step"), "new_without_next_step", "none"),
        number_of(asked, row, _("Open"), "open_leads"),
        number_of(asked, row, _("Without next step"), "without_next_step", "none"),
        number_of(asked, row, _("Overdue"), "overdue", "overdue"),
        *silent_numbers(asked, row, by),
        number_of(asked, row, _("Stopped early"), "stopped_early"),
    ]


def number_of(asked: Asked, row: RepWeek, label: str, name: str, state: str = "") -> Number:
    return Number(label, getattr(row, name), url_of(asked, row, name), state)


def url_of(asked: Asked, row: RepWeek, name: str) -> str:
    """Where the rows of a number are: as they are now, or as a closed week keeps them."""
    if asked.is_kept:
        return asked.url("kept", where={"figure": name}, **asked.of(row))
    if name in ON_LEAD_LIST:
        return asked.leads_url(row, **ON_LEAD_LIST[name])
    if name in SILENCES:
        days = asked.silences[SILENCES.index(name)]
        return asked.leads_url(row, touched=f"silent-{days}")
    if name == "stopped_early":
        return asked.stops_url(row)
    page, part = IN_PARTS[name]
    return asked.url(page, part=part, **asked.of(row))


ON_LEAD_LIST = {
    "open_leads": {"state": "open"},
    "without_next_step": {"next": "none"},
    "overdue": {"next": "overdue"},
}
IN_PARTS = {
    "new_leads": ("leads", ""),
    "new_without_next_step": ("leads", UNPLANNED_PART),
    "not_followed_up": ("leads", NOT_FOLLOWED_UP),
    "came_due": ("touches", ""),
    "older": ("touches", OLDER),
    "written_off": ("touches", WRITTEN_OFF),
    "due_and_not_made": ("touches", DUE),
} | {fate.value: ("touches", fate.value) for fate in Fate}


def silent_numbers(asked: Asked, row: RepWeek, by: Numbers) -> list[Number]:
    return [
        number_of(
            asked,
            row,
            ngettext("Silent %(days)s day", "Silent %(days)s days", days) % {"days": days},
            name,
        )
        for name, days in zip(SILENCES, by.silences, strict=True)
    ]


def ledger_numbers(asked: Asked, row: RepWeek) -> list[Number]:
    """What is counted in touches."""
    return [
        number_of(asked, row, _("Came due"), "came_due"),
        number_of(asked, row, _("On time"), "on_time"),
        number_of(asked, row, _("Late"), "late"),
        number_of(asked, row, _("Not made"), "not_made", "overdue"),
        number_of(asked, row, _("Moved"), "moved"),
        number_of(asked, row, _("Cancelled"), "cancelled"),
        number_of(asked, row, _("From before"), "older", "overdue"),
    ]


@dataclass(frozen=True)
class Tile:
    """A large number at the top; `text` is its verdict."""

    label: str
    number: int | None
    url: str
    state: str = ""
    text: str = ""
    note: str = ""
    unit: str = ""


def tiles(asked: Asked, its: Findings) -> list[Tile]:
    """The answers in numbers; the follow-up level stands beside them, with its band."""
    total, by = its.total, its.policy.numbers
    first, second, third = by.silences
    older = _("%(second)s days %(silent_longer)s · %(third)s days %(silent_longest)s") % {
        "second": second,
        "silent_longer": number(total.silent_longer),
        "third": third,
        "silent_longest": number(total.silent_longest),
    }
    return [
        Tile(
            _("New leads without a next step"),
            total.new_without_next_step,
            url_of(asked, total, "new_without_next_step"),
            "done" if its.total.new_leads_planned else "none",
            _("of %(new_leads)s in %(days)s")
            % {"new_leads": number(total.new_leads), "days": in_days(by.cohort_days)},
        ),
        Tile(
            _("Open leads without a next step"),
            total.without_next_step,
            url_of(asked, total, "without_next_step"),
            "done" if its.total.all_planned else "none",
            _("of %(open_leads)s open") % {"open_leads": number(total.open_leads - its.waiting)},
        ),
        Tile(
            _("Due and not made"),
            total.due_and_not_made,
            url_of(asked, total, "due_and_not_made"),
            "done" if its.total.all_made else "overdue",
            whose_debt(its),
        ),
        Tile(
            ngettext("Silent for %(first)s day", "Silent for %(first)s days", first)
            % {"first": first},
            total.silent,
            url_of(asked, total, "silent"),
            note=older,
        ),
    ]


def whose_debt(its: Findings) -> str:
    """As in "4 are Ben's": who has most of what is not made."""
    worst = max(its.rows, key=lambda row: row.due_and_not_made, default=None)
    if worst is None or not worst.due_and_not_made:
        return _("of %(came_due)s that came due") % {"came_due": number(its.total.came_due)}
    if len(its.rows) == 1 or worst.rep_id is None:
        return _("%(not_made)s of this week") % {"not_made": number(its.total.not_made)}
    return _("%(number)s of %(rep)s") % {
        "number": number(worst.due_and_not_made),
        "rep": worst.rep,
    }


@dataclass(frozen=True)
class Column:
    """One week of the chart; each segment is a colour, its place from above and its height."""

    week: Week
    url: str
    came_due: int
    ledger: Any
    height: int
    numbers: tuple[Number, ...]
    segments: tuple[tuple[str, int, int], ...]
    is_this: bool


def chart(asked: Asked, weeks: tuple[Ledger, ...]) -> list[Column]:
    """The weeks side by side, drawn to one scale."""
    highest = max((its.total.came_due for its in weeks), default=0) or 1
    return [column(asked, its, highest) for its in weeks]


def column(asked: Asked, its: Ledger, highest: int) -> Column:
    total = its.total
    segments, above = [], total.came_due
    for fate, colour in COLOURS.items():
        if number := getattr(total, fate):
            above -= number
            segments.append((colour, above, number))
    height = -(-CHART_HEIGHT * total.came_due // highest)
    return Column(
        its.week, asked.url(week=its.week), total.came_due, total, height,
        tuple(week_numbers(asked, its)), tuple(segments),
        its.week == asked.week,
    )  # fmt: skip


def week_numbers(asked: Asked, its: Ledger) -> list[Number]:
    """The week's row of the table behind the chart."""
    total = its.total
    if asked.is_kept:  # the rows of other weeks were kept by their own retrospectives
        names = {"came_due": _("Came due")} | {fate.value: str(fate.label) for fate in Fate}
        return [Number(label, getattr(total, name), "") for name, label in names.items()]
    numbers = [Number(_("Came due"), total.came_due, asked.url("touches", its.week))]
    for fate in Fate:
        url = asked.url("touches", its.week, part=fate)
        state = "overdue" if fate == Fate.NOT_MADE else ""
        numbers.append(Number(str(fate.label), getattr(total, fate), url, state))
    return numbers


@dataclass(frozen=True)
class Page:
    """All that the page shows beside the answers to the questions."""

    title: str
    days: str
    others: list[tuple[str, str, bool]]  # teams: name, address, whether it is this one
    tiles: list[Tile]
    level: Level
    level_url: str
    level_note: str
    band: tuple[int, int]  # where a level is healthy
    reps: list[RepRow]
    total: RepRow
    columns: list[Column]
    silent: list[Number]
    written_off: Number
    amnesties: list[Amnesty]
    cohort: str  # in how many days what is new came in
    previous: str
    next: str


def kept_tile(asked: Asked, made: CommitmentsKept) -> Tile:
    """How much of what was agreed before was done."""
    carried = ngettext("%(n)s carried over", "%(n)s carried over", made.carried)
    return Tile(
        _("Commitments kept"),
        made.kept,
        asked.walk_url("commitments"),
        note=carried % {"n": number(made.carried)} if made.carried else "",
        unit=_("of %(number)s") % {"number": number(made.all)},
    )


def page_of(asked: Asked, its: Findings, made: CommitmentsKept, pardoned: QuerySet[Any]) -> Page:
    """All of it; `pardoned` are the touches behind the number of those that were written off."""
    total, by = its.total, its.policy.numbers
    is_last = asked.week == asked.this_week
    return Page(
        title=_("%(name)s, week %(number)s") % {"name": asked.name, "number": asked.week.number},
        days=week_in_words(asked.week),
        others=asked.others,
        tiles=[*tiles(asked, its), kept_tile(asked, made)],
        level=total.level,
        level_url=url_of(asked, total, "not_followed_up"),
        level_note=_("%(followed_up)s of %(inquiries)s · healthy %(low)s to %(high)s")
        % {
            "followed_up": number(total.followed_up),
            "inquiries": number(total.inquiries),
            "low": by.band[0],
            "high": by.band[1],
        },
        band=by.band,
        reps=[rep_row(asked, row, by) for row in its.rows],
        total=rep_row(asked, total, by),
        columns=chart(asked, its.weeks),
        silent=silent_numbers(asked, total, by),
        written_off=number_of(asked, total, _("Written off"), "written_off"),
        amnesties=amnesties(pardoned) if total.written_off else [],
        cohort=in_days(by.cohort_days),
        previous="" if asked.week.is_first else asked.url(week=asked.week.previous),
        next="" if is_last else asked.url(week=asked.week.next),
    )
