"""What can happen to a row of a list. Each function is one event, logged as that of its sort."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.people.lists.declared import ChoiceList
from leadfollow.people.lists.remembered import changed
from leadfollow.people.models import User
from leadfollow.people.operations import Refusal
from leadfollow.people.operations.own import as_plain


class ThereAlready(Refusal):
    """The list has that row, offered or retired."""


class StillNeeded(Refusal):
    """The program cannot do without it."""


@transaction.atomic
def add_row(*, to: ChoiceList, values: Mapping[str, Any], by: User, at: datetime) -> Any:
    """One more to choose. Refused as ThereAlready, also where that one is retired."""
    row = to.model(**{name: value for name, value in values.items() if name not in to.of_many})
    to.refuse(row)
    save_once(row, to)
    set_many(row, to, values)
    wrote(row, "added", to, by=by, at=at, **plain(values))
    return row


@transaction.atomic
def edit_row(*, of: ChoiceList, row: Any, values: Mapping[str, Any], by: User, at: datetime) -> Any:
    """What is said about it from now on, wherever it was chosen. What stays is not written."""
    row = of.model._default_manager.select_for_update().get(pk=row.pk)
    new = {name: value for name, value in values.items() if differs(row, name, value, of)}
    if not new:
        return row
    for name in new.keys() - of.of_many:
        setattr(row, name, new[name])
    if row.retired_at is None:
        of.refuse(row)
    save_once(row, of)
    set_many(row, of, new)
    wrote(row, "edited", of, by=by, at=at, **plain(new))
    return row


@transaction.atomic
def retire_row(*, of: ChoiceList, row: Any, by: User, at: datetime) -> None:
    """Offer it no more; it stays wherever it was chosen. Retired already: nothing is done."""
    row = of.model._default_manager.select_for_update().get(pk=row.pk)
    if why := of.needed(row):
        raise StillNeeded(str(why))
    if row.retired_at is None:
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        wrote(row, "retired", of, by=by, at=at)


@transaction.atomic
def bring_back_row(*, of: ChoiceList, row: Any, by: User, at: datetime) -> None:
    """Offer it again. Offered already: nothing is done. Refused as the list refuses a new one."""
    row = of.model._default_manager.select_for_update().get(pk=row.pk)
    if row.retired_at is not None:
        of.refuse(row)
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        wrote(row, "brought back", of, by=by, at=at)


def wrote(row: Any, what: str, its: ChoiceList, *, by: User, at: datetime, **said: Any) -> None:
    """One entry of the log; and whoever remembers the list hears of it."""
    record(f"{its.singular} {what}", of=row, by=by, at=at, **said)
    changed(at)


def save_once(row: Any, its: ChoiceList) -> None:
    """Save it, or say in a sentence that it is there already; two at one moment meet here, too."""
    refuse_same(row, its)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        refuse_same(row, its)
        raise


def refuse_same(row: Any, its: ChoiceList) -> None:
    asked = {
        f"{name}__iexact" if isinstance(value := getattr(row, name), str) else name: value
        for name in its.same
    }
    same: Any = its.model._default_manager.filter(**asked).exclude(pk=row.pk).first()
    if same and same.retired_at:
        raise ThereAlready(
            _("“%(name)s” is there already, retired: bring it back instead.") % {"name": same}
        )
    if same:
        raise ThereAlready(_("“%(name)s” is there already. Choose another.") % {"name": same})


def differs(row: Any, name: str, value: Any, its: ChoiceList) -> bool:
    if name in its.of_many:
        return {one.pk for one in getattr(row, name).all()} != {one.pk for one in value}
    return bool(getattr(row, name) != value)


def set_many(row: Any, its: ChoiceList, values: Mapping[str, Any]) -> None:
    for name in its.of_many & values.keys():
        getattr(row, name).set(values[name])


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the log keeps them; of many rows the names."""
    return {
        name: as_plain(value) if not hasattr(value, "__iter__") or isinstance(value, str)
        else [str(one) for one in value]
        for name, value in values.items()
    }  # fmt: skip
