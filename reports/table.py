"""A report's answer as cells, formatted before the template sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from leadfollow import words
from reports.question import Answer, Column, Question, Report


@dataclass(frozen=True)
class Cell:
    """What stands in one place of the table, and what it opens."""

    label: str
    text: str
    url: str
    is_number: bool
    is_zero: bool


@dataclass(frozen=True)
class Table:
    """The rows of one page of a report; `next` is the number of the first row after them."""

    heads: list[tuple[str, bool, str]]
    rows: list[list[Cell]]
    totals: list[tuple[str, str]]
    next: int | None

    @classmethod
    def of(
        cls, report: Report, answer: Answer, question: Question, *, zone: tzinfo, rows: int
    ) -> Table:
        """At most so many rows; moments in this zone. One row more tells that there are more."""
        shown = answer.rows[:rows]
        cells = [
            [cell_of(column, row, question, zone) for column in report.columns] for row in shown
        ]
        numeric = [cell.is_number for cell in cells[0]] if cells else [False] * len(report.columns)
        return cls(
            heads=[
                (str(column.label), is_number, column.meaning)
                for column, is_number in zip(report.columns, numeric, strict=True)
            ],
            rows=cells,
            totals=list(said_of_all(report, answer)),
            next=question.first + rows if len(answer.rows) > rows else None,
        )


def cell_of(column: Column, row: Any, question: Question, zone: tzinfo) -> Cell:
    """A number that is zero opens nothing."""
    value = getattr(row, column.name)
    is_number = isinstance(value, int | float)
    url = column.url(row, question) if column.url and value else ""
    return Cell(str(column.label), in_words(value, zone), url, is_number, is_number and not value)


def in_words(value: Any, zone: tzinfo) -> str:
    if value is None or value == "":
        return words.NOTHING
    if isinstance(value, datetime):
        return words.moment_in_full(value, zone)
    if isinstance(value, int):
        return words.number(value)
    return words.number(value, 1) if isinstance(value, float) else str(value)


def said_of_all(report: Report, answer: Answer) -> Iterator[tuple[str, str]]:
    """Each total with its words."""
    for name, label in report.labels.items():
        value = answer.totals[name]
        yield words.NOTHING if value is None else words.number(value), str(label)
