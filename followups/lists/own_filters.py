"""The lead list filtered by the organisation's own fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter, NumberFilter

from leadfollow.bounds import within_reason
from leads.models import OwnField, OwnValue
from leads.models.lead import LeadQuerySet
from leads.models.own_field import LONGEST_TEXT
from leads.own_fields.asking import NO, PREFIX, YES, name_of

FILLED = "filled"
FROM, UNTIL = ".from", ".until"  # no code has a dot


@dataclass(frozen=True)
class By:
    """A filter's work: the leads whose field says what is asked for."""

    field: OwnField
    lookup: str

    def __call__(self, leads: LeadQuerySet, name: str, asked: Any) -> LeadQuerySet:
        said = {f"{self.field.column}__{self.lookup}": asked}
        told = OwnValue.objects.filter(lead=OuterRef("pk"), field=self.field, **said)
        return leads.filter(Exists(told))


def own_filters(fields: list[OwnField], asked: QueryDict) -> dict[str, Filter]:
    """By the name in an address: a choice and yes or no at once, days and numbers from and
    until, a text by what it contains; and any field by whether it is filled in."""
    if not fields:
        return {}
    codes = [(field.code, field.name) for field in fields]
    filled = ChoiceFilter(method=is_filled, choices=codes, label=_("Filled in"))
    offered = offered_or_asked(fields, asked)
    return {FILLED: filled} | dict(pair for field in offered for pair in filters_of(field))


def is_filled(leads: LeadQuerySet, name: str, code: str) -> LeadQuerySet:
    """Those that say something in an own field."""
    return leads.filter(Exists(OwnValue.objects.filter(lead=OuterRef("pk"), field__code=code)))


def filters_of(field: OwnField) -> Iterator[tuple[str, Filter]]:
    name, label = name_of(field), field.name
    match field.kind:
        case OwnField.Kind.CHOICE | OwnField.Kind.YES_NO:
            choices = choices_of(field)
            yield name, ChoiceFilter(method=By(field, "exact"), choices=choices, label=label)
        case OwnField.Kind.TEXT:
            by = By(field, "icontains")
            yield name, CharFilter(method=by, label=label, max_length=LONGEST_TEXT)
        case OwnField.Kind.NUMBER:
            for end, lookup, said in from_and_until(label):
                yield (
                    name + end,
                    NumberFilter(
                        method=By(field, lookup), label=said, max_digits=18, decimal_places=4
                    ),
                )
        case _:
            for end, lookup, said in from_and_until(label):
                by, bounds = By(field, lookup), [within_reason]
                yield name + end, DateFilter(method=by, label=said, validators=bounds)


def from_and_until(label: str) -> list[tuple[str, str, str]]:
    """How the name of each end goes on, how it compares, and what it is called."""
    field = {"field": label}
    return [
        (FROM, "gte", _("%(field)s from") % field),
        (UNTIL, "lte", _("%(field)s until") % field),
    ]


def choices_of(field: OwnField) -> list[tuple[str, str]]:
    """Retired choices last: leads may still have them."""
    if field.kind == OwnField.Kind.YES_NO:
        return [(YES, _("Yes")), (NO, _("No"))]
    choices = list(field.choices.all())
    retired = [(str(c.pk), _("%s (retired)") % c) for c in choices if c.retired_at]
    return [(str(c.pk), c.name) for c in choices if not c.retired_at] + retired


def offered_or_asked(fields: Iterable[OwnField], asked: QueryDict) -> list[OwnField]:
    """Those in use; and retired ones that an address asks for, as it means what it says."""
    asked_for = {name.removeprefix(PREFIX) for name in asked if name.startswith(PREFIX)}
    codes = asked_for | {name.removesuffix(FROM).removesuffix(UNTIL) for name in asked_for}
    return [field for field in fields if field.is_in_use or field.code in codes]


def own_names(asked: QueryDict) -> list[str]:
    """What an address asks of own fields."""
    return [name for name in asked if name.startswith(PREFIX) or name == FILLED]
