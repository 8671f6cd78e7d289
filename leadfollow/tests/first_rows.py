"""Empty the tables after a test that wrote for good, and put back what migrations put there."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.serializers import deserialize
from django.db import connection, models, transaction
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations

truncated = DatabaseOperations.sql_flush


def put_back(creation: BaseDatabaseCreation, kept: str) -> None:
    """A table at a time: Django asks twice for each row, which took longer than most tests.

    The first test that empties tables still finds them filled.
    """
    ours = creation.connection
    with transaction.atomic(using=ours.alias), ours.constraint_checks_disabled():
        rows = deserialize("json", kept, using=ours.alias)
        for model, its in groupby(rows, key=lambda row: type(row.object)):
            every = list(its)
            assert not any(any(row.m2m_data.values()) for row in every)
            rows_of: models.QuerySet[Any] = models.QuerySet(model, using=ours.alias)
            rows_of.bulk_create([row.object for row in every], ignore_conflicts=True)
        ours.check_constraints()


def emptied(ops: Any, style: Any, tables: list[str], **how: bool) -> list[str]:
    """Row by row: TRUNCATE makes each table and index a new file, 860 of them, for a few rows.

    Only who may switch triggers and foreign keys off can do so, as on a server of our own.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        if cursor.fetchone() != ("on",) or how.get("reset_sequences"):
            return truncated(ops, style, tables, **how)
    every = [f"DELETE FROM {ops.quote_name(table)}" for table in tables]
    return ["; ".join(["SET LOCAL session_replication_role = replica", *every])]
