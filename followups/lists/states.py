"""Where a lead may stand, as the lead list is filtered by it: its ends with our own reasons."""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.lists.remembered import rows_of
from leads.lists import CLOSE_REASONS, REJECTED, VERDICT_REASONS, own_choice
from leads.models import Closure, Disposition, LeadStatus, Verdict
from leads.models.lead import LeadQuerySet

STATES = [
    ("open", gettext_lazy("Open")),
    ("qualified", gettext_lazy("Qualified")),
    *LeadStatus.choices,
    *Disposition.choices,
]
OWN_REASON = re.compile(r"([a-z_]+)-(\d{1,18})")


def states() -> list[tuple[str, str]]:
    """Beneath each end its own reasons, and at last those to reject a lead; retired ones too."""
    own: dict[str, list[tuple[str, str]]] = {}
    for row in rows_of(CLOSE_REASONS):
        choice = (own_choice(row.disposition, row.pk), f"{row.get_disposition_display()}: {row}")
        own.setdefault(row.disposition, []).append(choice)
    rejected = [
        (own_choice(REJECTED, row.pk), _("Rejected: %(row)s") % {"row": row})
        for row in rows_of(VERDICT_REASONS)
    ]
    ends = [
        choice for state in STATES for choice in ((state[0], str(state[1])), *own.get(state[0], []))
    ]
    return [*ends, *rejected]


def in_state(leads: LeadQuerySet, state: str) -> LeadQuerySet:
    """Those of the leads that stand there."""
    if state == "open":
        return leads.open()
    if state == "qualified":
        return leads.filter(qualified_at__isnull=False)
    if own := OWN_REASON.fullmatch(state):
        said = Verdict.objects if own[1] == REJECTED else Closure.objects
        here = said.standing().filter(lead=OuterRef("pk"), why=int(own[2]))
        return leads.filter(Exists(here))
    column = "status" if state in LeadStatus.values else "disposition"
    return leads.filter(**{column: state})
