"""What a list is: a model whose rows people choose from, and how its page tells of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

from leadfollow.people.log_list import NAMED
from leadfollow.people.models import User
from leadfollow.people.office import PARTS, Heading, Part, managers_and_admins

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from leadfollow.people.lists.form import RowForm


USED_BY = gettext_lazy("Used by")


def always() -> bool:
    return True


def by_no_reason(row: Any) -> str:
    return ""


def by_no_means(row: Any) -> None:
    """Whatever it says."""


@dataclass(frozen=True)
class Column:
    """What the page says of a row beside its name."""

    title: StrOrPromise
    says: Callable[[Any], StrOrPromise]
    is_on: Callable[[], bool] = always


@dataclass(frozen=True)
class Used:
    """How often each row was chosen, as far as a person may see it, and where that is listed."""

    counts: Callable[[User], Mapping[int, int]]  # by the row's id, in one query
    address: Callable[[Any], str]


@dataclass(frozen=True)
class ChoiceList:
    """A list to choose from.

    The model has `name` and `retired_at`, and a unique constraint on what makes two rows the same
    (`same`: text whatever its case). The form's fields are the model's. Everybody reads it.
    """

    slug: str
    title: StrOrPromise
    singular: str  # one row, in lower case: it names the events in the log, too
    sentence: StrOrPromise
    model: type[Model]
    form: type[RowForm]
    columns: tuple[Column, ...] = ()
    used: Used | None = None
    may_edit: Callable[[User], bool] = managers_and_admins
    is_on: Callable[[], bool] = always
    same: tuple[str, ...] = ("name",)
    # Why a row cannot be retired, in a sentence; empty where it can.
    needed: Callable[[Any], StrOrPromise] = by_no_reason
    # Raises a Refusal where a row cannot be offered as it is; its `field` is where that is said.
    refuse: Callable[[Any], None] = by_no_means
    used_title: StrOrPromise = USED_BY
    read: Callable[[], QuerySet[Any]] | None = None  # with what the columns tell of

    @property
    def rows(self) -> QuerySet[Any]:
        return self.read() if self.read else self.model._default_manager.all()

    @property
    def shown_columns(self) -> list[Column]:
        """Those of parts that are used here."""
        return [column for column in self.columns if column.is_on()]

    @cached_property
    def of_many(self) -> frozenset[str]:
        """The fields that hold many rows of another model."""
        return frozenset(field.name for field in self.model._meta.many_to_many)


LISTS: dict[str, ChoiceList] = {}


def register(*lists: ChoiceList) -> None:
    """Each gets its page, its line among the settings, and names in the log."""
    for one in lists:
        LISTS[one.slug] = one
        NAMED.setdefault(one.model, "")
        PARTS.append(
            Part(
                Heading.LISTS,
                one.title,
                one.sentence,
                "people:list",
                is_for=lambda user, its=one: its.is_on(),  # type: ignore[misc]
                arguments=(one.slug,),
            )
        )
