"""Whether closed retrospectives stand: what each says is what was written when it was closed."""

from __future__ import annotations

from followups.audit.findings import Finding
from reports.models import Retrospective
from reports.models.retrospective import CLOSED


def past_stands() -> Finding:
    """Each closed retrospective's digest is that of its snapshot (law 8)."""
    closed = Retrospective.objects.filter(CLOSED).order_by("pk")
    found = [f"retrospective {its.pk}: says something else" for its in closed if not its.stands]
    return Finding(closed.count(), found)
