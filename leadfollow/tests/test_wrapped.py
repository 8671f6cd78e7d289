"""Whatever Python says to people looks for its translation, and at the moment when it is said.

A text is what begins with a capital or holds blanks. A list below names what looks like one and is
none, with the reason; a text for people goes into `_()`, or into `gettext_lazy` where a module or a
class is made.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from leadfollow.translations import APPS, KEYWORDS

# Paths, or what they begin with.
NOT_FOR_PEOPLE = {
    # Not shown on pages.
    "leadfollow/assets.py": "console",
    "leadfollow/backups/": "console: who restores reads it; a night's trouble is kept as it was",
    "leadfollow/bundles.py": "console",
    "leadfollow/deployed_checks.py": "console: Django's checks",
    "leadfollow/environment.py": "console, before there is a language",
    "leadfollow/files/disk.py": "console: findings of the audit",
    "leadfollow/launch.py": "console, before anything is installed",
    "leadfollow/moments.py": "console: options of commands",
    "leadfollow/prepare.py": "console",
    "leadfollow/running.py": "console",
    "leadfollow/settings.py": "settings",
    "leadfollow/translations.py": "console",
    "leadfollow/trial.py": "console",
    "followups/api/": "for programs: its description is English",
    "followups/audit/": "console: findings of the audit",
    "reports/audit.py": "console: findings of the audit",
    "campaigns/capture_shell.py": "a line of script",
    "followups/sweep.py": "SQL, and a refusal of its command",
    # Words of the world, not ours.
    "leads/identity.py": "what people write where they have nothing to say",
    "leads/imports/header_words.py": "names of columns elsewhere",
    "leads/imports/presets.py": "names of programs and of their columns",
    "leads/imports/vocabulary.py": "words of files from elsewhere",
    "leads/imports/workbook_child.py": "a process of its own, which says nothing",
    # Rows that become the organisation's own.
    "campaigns/shipped.py": "shipped rows",
    "followups/lesson/scene.py": "the lesson's made-up people",
    "followups/shipped/": "shipped rows",
    "leads/shipped.py": "shipped rows",
}
NO_TEXTS = {
    "followups/views/capture.py": "Authorization|ETag",  # headers
    "followups/exports/columns.py": "Leadfollow number",  # a header that an import knows
    "followups/help/words.py": "[a-z]+([ -][a-z]+)*",  # the addresses of words
    "followups/models/own_channel.py": "Community or forum",  # a shipped row
    "followups/operations/merging.py": "leads merged",  # an event of the log
    "followups/operations/own_values.py": "own fields .*",  # events of the log
    "leadfollow/people/two_factor_forms.py": "two-factor code",  # as it is counted
    "leads/own_fields/values.py": "own fields",  # of the cache of a request
    "followups/operations/entering.py": "by hand",  # a source, as it is kept
    "followups/operations/qualifying.py": "criterion ticked|tick removed",  # events of the log
    "followups/panel/moment_field.py": r"input changed .*|next \.echo|(yesterday|thu) .*|Nobody .*",
    "leadfollow/people/devices.py": r"[A-Z]\w+/?|Samsung Internet|Mac OS X",  # names
    "leadfollow/people/guesses.py": "sign-in .*|Lax",  # as it is counted
    "leadfollow/people/keys_section.py": "form-control key-box",
    "leadfollow/people/lists/operations.py": "brought back",  # an event of the log
    "leadfollow/people/models/organisation.py": "own days",  # of the cache of a request
    "leadfollow/people/optional.py": "part switched (on|off)",  # events of the log
    "leadfollow/people/organisation_form.py": "Thu .*2026.*",  # dates as they are written
    "leadfollow/people/organisation_views.py": "private, .*",  # http
    "leadfollow/people/start_code.py": "first start",  # salt
    "leads/postal.py": " ?to ?",
    "followups/views/api_page.py": "curl .*",
    "leadfollow/answering.py": "Host",  # http
    "leadfollow/moment_words.py": r".*\+.*|day after tomorrow",  # as people type
    "leads/imports/moments.py": r"[a-z]{3}( [a-z]+)+",  # months elsewhere
    "leads/regions.py": r"[^ ].*,.*|Türkiye|Czechia|Viet Nam|Hong Kong",  # countries
    "leads/imports/arrivals.py": "(lead|inquiry) imported",  # events of the log
    "followups/cadences/example.py": "Otto Lang|Nordwind GmbH",  # made up
    "followups/imports/word_choices.py": r"(closed:)?[a-z]+ [a-z]+( [a-z]+)?",  # words of mappings
    "campaigns/views.py": "in use",  # a state in the address
    "followups/condition.py": r"\{\}/health/",
    "reports/start/views.py": r"(\{\})?; url=\{\}\?waited",  # http
    "followups/queue/fair.py": "first touch|oldest debt|no next step",  # in cursors
}
# Buttons, boxes in the head of a column, chips: the template says what they are.
SHOWN_WITHOUT_LABEL = {
    *("BulkForm.all", "CalendarForm.end", "LogForm.at_once", "LogForm.outcome", "LogForm.when"),
    *("MoveForm.when", "VerdictForm.accept", "VerdictForm.close"),
}
EVERYWHERE = (
    r"[A-Z][A-Z0-9_-]*",  # a name of a setting, a currency
    r"(SELECT|INSERT|UPDATE|DELETE|LOCK|SET) .*|.*\b(GROUP BY|ORDER BY)\b.*",
    r".* AS integer\).*|JSON_GROUP_ARRAY\(.*",
    r"(form|btn|text)-[a-z-]+( (form|btn|text)-[a-z-]+)+",  # classes of styles
    r"[a-z]+/[a-z]+; .*|(inline|attachment); filename=.*|[A-Z][a-z]+(-[A-Z][a-z]+)+(=.*)?",  # http
    r"[/#<].*|https?:.*",
    r"(?s)[^A-Za-z]*|.*[{(\[]\?.*|.*\\[dwsb].*|\^.*",  # no words; patterns
    r"[A-Z][a-z]+(/[A-Z][a-z]+)+",  # a time zone
    r"True|False|NaN|None|UTC|Leadfollow(: )?",
)
# Whose arguments are names, patterns, or words for programs and the log.
TAKES_NAMES = {
    *("record", "getLogger", "info", "warning", "exception", "debug", "logger.error"),
    *("compile", "match", "search", "fullmatch", "findall", "sub", "split", "strptime"),
    *("startswith", "endswith", "removeprefix", "removesuffix", "replace", "strip", "partition"),
    *("cast", "getattr", "setattr", "TypeVar", "ForeignKey", "OneToOneField", "ManyToManyField"),
    *("execute", "RunSQL", "QuerySet", "import_module", "Prefetch", "DjangoJSONEncoder"),
}
NAME_KEYWORDS = {"name", "event", "related_name", "singular", "template"}  # of the log, too
# Of other nodes all parts.
LOOKED_INTO: dict[type[ast.AST], tuple[str, ...]] = {
    ast.AnnAssign: ("value",),
    ast.Assert: (),
    ast.Compare: (),
    ast.FunctionDef: ("decorator_list", "args", "body"),
    ast.Subscript: ("value",),
    ast.arg: (),
}
WRAPPED = {"_", *KEYWORDS}
AT_ONCE = WRAPPED - {name for name in WRAPPED if "lazy" in name or "noop" in name}
Found = tuple[int, str]


def modules() -> list[Path]:
    """All that runs for people: no tests, migrations, commands, benchmarks, demonstration."""
    left_out = {"tests", "migrations", "management", "bench", "demo"}
    return [
        path
        for app in APPS
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if not left_out & set(path.relative_to(settings.BASE_DIR).parts)
    ]


def name_of(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


def text_of(node: ast.AST) -> str | None:
    """The words of a literal; of an f-string without what it puts in."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        return "{}".join(map(str, parts))
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text and isinstance(node, ast.Constant) else None


def is_for_people(text: str, *, is_joined: bool = False) -> bool:
    """Whether it looks like it: a capital, or several words."""
    plain = text.strip("“‘(….,:; \n")
    if any(re.fullmatch(pattern, text.strip()) for pattern in EVERYWHERE):
        return False
    several = bool(re.search(r"[A-Za-zäöü]{2}", text)) and bool(re.search(r"\s", text))
    words = bool(re.search(r"[a-z]{2}", plain))
    return words and (plain[:1].isupper() or several) and not (is_joined and not several)


def called(node: ast.Call) -> str:
    function = node.func
    if ast.unparse(function) == "logger.error":  # beside `messages.error`
        return "logger.error"
    return getattr(function, "id", "") or getattr(function, "attr", "")


def parts_of(node: ast.AST, *, in_models: bool) -> Iterable[ast.AST]:
    """Where in a node a text may stand."""
    if isinstance(node, ast.Call) and called(node) in WRAPPED | TAKES_NAMES:
        given = [node.func, *node.args, *node.keywords]
        return [part for part in given if text_of(part) is None]
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return []
        case ast.Attribute(value=ast.Constant(), attr="split" | "join"):
            return []
        case ast.keyword(arg=arg) if arg in NAME_KEYWORDS or (in_models and arg == "help_text"):
            return []
        case ast.FunctionDef(name="__str__") if in_models:  # what pages show has words of its own
            return []
        case ast.Assign(targets=[ast.Name(id="__all__" | "verbose_name_plural")]):
            return []
    for kind, names in LOOKED_INTO.items():
        if isinstance(node, kind):
            found = (getattr(node, name) for name in names)
            return [part for each in found for part in (each if isinstance(each, list) else [each])]
    return ast.iter_child_nodes(node)


def texts_in(node: ast.AST, *, in_models: bool) -> Iterator[Found]:
    """The literals that nothing excuses, with their lines."""
    text = text_of(node)
    if text is not None and is_for_people(text, is_joined=isinstance(node, ast.JoinedStr)):
        yield getattr(node, "lineno", 0), text
        return
    for part in parts_of(node, in_models=in_models):
        if part is not None:
            yield from texts_in(part, in_models=in_models)


def said_too_early(tree: ast.Module) -> Iterator[Found]:
    """Texts translated when a module, a class or a default is made, or when an app gets ready."""
    at_once = AT_ONCE - {
        name.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if "lazy" in name.name
    }

    def visit(node: ast.AST, later: bool) -> Iterator[Found]:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            for child in [*getattr(node, "decorator_list", []), node.args]:
                yield from visit(child, later)
            body = node.body if isinstance(node.body, list) else [node.body]
            for child in body:
                yield from visit(child, getattr(node, "name", "") != "ready")
            return
        if isinstance(node, ast.Call) and called(node) in at_once and not later:
            yield node.lineno, ast.unparse(node)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, later)

    yield from visit(tree, later=False)


def unwrapped(path: Path) -> list[Found]:
    found = texts_in(ast.parse(path.read_text()), in_models="models" in name_of(path))
    fine = NO_TEXTS.get(name_of(path), "(?!)")
    return [(line, text) for line, text in found if not re.fullmatch(fine, text.strip())]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_looks_for_its_translation(path):
    if name_of(path).startswith(tuple(NOT_FOR_PEOPLE)):
        return
    assert unwrapped(path) == []


def test_nothing_is_translated_before_anybody_reads_it():
    found = {name_of(path): list(said_too_early(ast.parse(path.read_text()))) for path in modules()}

    assert {name: texts for name, texts in found.items() if texts} == {}


def test_what_is_left_out_is_there():
    names = [name_of(path) for path in modules()]

    for left_out in [*NOT_FOR_PEOPLE, *NO_TEXTS]:
        assert any(name.startswith(left_out) for name in names), left_out


def forms_of(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in form.__subclasses__():
        yield one
        yield from forms_of(one)


def test_each_field_has_a_label_of_its_own():
    """Without one Django makes it of the field's name, which no catalogue knows."""
    for path in modules():
        if "manage" not in path.name and path.name != "launch.py":
            import_module(name_of(path).removesuffix(".py").replace("/", "."))
    unnamed = {
        f"{form.__name__}.{name}"
        for form in forms_of(forms.BaseForm)
        if form.__module__.startswith(APPS)
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if field.label is None and not field.widget.is_hidden
    }

    assert unnamed <= SHOWN_WITHOUT_LABEL
