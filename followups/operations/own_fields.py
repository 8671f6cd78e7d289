"""What can happen to an own field itself. It is never deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.operations.locking import locked_organisation
from leads.models import MOST_CHOICES, MOST_IN_USE, OwnField, OwnFieldChoice, OwnValue
from leads.own_fields.values import forget

FACTS = ("name", "kind", "help", "is_asked", "is_needed")


class BadOwnField(Refusal):
    """It could not be told from another one, or asks for what cannot be answered; `field` is where
    the form says it."""

    field = ""


class OtherNameNeeded(BadOwnField):
    """Another field is called so."""

    field = "name"


class BadChoices(BadOwnField):
    """None, too many, or two that are the same."""

    field = "more"


class KindStands(BadOwnField):
    """Leads say something in it already."""

    field = "kind"


class TooManyFields(BadOwnField):
    """More than people fill in."""


@transaction.atomic
def add_own_field(
    *, facts: Mapping[str, Any], choices: Sequence[str] = (), by: User, at: datetime
) -> OwnField:
    """A further field, at the end. `facts` are name, kind, help, is_asked, is_needed."""
    locked_organisation(at=at)  # one name, and one place, at a time
    check_room()
    check_name(facts["name"])
    field = OwnField(code=code_for(facts["name"]), position=next_position(), **facts)
    check_choices(field, list(choices))
    field.save()
    add_choices(field, choices)
    record("own field added", of=field, by=by, at=at, name=field.name, kind=field.kind)
    forget()
    return field


def check_room() -> None:
    if OwnField.objects.in_use().count() >= MOST_IN_USE:
        raise TooManyFields(
            _("%(most)d own fields are in use, which is the most: retire one first.")
            % {"most": MOST_IN_USE}
        )


def check_name(name: str, *, but: OwnField | None = None) -> None:
    taken = OwnField.objects.in_use().filter(name__iexact=name)
    if but:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise OtherNameNeeded(_("There is a field “%(name)s” already.") % {"name": name})


def code_for(name: str) -> str:
    """From its name; where that says nothing in Latin letters, a number."""
    wanted = slugify(name)[:50] or "field"
    taken = set(OwnField.objects.values_list("code", flat=True))
    codes = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


def next_position() -> int:
    last: int | None = OwnField.objects.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def check_choices(field: OwnField, names: Sequence[str]) -> None:
    """A choice needs some, all different; no more than a list can show."""
    if field.kind != OwnField.Kind.CHOICE:
        return
    if not names:
        raise BadChoices(_("Name at least one choice."))
    if len(names) > MOST_CHOICES:
        raise BadChoices(_("A field has %(most)d choices at most.") % {"most": MOST_CHOICES})
    known: set[str] = set()
    for name in names:
        if name.casefold() in known:
            raise BadChoices(_("The choice “%(name)s” is there twice.") % {"name": name})
        known.add(name.casefold())


def add_choices(field: OwnField, names: Sequence[str]) -> None:
    if field.kind != OwnField.Kind.CHOICE:
        return
    first = (field.choices.aggregate(last=Max("position"))["last"] or 0) + 1
    OwnFieldChoice.objects.bulk_create(
        OwnFieldChoice(field=field, name=name, position=first + place)
        for place, name in enumerate(names)
    )


@transaction.atomic
def edit_own_field(
    *,
    field: OwnField,
    facts: Mapping[str, Any],
    names: Mapping[int, str],
    offered: Collection[int],
    more: Sequence[str],
    by: User,
    at: datetime,
) -> OwnField:
    """Another name, help or place in the form; `names` of its choices by number, which of them
    are `offered`, and `more` of them.

    Refused as KindStands for another kind once leads say something in it.
    """
    locked_organisation(at=at)
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    if field.is_in_use:
        check_name(facts["name"], but=field)
    check_kind(field, facts["kind"])
    before = {name: getattr(field, name) for name in FACTS}
    for name in FACTS:
        setattr(field, name, facts[name])
    all_names = [names.get(choice.pk, choice.name) for choice in field.choices.all()]
    check_choices(field, [*all_names, *more])
    changed = {n: getattr(field, n) for n in FACTS if getattr(field, n) != before[n]}
    field.save(update_fields=FACTS)
    changes = change_choices(field, names, offered, at=at)
    add_choices(field, more)
    if changed or changes or more:
        details = changed | {"choices": changes, "more": list(more)}
        record("own field edited", of=field, by=by, at=at, **details)
    forget()
    return field


def check_kind(field: OwnField, kind: str) -> None:
    if kind == field.kind:
        return
    leads = OwnValue.objects.filter(field=field).count()
    if leads:
        raise KindStands(
            _("“%(field)s” stays a field of kind “%(kind)s”: %(leads)d leads say something in it.")
            % {"field": field.name, "kind": field.get_kind_display(), "leads": leads}
        )


def change_choices(
    field: OwnField, names: Mapping[int, str], offered: Collection[int], *, at: datetime
) -> list[str]:
    """Rename and retire; what changed, for the log. A name may be swapped with another's."""
    changed: list[str] = []
    choices = [choice for choice in field.choices.all() if choice.pk in names]
    for choice in choices:
        was = (choice.name, choice.retired_at is None)
        now = (names[choice.pk], choice.pk in offered)
        if was == now:
            continue
        changed.append(f"{was[0]} → {now[0]}" + ("" if now[1] else gettext_noop(" (retired)")))
        choice.name = now[0]
        choice.retired_at = None if now[1] else choice.retired_at or at
        OwnFieldChoice.objects.filter(pk=choice.pk).update(name=f"{choice.pk}\x1f")
    OwnFieldChoice.objects.bulk_update(choices, ["name", "retired_at"])
    return changed


@transaction.atomic
def move_own_field(*, field: OwnField, up: bool, by: User, at: datetime) -> None:
    """One place further to the front or the back among those in use; the outermost stays."""
    order = list(OwnField.objects.in_use().select_for_update())
    place = order.index(field) if field in order else -1
    other = place + (-1 if up else 1)
    if place < 0 or not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        each.position = position
    OwnField.objects.bulk_update(order, ["position"])
    record("own field moved", of=field, by=by, at=at, up=up)
    forget()


@transaction.atomic
def retire_own_field(*, field: OwnField, by: User, at: datetime) -> None:
    """Ask it no more; what leads say in it stays readable. Again changes nothing."""
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    if not field.is_in_use:
        return
    field.retired_at = at
    field.save(update_fields=["retired_at"])
    record("own field retired", of=field, by=by, at=at)
    forget()


@transaction.atomic
def bring_back_own_field(*, field: OwnField, by: User, at: datetime) -> None:
    """Ask it again, at its place. Refused where there is no room, or its name is another's."""
    locked_organisation(at=at)
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    if field.is_in_use:
        return
    check_room()
    check_name(field.name, but=field)
    field.retired_at = None
    field.save(update_fields=["retired_at"])
    record("own field brought back", of=field, by=by, at=at)
    forget()
