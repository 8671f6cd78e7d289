"""The organisation's own fields as fields of a kind of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from leads.imports.fields import KINDS, LEADS, OWN, Field, Kind
from leads.imports.values import read_flag
from leads.models import OwnField
from leads.own_fields.reading import read_number, read_text, reader_of_choice
from leads.own_fields.values import own_fields_in_use
from leads.spelling import plain

# What apps to the right make of a kind, by its name.
FURTHER: dict[str, Callable[[Kind], Kind]] = {}
TYPES = {"text": "own_text", "day": "day"}  # the others go by their kind


def kind_named(name: str) -> Kind:
    """A kind of rows with the fields that are in use now."""
    kind = KINDS[name]
    if further := FURTHER.get(name):
        return further(kind)
    if kind.name != LEADS.name:
        return kind
    own = tuple(as_column(field, kind) for field in own_fields_in_use())
    return replace(kind, fields=(*kind.fields, *own)) if own else kind


def as_column(field: OwnField, kind: Kind) -> Field:
    """It is guessed from a header that is its name, unless that is the product's own word."""
    ours = {plain(str(w)) for known in kind.fields for w in (known.name, known.label)}
    words = (field.name,) if plain(field.name) not in ours else ()
    name = f"{OWN}{field.code}"
    type_ = TYPES.get(field.kind, field.kind)
    match field.kind:
        case OwnField.Kind.NUMBER:
            return Field(name, field.name, type_, (*words, name), read_number)
        case OwnField.Kind.YES_NO:
            return Field(name, field.name, type_, (*words, name), read_flag)
        case OwnField.Kind.CHOICE:
            return Field(name, field.name, type_, (*words, name), reader_of_choice(field))
        case OwnField.Kind.DAY:
            return Field(name, field.name, type_, (*words, name))
        case _:
            return Field(name, field.name, type_, (*words, name), read_text)
