"""Writing columns of many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def write_columns(records: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of rows that exist, one prepared UPDATE by primary key for all.

    Does what `bulk_update` does, which builds a CASE of every value and takes ten times as long.
    """
    if not records:
        return
    meta, quoted = records[0]._meta, connection.ops.quote_name
    fields: list[Any] = [meta.get_field(name) for name in names]
    columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    key = quoted(meta.pk.column or "id")
    values = [
        (*(f.get_db_prep_save(getattr(record, f.attname), connection) for f in fields), record.pk)
        for record in records
    ]
    with connection.cursor() as cursor:
        # The names are those of our own models.
        statement = f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {key} = %s"  # noqa: S608
        cursor.executemany(statement, values)
