"""What an import brought, and what somebody did with it since."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from followups.imports.loading_touches import PUT
from followups.models import Touch
from leadfollow.log.models import Entry
from leads.models import Import, ImportRow, Inquiry
from leads.models.importing import ImportKind

CAME, ASKED = gettext_noop("lead imported"), gettext_noop("inquiry imported")
TAKEN_BACK, TAKEN_OFF = gettext_noop("inquiry taken back"), gettext_noop("touch taken back")
BEGUN = gettext_noop("cadence begun")
BRINGING = (ImportKind.LEADS, ImportKind.MEMBERS, ImportKind.TOUCHES)  # kinds that bring leads


@dataclass
class Brought:
    """Of some rows: which leads, further inquiries and touches they brought, and what keeps
    them."""

    leads: set[int] = field(default_factory=set)
    inquiries: dict[int, set[int]] = field(default_factory=dict)  # of which lead
    touches: dict[int, set[int]] = field(default_factory=dict)  # of which lead
    touched: dict[int, str] = field(default_factory=dict)  # lead -> what happened first

    def made_by(self, row: ImportRow) -> bool:
        """Whether the row brought anything that can be taken back."""
        return any(row.lead_id in its for its in (self.leads, self.inquiries, self.touches))

    def of_known(self, what: dict[int, set[int]]) -> dict[int, set[int]]:
        """What came to leads that were here before, and that nobody touched."""
        gone = self.touched.keys() | self.leads
        return {lead: ids for lead, ids in what.items() if lead not in gone}


def brought_by(batch: Import, rows: Iterable[ImportRow]) -> Brought:
    """The log of the import's own moment says what it brought; a later word, what was touched."""
    ids = {row.lead_id for row in rows if row.lead_id}
    own = Entry.objects.filter(
        lead_id__in=ids, at=batch.started_at or batch.created_at, by=batch.by
    )
    found = Brought()
    for event, lead, record in own.filter(event__in=(CAME, ASKED, PUT)).values_list(
        "event", "lead_id", "record_id"
    ):
        if lead is None:
            continue
        if event == CAME:
            found.leads.add(lead)
        else:
            its = found.inquiries if event == ASKED else found.touches
            its.setdefault(lead, set()).add(record)
    found.touched = touched_since(batch, ids)
    return found


def touched_since(batch: Import, lead_ids: Collection[int]) -> dict[int, str]:
    """Leads with which something happened that the import did not do itself, and what."""
    others = since(batch).filter(lead_id__in=lead_ids).order_by("-at", "-pk")
    return {lead: event for lead, event in others.values_list("lead_id", "event") if lead}


def since(batch: Import) -> QuerySet[Entry]:
    """The log without the import's own entries, without the cadences that were begun for all it
    brought, and without what another's undo took back."""
    inquiry = Inquiry.objects.filter(pk=OuterRef("record_id"))
    touch = Touch.objects.filter(pk=OuterRef("record_id"))
    entries = Entry.objects.filter(at__gt=batch.started_at or batch.created_at).exclude(
        event__in=(TAKEN_BACK, TAKEN_OFF)
    )
    begun = Entry.objects.filter(pk=OuterRef("pk"), event=BEGUN, details__of_import=batch.pk)
    entries = entries.exclude(Exists(begun))
    return entries.exclude(~Exists(inquiry), event=ASKED).exclude(~Exists(touch), event=PUT)
