"""A list as its page shows it: what is offered, and folded below what is retired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadfollow.people.lists.declared import ChoiceList
from leadfollow.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ShownRow:
    """A row in words, how often it was chosen, and where that is listed."""

    row: Any
    says: list[tuple[StrOrPromise, StrOrPromise]]  # title of the column, and what stands there
    used: int
    used_url: str  # empty: it is not counted how often this one was chosen
    needed: str  # why it cannot be retired; empty where it can


@dataclass(frozen=True)
class ListPage:
    """All rows of a list, in two queries beside what its columns read."""

    its: ChoiceList
    offered: list[ShownRow]
    retired: list[ShownRow]
    may_edit: bool


def list_page(its: ChoiceList, *, reader: User) -> ListPage:
    """The list as this person reads it; numbers count what is within reach."""
    counts = its.used.counts(reader) if its.used else {}
    shown = [
        ShownRow(
            row=row,
            says=[(column.title, column.says(row)) for column in its.shown_columns],
            used=counts.get(row.pk, 0),
            used_url=its.used.address(row) if its.used else "",
            needed=str(its.needed(row)),
        )
        for row in its.rows
    ]
    return ListPage(
        its=its,
        offered=[one for one in shown if one.row.retired_at is None],
        retired=[one for one in shown if one.row.retired_at],
        may_edit=its.may_edit(reader),
    )
