"""One thing that happened with a lead, as its timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from followups.honesty import Mark, Version


@dataclass(frozen=True)
class Item:
    """One thing that happened: when, what, by whom, and what is to be known about it."""

    at: datetime
    kind: str
    what: str
    who: str = ""
    note: str = ""
    marks: list[str] = field(default_factory=list)
    honesty: list[Mark] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    undo: str = ""
    sign: str = ""
    edit: str = ""
    before: list[str] = field(default_factory=list)
    correct: str = ""
    link: str = ""

    @property
    def time(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M}"


@dataclass(frozen=True)
class Day:
    """One day's items, newest first."""

    day: str
    items: list[Item]
