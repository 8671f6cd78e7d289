"""What a lead says in the organisation's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.operations.undoing import NotUndoable
from followups.policy import UNDO_HOURS
from followups.undoable import is_recent
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leadfollow.seen import ChangedMeanwhile, last_change
from leads.models import Lead, OwnField, OwnFieldChoice, OwnValue
from leads.models.own_field import COLUMNS
from leads.own_fields.asking import PREFIX, as_initial, clash, name_of
from leads.own_fields.values import Plain, Value, plain

TOLD, TAKEN_BACK = "own fields told", "own fields taken back"
TYPES: dict[str, type] = {
    OwnField.Kind.TEXT: str,
    OwnField.Kind.NUMBER: Decimal,
    OwnField.Kind.DAY: date,
    OwnField.Kind.YES_NO: bool,
    OwnField.Kind.CHOICE: OwnFieldChoice,
}
NEEDS = {
    OwnField.Kind.TEXT: gettext_lazy("a text"),
    OwnField.Kind.NUMBER: gettext_lazy("a number"),
    OwnField.Kind.DAY: gettext_lazy("a day"),
    OwnField.Kind.YES_NO: gettext_lazy("yes or no"),
    OwnField.Kind.CHOICE: gettext_lazy("one of its choices"),
}


class NoSuchField(Refusal):
    """There is no own field of that name, or it is asked no more."""


class BadOwnValue(Refusal):
    """It is not what the field takes."""


@transaction.atomic
def tell_own_fields(
    *,
    lead: Lead,
    values: Mapping[str, Value | None],
    by: User | None,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Entry | None:
    """Write what the lead says in these fields, by code; None empties one.

    Refused as NoSuchField for one that is unknown or retired, as BadOwnValue for what is not of
    its kind; ChangedMeanwhile if a field is not what its writer saw, as far as `seen` tells it.
    The answer is what the log keeps, for the undo; None where nothing changes.
    """
    lead = lock(lead.pk)
    fields = held(values)
    for code, value in values.items():
        check(fields.get(code), code, value)
    before = {row.field.code: row.said for row in rows_of(lead)}
    check_seen(lead, fields, before, values, seen or {})
    changed = {code: value for code, value in values.items() if before.get(code) != value}
    if not changed:
        return None
    write(lead, {fields[code]: value for code, value in changed.items()})
    return keep(TOLD, lead, before, changed, by=by, at=at)


@transaction.atomic
def undo_own_fields(*, lead: Lead, entry: Entry, by: User, at: datetime) -> Entry | None:
    """Let the fields say what they said before one told them otherwise.

    Refused as NotUndoable after a day, for what somebody else told, and where one of them was
    told again since. Again changes nothing.
    """
    lead = lock(lead.pk)
    if entry.event != TOLD or entry.lead_id != lead.pk or entry.by_id != by.pk:
        raise NotUndoable(_("Only your own change can be undone."))
    if not is_recent(entry.at, now=at):
        raise NotUndoable(_("This can be undone for %(hours)d hours.") % {"hours": UNDO_HOURS})
    was, became = entry.details["before"], entry.details["after"]
    now = {row.field.code: row.said for row in rows_of(lead)}
    stands = {code: plain(now.get(code)) for code in became}
    if stands == was:
        return None
    if stands != became:
        raise NotUndoable(_("It was changed again since. Edit the lead instead."))
    fields = held(became)
    back = {code: from_plain(fields[code], was[code]) for code in was}
    write(lead, {fields[code]: value for code, value in back.items()})
    return keep(TAKEN_BACK, lead, now, back, by=by, at=at)


def held(codes: Mapping[str, Any]) -> dict[str, OwnField]:
    """The fields by code, locked: their kind stays while they are written."""
    fields = OwnField.objects.filter(code__in=codes).select_for_update().order_by("pk")
    return {field.code: field for field in fields}


def rows_of(lead: Lead) -> Any:
    return OwnValue.objects.filter(lead=lead).select_related("field", "choice")


def check(field: OwnField | None, code: str, value: Value | None) -> None:
    if field is None:
        raise NoSuchField(_("There is no own field “%(code)s”.") % {"code": code})
    name = {"field": field.name}
    if not field.is_in_use:
        raise NoSuchField(_("“%(field)s” is retired: it is not asked any more.") % name)
    if value is None:
        return
    if not fits(field, value):
        needed = name | {"what": NEEDS[OwnField.Kind(field.kind)]}
        raise BadOwnValue(_("“%(field)s” takes %(what)s.") % needed)


def fits(field: OwnField, value: Value) -> bool:
    if not isinstance(value, TYPES[field.kind]) or value == "":
        return False
    return not isinstance(value, OwnFieldChoice) or value.field_id == field.pk


def check_seen(
    lead: Lead,
    fields: Mapping[str, OwnField],
    before: Mapping[str, Value],
    values: Mapping[str, Value | None],
    seen: Mapping[str, Any],
) -> None:
    """Refuse to write over what its writer never saw."""
    clashing = [
        code
        for code, value in values.items()
        if code in seen
        and as_posted(as_initial(before.get(code)))
        not in (as_posted(seen[code]), as_posted(as_initial(value)))
    ]
    if clashing:
        raise ChangedMeanwhile(
            [
                clash(fields[code], before.get(code), last_change(lead, name_of(fields[code])))
                for code in clashing
            ]
        )


def as_posted(value: Any) -> str:
    """As a form sends it, so that 2 and 2.0000 are the same."""
    if isinstance(value, Decimal):
        return str(plain(value))
    return "" if value is None else str(value)


def write(lead: Lead, values: Mapping[OwnField, Value | None]) -> None:
    for field, value in values.items():
        if value is None:
            OwnValue.objects.filter(lead=lead, field=field).delete()
            continue
        columns = {name: value if name == field.column else None for name in COLUMNS}
        OwnValue.objects.update_or_create(lead=lead, field=field, defaults=columns)


def keep(
    event: str,
    lead: Lead,
    before: Mapping[str, Value],
    after: Mapping[str, Value | None],
    *,
    by: User | None,
    at: datetime,
) -> Entry:
    """What the log keeps of it: before and after, by code."""
    was: dict[str, Plain] = {code: plain(before.get(code)) for code in after}
    became: dict[str, Plain] = {code: plain(value) for code, value in after.items()}
    names = [f"{PREFIX}{code}" for code in after]
    return record(
        event, of=lead, by=by, at=at, lead_id=lead.pk, fields=names, before=was, after=became
    )


def from_plain(field: OwnField, said: Any) -> Value | None:
    """A value that the log kept; refused where its choice has another name by now."""
    if said is None:
        return None
    match field.kind:
        case OwnField.Kind.NUMBER:
            return Decimal(said)
        case OwnField.Kind.DAY:
            return date.fromisoformat(said)
        case OwnField.Kind.CHOICE:
            return choice_named(field, said)
    value: Value = said
    return value


def choice_named(field: OwnField, name: str) -> OwnFieldChoice:
    choice = field.choices.filter(name=name).first()
    if choice is None:
        raise NotUndoable(_("The choice has another name by now. Edit the lead instead."))
    return choice
