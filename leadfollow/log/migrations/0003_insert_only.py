"""On PostgreSQL the database itself refuses to change or delete what the log says.

A role that does not own the table cannot take the trigger off, nor empty the table. SQLite is a
file that whoever runs the product may write to in any case.
"""

from typing import Any

from django.db import migrations

STAND = """
CREATE FUNCTION log_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log is never changed: entry % stands.', OLD.id
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER log_entry_stands BEFORE UPDATE OR DELETE ON log_entry
  FOR EACH ROW EXECUTE FUNCTION log_entry_stands();
"""
FALL = """
DROP TRIGGER log_entry_stands ON log_entry;
DROP FUNCTION log_entry_stands();
"""


def on_postgresql(statements: str) -> Any:
    """A step of a migration that other databases pass over."""

    def run(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statements, params=None)  # its % is no place for one

    return run


class Migration(migrations.Migration):
    dependencies = [("log", "0002_in_order")]

    operations = [migrations.RunPython(on_postgresql(STAND), on_postgresql(FALL))]
