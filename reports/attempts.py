"""What came of how many attempts: leads by how often they were tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from followups.models import Touch
from leads.models import Disposition, LeadStatus
from reports.activity import outbound
from reports.lead_names import lead_name
from reports.question import Answer, Question
from reports.sources import share

WON = Q(disposition=Disposition.WON)
DIGITS = 10  # of a number that a database can compare
PARTS: dict[str, Q] = {
    "won": WON,
    "lost": Q(status=LeadStatus.CLOSED) & ~WON,
    "open": ~Q(status=LeadStatus.CLOSED),
}


@dataclass(frozen=True)
class Tried:
    """The leads that were tried so many times, and what became of them."""

    attempts: int
    leads: int
    won: int
    lost: int
    open: int
    percent: float | None  # won, of all of them


@dataclass(frozen=True)
class TriedLead:
    """One lead that was tried."""

    lead: str
    lead_id: int
    campaign: str
    rep: str
    attempts: int
    before: int | None
    status: str
    closed: datetime | None


def tried(question: Question) -> Any:
    """Leads with the number of attempts: touches made here, and those of before that a file
    counts. One that nobody tried is in none of the numbers."""
    made = outbound(Touch.objects.filter(lead=OuterRef("pk"), happened_at__lte=question.now))
    here = made.order_by().values("lead").annotate(n=Count("pk")).values("n")
    attempts = Coalesce(Subquery(here), 0) + Coalesce(F("tried_before"), 0)
    return question.leads.annotate(attempts=attempts).filter(attempts__gt=0)


def answer(question: Question) -> Answer:
    """One row for each number of attempts, the fewest first."""
    counts: dict[str, Any] = {name: Count("pk", filter=part) for name, part in PARTS.items()}
    groups = tried(question).order_by().values("attempts").annotate(leads=Count("pk"), **counts)
    rows = [Tried(**row, percent=share(row["won"], row["leads"])) for row in groups]
    rows.sort(key=lambda row: row.attempts)
    leads, won = sum(row.leads for row in rows), sum(row.won for row in rows)
    totals = {
        "leads": leads,
        "attempts": sum(row.attempts * row.leads for row in rows),
        "won": won,
        "percent": share(won, leads),
    }
    return Answer(rows[question.window], totals)


def answer_leads(question: Question) -> Answer:
    """The leads behind those numbers, the newest first; a part is a number or an outcome."""
    leads = tried(question)
    for part in filter(None, question.part.split(",")):
        if part.isdecimal() and len(part) < DIGITS:
            number: dict[str, Any] = {"attempts": int(part)}
            leads = leads.filter(**number)
        else:
            leads = leads.filter(PARTS.get(part, Q()))
    rows = leads.order_by("-received_at", "-pk").values_list(
        lead_name(), "pk", "campaign__name", F("owner__name"), "attempts", "tried_before",
        "status", "disposition", "closed_at",
    )  # fmt: skip
    return Answer(
        [
            TriedLead(lead, pk, campaign, rep or _("Nobody"), n, before, said(*ended), closed)
            for lead, pk, campaign, rep, n, before, *ended, closed in rows[question.window]
        ],
        {"leads": leads.count()},
    )


def said(status: str, disposition: str) -> str:
    """Where it stands, or how it ended."""
    return str(Disposition(disposition).label if disposition else LeadStatus(status).label)
