"""The database itself refuses to change a retrospective that is closed, or to take it away.

On PostgreSQL a role that does not own the table cannot take the trigger off. SQLite is a file that
whoever runs the product may write to in any case: there it refuses the change only, as emptying a
demonstration is a deletion row by row.
"""

from typing import Any

from django.db import migrations

STAND = {
    "postgresql": """
CREATE FUNCTION retrospective_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A closed retrospective is never changed: % stands.', OLD.id
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER retrospective_stands BEFORE UPDATE OR DELETE ON reports_retrospective
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION retrospective_stands();
""",
    "sqlite": """
CREATE TRIGGER retrospective_stands BEFORE UPDATE ON reports_retrospective
  FOR EACH ROW WHEN OLD.closed_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'A closed retrospective is never changed.');
END
""",
}
FALL = {
    "postgresql": """
DROP TRIGGER retrospective_stands ON reports_retrospective;
DROP FUNCTION retrospective_stands();
""",
    "sqlite": "DROP TRIGGER retrospective_stands",
}


def run(statements: dict[str, str]) -> Any:
    def step(apps: Any, schema_editor: Any) -> None:
        if sql := statements.get(schema_editor.connection.vendor):
            schema_editor.execute(sql, params=None)  # its % is no place for one

    return step


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_retrospectives")]

    operations = [migrations.RunPython(run(STAND), run(FALL))]
