"""The kept state of leads that come in, worked out before they are written."""

from __future__ import annotations

from followups.in_force import numbers_in_force
from followups.rows import Rows
from followups.state import changed, standing_of, standing_of_assignment, standing_of_inquiry
from leads.imports.arrivals import Arrivals
from leads.imports.loaded import Loaded
from leads.models import Lead


def settle_new(loaded: Loaded) -> list[Lead]:
    """Settle the new leads of new people, of whom all rows are at hand, and tell which these are.

    The others, such as those with a touch, are settled from the database when they are written.
    """
    arrivals = loaded.arrivals
    if arrivals is None or loaded.steps:
        return []
    # Somebody known may have answered at another lead.
    known = {id(person.lead) for person in arrivals.people if person.contact.pk}
    known |= {id(lead) for lead in arrivals.reopened}
    return [settled(its) for lead, its in rows_of_new(arrivals).items() if lead not in known]


def rows_of_new(arrivals: Arrivals) -> dict[int, Rows]:
    """What each new lead's state follows from, by the lead's id()."""
    numbers = numbers_in_force()
    rows = {id(lead): Rows(lead, numbers) for lead in arrivals.leads}
    for name in ("people", "inquiries", "assignments", "closures"):
        for record in getattr(arrivals, name):
            if its := rows.get(id(record.lead)):
                getattr(its, name).append(record)
    return rows


def settled(its: Rows) -> Lead:
    """The lead with what follows from its rows, as `followups.state` writes it."""
    its.inquiries.sort(key=lambda inquiry: inquiry.received_at)
    for inquiry in its.inquiries:
        inquiry.campaign = inquiry.campaign  # which has its key by now
        changed(inquiry, standing_of_inquiry(inquiry, its))
    if its.judge:
        changed(its.judge, standing_of_assignment(its.judge, its))
    its.lead.campaign = its.lead.campaign
    changed(its.lead, standing_of(its))
    return its.lead
