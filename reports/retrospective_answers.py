"""The three questions of a retrospective, answered in plain words with what says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadfollow.words import number
from leads.models import UNPLANNED
from leads.models.lead import LeadQuerySet
from reports.retrospective import Findings, RepWeek, leads_of, new_leads
from reports.retrospective_asked import Asked, in_days
from reports.retrospective_lists import (
    DUE,
    DueLine,
    LeadLine,
    due_lines,
    due_touches,
    lead_lines,
)
from reports.retrospective_page import url_of

SHOWN = 10  # rows a question shows on a screen; the rest is a click away
ON_PAPER = 200  # where nothing can be clicked


@dataclass(frozen=True)
class Verdict:
    """One question: the answer, the rows that stand against it, and where all of them are.

    The rows are those for paper; a screen shows the first of them.
    """

    name: str
    title: str
    asks: str
    is_yes: bool
    says: str
    number: int
    url: str
    leads: list[LeadLine]
    touches: list[DueLine]
    beside: str = ""
    beside_url: str = ""
    shown: int = SHOWN

    @property
    def is_more(self) -> bool:
        return self.number > self.shown

    @property
    def not_on_paper(self) -> int:
        return self.number - max(len(self.leads), len(self.touches))


def verdicts(asked: Asked, its: Findings) -> list[Verdict]:
    """The answers; a yes costs no query."""
    return [new_leads_planned(asked, its), all_planned(asked, its), all_made(asked, its)]


def none_of(bare: int, of: int) -> str:
    """How many have no next step."""
    says = ngettext("%(number)s of %(of)s has none.", "%(number)s of %(of)s have none.", bare)
    return says % {"number": number(bare), "of": number(of)}


def new_leads_planned(asked: Asked, its: Findings) -> Verdict:
    new, bare = its.total.new_leads, its.total.new_without_next_step
    says = none_of(bare, new)
    if its.total.new_leads_planned:
        says = (
            _("All %(new)s have one, or are closed.") % {"new": number(new)}
            if new
            else _("There were no new leads.")
        )
    bare_leads = new_leads(asked.whose, asked.week, its.policy.numbers).filter(UNPLANNED)
    days = in_days(its.policy.numbers.cohort_days)
    return Verdict(
        "new",
        _("New leads"),
        _("Do the new leads of the previous %(days)s have a next step?") % {"days": days},
        its.total.new_leads_planned,
        says,
        bare,
        url_of(asked, its.total, "new_without_next_step"),
        lines(asked, bare_leads) if bare and not asked.is_kept else [],
        [],
    )


def all_planned(asked: Asked, its: Findings) -> Verdict:
    bare, of = its.total.without_next_step, its.total.open_leads - its.waiting
    says = none_of(bare, of)
    if its.total.all_planned:
        says = (
            _("All %(of)s have one.") % {"of": number(of)} if of else _("There are no open leads.")
        )
    bare_leads = leads_of(asked.whose).without_next_step()
    return Verdict(
        "open", _("No next step"), _("Are follow-ups scheduled for all open leads?"),
        its.total.all_planned, says, bare, url_of(asked, its.total, "without_next_step"),
        lines(asked, bare_leads) if bare and not asked.is_kept else [], [], *waiting(asked, its),
    )  # fmt: skip


def waiting(asked: Asked, its: Findings) -> tuple[str, str]:
    """The leads that have no owner yet stand beside the answer."""
    if not its.waiting:
        return "", ""
    said = ngettext(
        "%(number)s more waits for an owner", "%(number)s more wait for an owner", its.waiting
    )
    return said % {"number": number(its.waiting)}, asked.leads_url(RepWeek(""), state="open")


def left_in_words(total: RepWeek) -> str:
    """How many of the week, and from before it."""
    if total.older:
        says = ngettext(
            "%(number)s of the week is not made, and %(older)s from before.",
            "%(number)s of the week are not made, and %(older)s from before.",
            total.not_made,
        )
    else:
        says = ngettext(
            "%(number)s of the week is not made.",
            "%(number)s of the week are not made.",
            total.not_made,
        )
    return says % {"number": number(total.not_made), "older": number(total.older)}


def all_made(asked: Asked, its: Findings) -> Verdict:
    total, left = its.total, its.total.due_and_not_made
    says = left_in_words(total)
    if its.total.all_made:
        says = (
            _("All %(came_due)s of the week are settled.") % {"came_due": number(total.came_due)}
            if total.came_due
            else ""
        )
        says = says or _("Nothing came due.")
    return Verdict(
        "due", _("Due and overdue"), _("Have all due and overdue follow-ups been made?"),
        its.total.all_made, says, left, url_of(asked, its.total, "due_and_not_made"), [],
        not_made(asked) if left and not asked.is_kept else [],
    )  # fmt: skip


def lines(asked: Asked, leads: LeadQuerySet) -> list[LeadLine]:
    return lead_lines(leads, asked.whose, asked.week, now=asked.now, first=0, count=ON_PAPER)


def not_made(asked: Asked) -> list[DueLine]:
    touches = due_touches(asked.whose, asked.week, now=asked.now, part=DUE)
    return due_lines(touches, asked.whose, now=asked.now, first=0, count=ON_PAPER)
