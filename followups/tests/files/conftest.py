"""Files in the shapes that others send: small ones of our own, and the shared ones."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from conftest import BEFORE_A_RELEASE
from followups.audit import audit

SHARED = Path(os.environ.get("SHARED_FILES", Path(__file__).parents[4] / "shared" / "data"))


@pytest.fixture
def shared():
    """The path of a shared file; the test is skipped where it is not at hand."""

    def path(name):
        if not (SHARED / name).exists():
            pytest.skip("the shared files are not at hand")
        return SHARED / name

    return path


LARGE = 200_000  # bytes; a larger file is checked as well before a release only


@pytest.fixture
def bring(tmp_path, capsys):
    """Imports a file, or rows given as text; answers what --json printed. What a check of the file
    says before is what the import does."""

    def told(path, **options):
        call_command("import_file", str(path), json=True, **options)
        said = json.loads(capsys.readouterr().out)
        del said["seconds"]
        return said

    def bring(file, kind="leads", mapping=None, **options):
        if isinstance(file, str):
            path = tmp_path / "file.csv"
            path.write_text(file, encoding="utf-8", newline="")
            file = path
        if mapping is not None:
            options["mapping"] = tmp_path / "mapping.json"
            options["mapping"].write_text(json.dumps(mapping))
        only_checked = options.pop("dry_run", False)
        if only_checked or BEFORE_A_RELEASE or file.stat().st_size < LARGE:
            result = told(file, kind=kind, dry_run=True, **options)
        else:
            result = None
        if not only_checked:
            foreseen, result = result, told(file, kind=kind, **options)
            assert foreseen in (None, result)
        fates = ("created", "added", "held", "rejected")
        assert result["rows"] == sum(result[fate] for fate in fates)
        return result

    return bring


@pytest.fixture
def report(capsys):
    """The rows and totals of a report."""

    def report(name, **options):
        call_command("report", name, json=True, **options)
        return json.loads(capsys.readouterr().out)

    return report


def violations():
    """The laws that do not hold."""
    return {name: found.violations for name, found in audit().items() if found.violations}
