"""Imports and foreign keys run one way; the project names no machine but the reader's own."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

LEFT_OF_ALL = [
    f"leadfollow.{name}" for name in ("clock", "words", "log", "outbox", "files", "backups")
]
FLOW = ["leadfollow.people", "campaigns", "leads", "followups", "reports"]
LABELS = ["people", "campaigns", "leads", "followups", "reports"]
SELF = Path(__file__).resolve()


def stage(module: str) -> int | None:
    """Where a module stands in the flow; None outside it."""
    found = (i for i, app in enumerate(FLOW) if module == app or module.startswith(f"{app}."))
    return next(found, None)


def modules_imported_by(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions, as absolute names."""
    package = path.relative_to(settings.BASE_DIR).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{name.name}" for name in node.names)


def python_files(module: str) -> list[Path]:
    """The files of a package or module."""
    path = settings.BASE_DIR / module.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


@pytest.mark.parametrize("app", FLOW)
def test_app_imports_only_upstream(app):
    for path in python_files(app):
        for module in modules_imported_by(path):
            there = stage(module)
            assert there is None or there <= FLOW.index(app), f"{path} imports {module}"


@pytest.mark.parametrize("module", LEFT_OF_ALL)
def test_infrastructure_imports_none_of_the_apps(module):
    for path in python_files(module):
        for imported in modules_imported_by(path):
            assert stage(imported) is None or "tests" in path.parts, f"{path} imports {imported}"


def test_tests_that_empty_all_tables_have_files_of_their_own():
    """They run last, file by file: others in the same file would miss what migrations put there."""
    marks = re.compile(r"^@pytest\.mark\.(?:browser|redis|django_db\(transaction)", re.M)
    for path in settings.BASE_DIR.glob("*/**/tests/**/test_*.py"):
        beside = marks.findall(path.read_text())
        assert not beside, f"{path}: mark the whole file {beside}"


@pytest.mark.parametrize("label", LABELS)
def test_foreign_keys_point_only_upstream(label):
    for model in apps.get_app_config(label).get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                there = field.related_model._meta.app_label
                upstream = there not in LABELS or LABELS.index(there) <= LABELS.index(label)
                assert upstream, f"{model.__name__}.{field.name} points to {there}"


def committed_files() -> Iterator[tuple[Path, str]]:
    """Every text file that belongs to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = settings.BASE_DIR / name
        if path.is_file() and path.resolve() != SELF:
            yield path, path.read_bytes().decode(errors="ignore")


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(
            r"pypi\.org|pythonhosted\.org|npmjs\.|yarnpkg\.com|jsdelivr|unpkg|cdnjs", id="host"
        ),
        pytest.param(r"""(?<![\w.~)}<-])/(?:home|root|work|Users)/\w""", id="absolute path"),
    ],
)
def test_no_file_names(pattern):
    for path, text in committed_files():
        found = re.search(pattern, text)
        assert not found, f"{path} names {found.group()}"


def test_top_level_stays_small():
    expected = {
        *("leadfollow", "campaigns", "leads", "followups", "reports", "templates", "static"),
        *("manage.py", "conftest.py", "pytest.ini", "Makefile", "docs", "deploy"),
        *("requirements.txt", "requirements-test.txt", "README.md", "CHANGELOG.md", "LICENSE"),
    }
    names = {path.relative_to(settings.BASE_DIR).parts[0] for path, _ in committed_files()}

    assert {name for name in names if not name.startswith(".")} <= expected
