"""The parts of `/settings/`: what holds for everybody here. Each is a page of its own.

A new part is a `Part` named in `PARTS`; apps to the right add theirs when they are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy

from leadfollow.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Heading(Enum):
    """Under which heading a part stands, in the order of the page."""

    FOLLOW_UP = gettext_lazy("How we follow up")
    LISTS = gettext_lazy("Lists to choose from")
    PEOPLE = gettext_lazy("People")
    RUNNING = gettext_lazy("Running it")


def everybody(user: User) -> bool:
    return True


def admins(user: User) -> bool:
    return user.is_admin


def managers_and_admins(user: User) -> bool:
    return user.is_manager or user.is_admin


@dataclass(frozen=True)
class Part:
    """One line of the page: where it leads, and what is found there in one sentence."""

    heading: Heading
    title: StrOrPromise
    sentence: StrOrPromise
    address: str  # the name of its URL
    is_for: Callable[[User], bool] = everybody
    arguments: tuple[str, ...] = ()  # of the URL

    @property
    def url(self) -> str:
        return reverse(self.address, args=self.arguments)


PARTS: list[Part] = [
    Part(
        Heading.RUNNING,
        gettext_lazy("Log"),
        gettext_lazy("Who changed what, and when; nothing in it is ever changed"),
        "people:log",
        admins,
    ),
]


def parts_for(user: User) -> Iterator[tuple[str, list[Part]]]:
    """Each heading with what this person may read under it."""
    places = list(Heading)
    mine = [part for part in PARTS if part.is_for(user)]
    mine.sort(key=lambda part: places.index(part.heading))
    for heading, parts in groupby(mine, attrgetter("heading")):
        yield heading.value, list(parts)
