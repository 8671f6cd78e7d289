"""Rows of files that wait for a person: what they say, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from followups.imports.downloads import header_of
from followups.imports.starting import as_options
from followups.operations.entering import Entered, enter_lead
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.imports.cleaning import clean, habits_of
from leads.imports.likeness import with_external_id
from leads.imports.mapping import Mapping
from leads.imports.own_columns import kind_named
from leads.imports.refusals import Refused
from leads.intake import Person
from leads.matching import Known
from leads.models import Contact, Import, ImportRow, Lead
from leads.models.importing import ImportKind

Fate = ImportRow.Fate
ASKS = frozenset({"request", "message", "referred_by"})  # what is told of an inquiry
# As the form of a new lead calls what a file says.
AS_TYPED = {
    "name": "name", "organisation": "company", "email": "email", "job_title": "job_title",
    "address": "address", "postal_code": "postal_code", "city": "city", "country": "country",
    "request": "request", "note": "message", "referred_by": "referred_by",
}  # fmt: skip


class RowSettled(Refusal):
    """Somebody decided on the row before."""


@dataclass(frozen=True)
class RowTold:
    """What a row says: its cells with their columns, what the form of a lead takes of it, and what
    else is kept of a lead that it makes."""

    cells: list[tuple[str, str]]
    typed: dict[str, str] = field(default_factory=dict)
    campaign: str = ""
    rest: dict[str, str] = field(default_factory=dict)
    source: str = ""
    external_id: str = ""


def may_be_completed(row: ImportRow) -> bool:
    """Whether the row is of somebody who asks."""
    return row.batch.kind in (ImportKind.LEADS, ImportKind.MEMBERS) and bool(row.cells)


def told_by(row: ImportRow) -> RowTold:
    """Read the row as its import did; where the file is not kept, there are cells and no more."""
    header = header_of(row.batch)
    if len(header) != len(row.cells):
        return RowTold([("", str(cell)) for cell in row.cells if cell])
    cells = [(name, str(cell)) for name, cell in zip(header, row.cells, strict=True)]
    told = RowTold([(name, cell) for name, cell in cells if cell.strip()])
    try:
        kind = kind_named(row.batch.kind)
        mapping = Mapping.parse(row.batch.mapping, kind=kind).check(header)
    except Refused:  # it names what is not here any more
        return told
    raw = mapping.bind(header)(row.cells)
    zone, formats = as_options(row.batch.options).zone, mapping.dates
    habits = habits_of(kind, [raw], zone=zone, formats=formats, region="", guessed=True)
    values = clean(kind, raw, habits).values
    typed = {ours: str(values[name]) for name, ours in AS_TYPED.items() if values.get(name)}
    if phone := values.get("phone"):
        typed["phone"] = phone.text
    kept = set(mapping.kept(header))
    return RowTold(
        told.cells,
        typed,
        str(values.get("campaign", "")) or row.batch.options.get("campaign", ""),
        {name: cell for name, cell in told.cells if name in kept},
        mapping.source,
        str(values.get("external_id", "")) if kind.name == ImportKind.LEADS else "",
    )


def person_told(told: RowTold, *, home: str) -> Person:
    """Who asks, as the row says it; `home` as in `Person`."""
    who: dict[str, Any] = {name: said for name, said in told.typed.items() if name not in ASKS}
    return Person(home=home, **who)


def those_meant(person: Person) -> list[Contact]:
    """Whoever may be meant by a row that a person looks at, also by name and company alone."""
    who = person.identity
    return Known([who]).like(who) if who.is_person else []


@transaction.atomic
def complete_row(*, row: ImportRow, by: User, at: datetime, **inquiry: Any) -> Entered:
    """Take a held row in, as somebody completed it: a new lead, or news of a known one; of
    `contact` where he said whom it means.

    It asked when its file came. Refused as RowSettled where somebody decided before.
    """
    row = locked(row)
    told, came = told_by(row), min(row.batch.created_at, at)
    entered = enter_lead(by=by, at=at, received_at=came, **inquiry)
    lead = entered.inquiry.lead
    if not entered.is_further:
        keep_beside(lead, told)
    fate = Fate.ADDED if entered.is_further else Fate.CREATED
    settle_row(row, fate, lead=lead, by=by, at=at)
    return entered


def keep_beside(lead: Lead, told: RowTold) -> None:
    """The columns without a field of their own, and the id by which the file knows the lead."""
    lead.extra = told.rest | lead.extra
    if told.external_id and not with_external_id(
        Lead.objects.all(), [told.external_id], told.source
    ):
        lead.external_source, lead.external_id = told.source, told.external_id
    lead.save(update_fields=["extra", "external_source", "external_id"])


@transaction.atomic
def drop_row(*, row: ImportRow, by: User, at: datetime) -> ImportRow:
    """Nothing comes of a held row. Refused as RowSettled where somebody decided before."""
    return settle_row(locked(row), Fate.REJECTED, lead=None, by=by, at=at)


@transaction.atomic
def undo_drop(*, row: ImportRow, by: User, at: datetime) -> ImportRow:
    """Let a dropped row wait again; refused as RowSettled where that was done before."""
    row = locked(row, Fate.REJECTED)
    count(row, Fate.HELD)
    row.settled_at = row.settled_by = None
    row.save(update_fields=["fate", "settled_at", "settled_by"])
    record("import row held again", of=row, by=by, at=at, batch=row.batch_id, line=row.line)
    return row


def locked(row: ImportRow, fate: str = Fate.HELD) -> ImportRow:
    """The row as it is, with its import, which counts it."""
    list(Import.objects.select_for_update().filter(pk=row.batch_id).values_list("pk"))
    rows = ImportRow.objects.select_related("batch").filter(pk=row.pk, fate=fate)
    if fate != Fate.HELD:
        rows = rows.filter(settled_at__isnull=False)
    found = rows.first()
    if found is None or found.batch.undo_by_id:
        raise RowSettled(_("Somebody decided on this row meanwhile."))
    return found


def settle_row(
    row: ImportRow, fate: str, *, lead: Lead | None, by: User, at: datetime
) -> ImportRow:
    """Move its fate, and the sums of the import with it."""
    count(row, fate)
    row.lead, row.settled_by, row.settled_at = lead, by, at
    row.save(update_fields=["fate", "lead", "settled_by", "settled_at"])
    lead_id = lead.pk if lead else None
    told = {"batch": row.batch_id, "line": row.line, "fate": str(fate)}
    record("import row settled", of=row, by=by, at=at, lead_id=lead_id, **told)
    return row


def count(row: ImportRow, fate: str) -> None:
    moved = {str(row.fate): F(row.fate) - 1, str(fate): F(fate) + 1}
    Import.objects.filter(pk=row.batch_id).update(**moved)
    row.fate = fate
