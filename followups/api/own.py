"""What an organisation's own fields say of a lead, as programs send and get it: {code: value}.

Choices go by their names, days and numbers as text; null empties a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import StrictBool

from followups.api.errors import Unfit
from followups.api.forms import checked
from followups.api.values import Text
from leads.models import Lead, OwnField
from leads.own_fields.asking import NO, YES, OwnFieldsForm, name_of
from leads.own_fields.values import Value

Said = StrictBool | Decimal | Text | None
Own = dict[str, Said]


def as_typed(own: Own, fields: Iterable[OwnField]) -> dict[str, Any]:
    """As a form of these fields reads it; Unfit where there is no such field or choice."""
    by_code = {field.code: field for field in fields}
    if unknown := [code for code in own if code not in by_code]:
        raise Unfit({f"own.{code}": _("There is no own field of that name.") for code in unknown})
    return {name_of(by_code[code]): typed(by_code[code], said) for code, said in own.items()}


def typed(field: OwnField, said: Said) -> str:
    if said is None or said == "":
        return ""
    if isinstance(said, bool):
        return YES if said else NO
    if field.kind != OwnField.Kind.CHOICE:
        return str(said)
    names = {choice.name: str(choice.pk) for choice in field.offered}
    if str(said) not in names:
        sentence = _("Choose one of these: %(all)s.") % {"all": ", ".join(names)}
        raise Unfit({f"own.{field.code}": sentence})
    return names[str(said)]


def names_of(fields: Iterable[OwnField]) -> dict[str, str]:
    """How programs know the fields of a form."""
    return {name_of(field): f"own.{field.code}" for field in fields}


def told_by(own: Own, lead: Lead) -> Mapping[str, Value | None]:
    """What is another way by it, judged by the form of the page; the rest stays."""
    if not own:
        return {}
    now = OwnFieldsForm(lead=lead)
    kept = {name: "" if value is None else str(value) for name, value in now.initial.items()}
    form = OwnFieldsForm(kept | as_typed(own, now.own), lead=lead)
    return checked(form, names=names_of(form.own)).told
