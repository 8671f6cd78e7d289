"""The middle of many durations, computed where the rows are."""

from __future__ import annotations

import json
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, DurationField
from django.db.models.sql.compiler import SQLCompiler


class Median(Aggregate):
    """The median duration; None of nothing.

    PostgreSQL has it. SQLite hands over the durations, in microseconds, and we take the middle.
    Give a filter that leaves rows without a duration out.
    """

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any) -> Any:
        listing = self.copy()
        listing.template = "JSON_GROUP_ARRAY(%(expressions)s)"
        return listing.as_sql(compiler, connection, **how)

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        if connection.vendor == "sqlite":
            return [middle]
        return super().get_db_converters(connection)


def middle(durations: str | None, *_: Any) -> timedelta | None:
    """The median of a JSON list of microseconds."""
    known = [each for each in json.loads(durations or "[]") if each is not None]
    return timedelta(microseconds=median(known)) if known else None
