"""All rows of a lead, taken out of their tables and put back as they were.

What belongs to a lead is what a deletion would take along: the foreign keys say so, hence a new
model needs nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Model

from followups.models import RemovedLead
from leads.models import ContactMerge, Lead


@dataclass(frozen=True)
class LooseEnd:
    """A row of a removed lead that points to what is not there: model, its columns, which of
    them, and the model to which it points."""

    label: str
    columns: dict[str, Any]
    name: str
    to: str

    @property
    def target(self) -> tuple[str, Any]:
        return self.to, self.columns[self.name]

    @property
    def pointer(self) -> list[Any]:
        return [self.label, self.name, self.columns["id"], self.columns[self.name]]


Ids = dict[type[Model], set[Any]]
PLAIN = (type(None), bool, int, str, list, dict)


def rows_of_lead(lead: Lead) -> Ids:
    """The ids of every row that belongs to it, by model."""
    return rows_with(Lead, {lead.pk})


def rows_with(root: type[Model], ids: set[Any]) -> Ids:
    """These rows and every row that belongs to them."""
    found: Ids = {root: set(ids)}
    waiting: list[tuple[type[Model], set[Any]]] = [(root, set(ids))]
    while waiting:
        model, ids = waiting.pop()
        for relation in pointing_to(model):
            if relation.on_delete is not models.CASCADE:
                continue
            theirs = relation.related_model
            rows = theirs._default_manager.filter(**{f"{relation.field.name}__in": ids})
            new = set(rows.values_list("pk", flat=True)) - found.get(theirs, set())
            if new:
                found.setdefault(theirs, set()).update(new)
                waiting.append((theirs, new))
    return found


def pointing_to(model: type[Model]) -> Iterator[Any]:
    """The foreign keys to a model, also those that have no way back from it."""
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and not field.many_to_many:
            yield field


def pointers_to(found: Ids) -> Iterator[tuple[type[Model], str, Any, Any]]:
    """What points to these rows from rows that stay: model, column, id and where to."""
    for model, ids in found.items():
        for relation in pointing_to(model):
            if relation.on_delete is models.CASCADE:
                continue
            theirs, name = relation.related_model, relation.field.attname
            rows = theirs._default_manager.filter(**{f"{relation.field.name}__in": ids})
            for pk, target in rows.exclude(pk__in=found.get(theirs, ())).values_list("pk", name):
                yield theirs, name, pk, target


def take_out(found: Ids) -> tuple[dict[str, list[dict[str, Any]]], list[list[Any]]]:
    """Remove the rows; all their columns, and what pointed to them, as plain JSON values."""
    rows = {model._meta.label: kept(model, ids) for model, ids in found.items()}
    pointers = []
    for model, name, pk, target in list(pointers_to(found)):
        model._default_manager.filter(pk=pk).update(**{name: None})
        pointers.append([model._meta.label, name, pk, target])
    for model, ids in found.items():
        # Not `delete()`: these rows protect each other, and all of them go.
        model._default_manager.filter(pk__in=ids)._raw_delete(connection.alias)
    return rows, pointers


def kept(model: type[Model], ids: set[Any]) -> list[dict[str, Any]]:
    return [columns_of(row) for row in model._default_manager.filter(pk__in=ids).order_by("pk")]


def columns_of(row: Model) -> dict[str, Any]:
    return {field.attname: plain(field, row) for field in row._meta.concrete_fields}


def plain(field: models.Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, PLAIN) else field.value_to_string(row)


def put_back(rows: Mapping[str, list[dict[str, Any]]], pointers: list[list[Any]]) -> None:
    """Write the rows as they were, and point to them again where nothing else is pointed to."""
    models_ = {label: apps.get_model(label) for label in rows}
    heirs = heirs_of(rows)
    for label, its in rows.items():
        model = models_[label]
        those = [columns | heirs.get(columns.get("contact_id"), {}) for columns in its]
        model._default_manager.bulk_create([row_from(model, columns) for columns in those])
    for label, name, pk, target in pointers:
        there = apps.get_model(label)._default_manager.filter(pk=pk, **{name: None})
        there.update(**{name: target})
    connection.check_constraints([model._meta.db_table for model in models_.values()])


def heirs_of(rows: Mapping[str, list[dict[str, Any]]]) -> dict[Any, dict[str, int]]:
    """For people whose record went into another since: the column that names that one instead."""
    named: set[int] = {c["contact_id"] for its in rows.values() for c in its if c.get("contact_id")}
    merges = ContactMerge.objects.standing()
    heirs = dict(merges.filter(lost_id__in=named).values_list("lost_id", "kept_id"))
    while further := dict(
        merges.filter(lost_id__in=heirs.values()).values_list("lost_id", "kept_id")
    ):
        heirs = {lost: further.get(kept, kept) for lost, kept in heirs.items()}
    return {lost: {"contact_id": kept} for lost, kept in heirs.items()}


def row_from(model: type[Model], columns: dict[str, Any]) -> Model:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    known = {name: value for name, value in columns.items() if name in fields}
    return model(**{name: fields[name].to_python(value) for name, value in known.items()})


def belonging() -> set[type[Model]]:
    """Every model whose rows go with a lead."""
    found: set[type[Model]] = {Lead}
    waiting: list[type[Model]] = [Lead]
    while waiting:
        for relation in pointing_to(waiting.pop()):
            if relation.on_delete is models.CASCADE and relation.related_model not in found:
                found.add(relation.related_model)
                waiting.append(relation.related_model)
    return found


def loose_ends(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[LooseEnd]:
    """What points from these rows to rows of other leads that are not there."""
    family = belonging()
    mine = ids_of(rows)
    for label, its in rows.items():
        for field in apps.get_model(label)._meta.concrete_fields:
            theirs = field.related_model
            if theirs not in family or not field.null:
                continue
            wanted = {columns.get(field.attname) for columns in its} - {None}
            wanted -= set(mine.get(theirs._meta.label, ()))
            there = theirs._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)
            gone = wanted - set(there)
            for columns in its:
                if columns.get(field.attname) in gone:
                    yield LooseEnd(label, columns, field.attname, theirs._meta.label)


def stands(pointer: list[Any]) -> bool:
    """Whether the row from which it points is there."""
    label, _, pk, _ = pointer
    return bool(apps.get_model(label)._default_manager.filter(pk=pk).exists())


def untie(removed: RemovedLead) -> None:
    """Let it come back alone, though it and others in the bin point to each other.

    What points from it to them is a pointer that the other brings back; what pointed to it from
    them is written into their rows. A pointer to what is gone for good is dropped.
    """
    ends = list(loose_ends(removed.rows))
    strays = [
        p for p in removed.pointers if not apps.get_model(p[0])._default_manager.filter(pk=p[2])
    ]
    for other in RemovedLead.objects.exclude(pk=removed.pk) if ends or strays else ():
        lie = {(label, c["id"]): c for label, its in other.rows.items() for c in its}
        pointers = [end.pointer for end in ends if end.target in lie]
        held = [(lie[label, pk], name, to) for label, name, pk, to in strays if (label, pk) in lie]
        for columns, name, to in held:
            columns[name] = columns.get(name) or to
        if pointers or held:
            other.pointers += pointers
            other.save(update_fields=["rows", "pointers"])
    for end in ends:
        end.columns[end.name] = None


def ids_of(rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[Any]]:
    """The ids by model, and nothing else: what a log may keep."""
    ids: dict[str, list[Any]] = defaultdict(list)
    for label, its in rows.items():
        ids[label] += [columns["id"] for columns in its]
    return dict(ids)
