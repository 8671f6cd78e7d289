"""The three questions of a retrospective, answered in plain words with what says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from leads.models import UNPLANNED
from leads.models.lead import LeadQuerySet
from reports.retrospective import RepWeek, Retrospective, leads_of, new_leads
from reports.retrospective_asked import Asked, in_days
from reports.retrospective_lists import (
    DUE,
    DueLine,
    LeadLine,
    due_lines,
    due_touches,
    lead_lines,
)

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


def verdicts(asked: Asked, its: Retrospective) -> list[Verdict]:
    """The answers; a yes costs no query."""
    return [new_leads_planned(asked, its), all_planned(asked, its), all_made(asked, its)]


def new_leads_planned(asked: Asked, its: Retrospective) -> Verdict:
    new, bare = its.total.new_leads, its.total.new_without_next_step
    says = f"{bare:,} of {new:,} {'has' if bare == 1 else 'have'} none."
    if its.total.new_leads_planned:
        says = f"All {new:,} have one, or are closed." if new else "There were no new leads."
    bare_leads = new_leads(asked.whose, asked.week, its.policy.numbers).filter(UNPLANNED)
    days = in_days(its.policy.numbers.cohort_days)
    return Verdict(
        "new", "New leads", f"Do the new leads of the previous {days} have a next step?",
        its.total.new_leads_planned, says, bare, asked.url("leads", part="unplanned"),
        lines(asked, bare_leads) if bare else [], [],
    )  # fmt: skip


def all_planned(asked: Asked, its: Retrospective) -> Verdict:
    bare, of = its.total.without_next_step, its.total.open_leads - its.waiting
    says = f"{bare:,} of {of:,} {'has' if bare == 1 else 'have'} none."
    if its.total.all_planned:
        says = f"All {of:,} have one." if of else "There are no open leads."
    bare_leads = leads_of(asked.whose).without_next_step()
    return Verdict(
        "open", "No next step", "Are follow-ups scheduled for all open leads?",
        its.total.all_planned, says, bare, asked.leads_url(its.total, next="none"),
        lines(asked, bare_leads) if bare else [], [], *waiting(asked, its),
    )  # fmt: skip


def waiting(asked: Asked, its: Retrospective) -> tuple[str, str]:
    """The leads that have no owner yet stand beside the answer."""
    if not its.waiting:
        return "", ""
    said = f"{its.waiting:,} more {'waits' if its.waiting == 1 else 'wait'} for an owner"
    return said, asked.leads_url(RepWeek(""), state="open")


def all_made(asked: Asked, its: Retrospective) -> Verdict:
    total, left = its.total, its.total.due_and_not_made
    says = f"{total.not_made:,} of the week {'is' if total.not_made == 1 else 'are'} not made"
    says += f", and {total.older:,} from before." if total.older else "."
    if its.total.all_made:
        says = f"All {total.came_due:,} of the week are settled." if total.came_due else ""
        says = says or "Nothing came due."
    return Verdict(
        "due", "Due and overdue", "Have all due and overdue follow-ups been made?",
        its.total.all_made, says, left, asked.url("touches", part=DUE), [],
        not_made(asked) if left else [],
    )  # fmt: skip


def lines(asked: Asked, leads: LeadQuerySet) -> list[LeadLine]:
    return lead_lines(leads, asked.whose, asked.week, now=asked.now, first=0, count=ON_PAPER)


def not_made(asked: Asked) -> list[DueLine]:
    touches = due_touches(asked.whose, asked.week, now=asked.now, part=DUE)
    return due_lines(touches, asked.whose, now=asked.now, first=0, count=ON_PAPER)
