"""Two correct the same at once: what each saw is told with the form, so that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from leadfollow.log.models import Entry
from leadfollow.people.models import User

LOOKED_AT = 50  # entries of a row's history, to find who changed a field


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed since it was shown: what it holds now, by whom, when."""

    name: str
    holds: Any
    by: User | None
    at: datetime | None


class ChangedMeanwhile(Exception):
    """Somebody changed the same fields meanwhile; nothing was written."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(", ".join(clash.name for clash in clashes))
        self.clashes = clashes


def check_seen(row: models.Model, changes: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Refuse to write over what its writer never saw. `row` is locked and fresh.

    What is the same already is no clash, and neither is a field whose `seen` is not told.
    """
    clashing = [
        name
        for name, value in changes.items()
        if name in seen and plain(getattr(row, name)) not in (plain(seen[name]), plain(value))
    ]
    if clashing:
        raise ChangedMeanwhile([clash_of(row, name) for name in clashing])


def plain(value: Any) -> Any:
    """As a form reads it: without blanks around it."""
    return value.strip() if isinstance(value, str) else value


def clash_of(row: models.Model, name: str) -> Clash:
    """What the field holds now, and who made it so, as far as the log knows."""
    return Clash(name, getattr(row, name), *last_change(row, name))


def last_change(row: models.Model, name: str) -> tuple[User | None, datetime | None]:
    """Who changed a field last, and when; nobody where the log does not know."""
    entries = Entry.objects.filter(kind=row._meta.model_name, record_id=row.pk)
    lately = entries.select_related("by").order_by("-at", "-pk")[:LOOKED_AT]
    last = next((entry for entry in lately if name in entry.details.get("fields", ())), None)
    return (last.by, last.at) if last else (None, None)


class SeenForm(forms.Form):
    """A form over rows, sent back with what it showed: `changes` are its writer's own alone.

    `shown` is what the page tells (components/_seen.html), and `seen` what came back.
    """

    def look_at(self, row: models.Model, names: Iterable[str]) -> None:
        """Show the row's fields, and take what was sent as changes of what was shown then."""
        self.look({name: getattr(row, name) for name in names})

    def look(self, now: dict[str, Any]) -> None:
        """Show what holds now, by field, and take what was sent as changes of what was shown."""
        self.seen = self.sent_back(now)
        self.initial = now | self.seen

    @property
    def shown(self) -> str:
        return json.dumps(self.initial, cls=DjangoJSONEncoder)

    def sent_back(self, now: Mapping[str, Any]) -> dict[str, Any]:
        """What its writer saw; nothing where that is missing or makes no sense."""
        try:
            sent = json.loads(self.data.get("seen", "{}"))
            return {name: self.fields[name].to_python(sent[name]) for name in now if name in sent}
        except (TypeError, ValueError, RecursionError, forms.ValidationError):
            return {}  # deep brackets end in RecursionError

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def show_both(self, row: models.Model, meanwhile: ChangedMeanwhile, *, to: User) -> None:
        """Keep what was typed, say what stands there now, and let the next save be the word."""
        now = {name: getattr(row, name) for name in self.initial}
        self.show_all(now, meanwhile.clashes, to=to)

    def show_all(self, now: Mapping[str, Any], clashes: Iterable[Clash], *, to: User) -> None:
        """The same, of what the fields hold now."""
        typed, mine = cast(QueryDict, self.data).copy(), set(self.changed_data)
        for name, value in now.items():
            self.initial[name] = value
            if name not in mine:
                typed.setlist(name, as_posted(value, self.fields[name]))
        self.data = typed
        for clash in clashes:
            self.add_error(clash.name, in_words(clash, to=to))


def as_posted(value: Any, field: forms.Field) -> list[str]:
    """As a browser would send it: nothing for a box that is not ticked."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    return ["" if value is None else str(value)]


def in_words(clash: Clash, *, to: User) -> str:
    told = {"who": str(clash.by or _("Somebody else")), "now": as_read(clash.holds)}
    if clash.at:
        told["time"] = f"{timezone.localtime(clash.at, to.time_zone):%H:%M}"
        said = _(
            "%(who)s changed this at %(time)s: it is %(now)s now. Yours is kept here: save again to"
            " use it."
        )
    else:
        said = _(
            "%(who)s changed this: it is %(now)s now. Yours is kept here: save again to use it."
        )
    return said % told


def as_read(value: Any) -> str:
    if isinstance(value, bool):
        return _("ticked") if value else _("not ticked")
    return _("empty") if value in (None, "") else f"“{value}”"
