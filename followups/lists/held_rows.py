"""What else waits for a person: held rows of files, and what forms keep in quarantine."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from campaigns.models import Campaign
from followups.imports.held import may_be_completed
from leadfollow.people.models import User
from leads.models import ImportRow, Submission

MOST = 50  # shown; a file may hold thousands
CELLS = 6  # of a row, to see which it is


@dataclass(frozen=True)
class HeldLine:
    """One held row: why, and its first cells."""

    row_id: int
    file_name: str
    line: int
    reason: str
    cells: str
    may_complete: bool


@dataclass(frozen=True)
class HeldLines:
    """Those shown, and how many there are."""

    lines: list[HeldLine]
    count: int


@dataclass(frozen=True)
class QuarantineCount:
    """How many a campaign's form keeps in quarantine."""

    campaign: Campaign
    count: int


def held_lines_for(user: User) -> HeldLines:
    """Those on which this person decides, of the newest file first."""
    waiting = ImportRow.objects.waiting_for(user)
    rows = waiting.select_related("batch").defer("batch__content").order_by("-batch", "line")
    shown = [line_of(row) for row in rows[:MOST]]
    return HeldLines(shown, len(shown) if len(shown) < MOST else waiting.count())


def line_of(row: ImportRow) -> HeldLine:
    filled = [str(cell).strip() for cell in row.cells if str(cell).strip()]
    return HeldLine(
        row_id=row.pk,
        file_name=row.batch.file_name,
        line=row.line,
        reason=row.reason,
        cells=" · ".join(filled[:CELLS]),
        may_complete=may_be_completed(row),
    )


def quarantine_for(user: User) -> list[QuarantineCount]:
    """Of an event manager's campaigns, of an admin's all; those with most first."""
    if not (user.is_event_manager or user.is_admin):
        return []
    mine = Campaign.objects.formed_by(user)
    kept = Submission.objects.quarantined().filter(form__campaign__in=mine).order_by()
    counts = dict(kept.values_list("form__campaign").annotate(n=Count("pk")))
    campaigns = Campaign.objects.in_bulk(counts) if counts else {}
    found = [QuarantineCount(campaigns[pk], number) for pk, number in counts.items()]
    return sorted(found, key=lambda each: (-each.count, each.campaign.pk))
