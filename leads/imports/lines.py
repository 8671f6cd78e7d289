"""A row on its way in, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.words import Said
from leads.imports.cleaning import Finding
from leads.imports.fields import LABELS
from leads.models import ImportRow, Lead

Fate = ImportRow.Fate
ALREADY_THERE = gettext_lazy("Already there")


@dataclass
class Line:
    """One row of the file: what it says, what is doubtful about it, and its fate.

    A loader gives every line exactly one fate; the first one given stays.
    """

    number: int
    cells: list[str]
    mark: str = ""  # tells the row from all others of the file, for rows without an id
    values: dict[str, Any] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)  # columns without a field of their own
    warnings: list[Finding] = field(default_factory=list)
    fate: str = ""
    reason: Finding | str = ""
    lead: Lead | None = None

    @property
    def is_open(self) -> bool:
        return not self.fate

    def create(self, lead: Lead | None = None) -> None:
        self._meet(Fate.CREATED, "", lead)

    def add(self, reason: Said, lead: Lead | None = None) -> None:
        self._meet(Fate.ADDED, reason, lead)

    def hold(self, reason: Finding | Said) -> None:
        self._meet(Fate.HELD, reason)

    def reject(self, reason: Finding | Said) -> None:
        self._meet(Fate.REJECTED, reason)

    def warn(self, label: Said, text: object, what: str) -> None:
        self.warnings.append(Finding(label, str(text), what))

    def doubt(self, label: Said, text: object, what: str, *, guessed: bool) -> None:
        """Nobody said that a guessed column holds this; where a mapping says so, it is wrong."""
        if guessed:
            self.warn(label, text, what)
        else:
            self.reject(Finding(label, str(text), what))

    def fitting(self, model: type[Model], fields: MappingOf[str, Any]) -> dict[str, Any]:
        """The values, cut to what their columns hold."""
        return {name: self._cut(model, name, value) for name, value in fields.items()}

    def _cut(self, model: type[Model], name: str, value: Any) -> Any:
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if not isinstance(value, str) or longest is None or len(value) <= longest:
            return value
        self.warn(LABELS[name], value, _("is cut to %(longest)s characters") % {"longest": longest})
        return value[:longest]

    def _meet(self, fate: str, reason: Finding | Said, lead: Lead | None = None) -> None:
        if not self.fate:
            self.reason = reason if isinstance(reason, Finding) else str(reason)
            self.fate, self.lead = fate, lead


def counted(reason: Finding | str) -> str:
    """The reason without the cell, so that rows can be counted by it."""
    return reason.reason if isinstance(reason, Finding) else reason
