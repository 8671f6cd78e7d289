"""The lead list leaves as a file."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models.lead import LeadQuerySet


class TooManyRows(Refusal):
    """More than a workbook is made for."""


def export_leads(
    *, leads: LeadQuerySet, query: str, form: str, most: int | None, by: User, at: datetime
) -> list[int]:
    """The ids of what leaves, in the order of the list; the log keeps who, which filter, how many.

    Refused as TooManyRows beyond `most`.
    """
    ids = list(leads.exportable_by(by).values_list("pk", flat=True))
    if most is not None and len(ids) > most:
        counts = {"rows": len(ids), "most": most}
        raise TooManyRows(
            _("A workbook holds %(most)d leads at most, and these are %(rows)d: take CSV.") % counts
        )
    record("leads exported", of=by, by=by, at=at, filter=query, rows=len(ids), form=form)
    return ids
