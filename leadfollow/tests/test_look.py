"""The parts every page is made of: they render with little, and are true to the four states."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from leadfollow import words
from leadfollow.templatetags import look

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PARTS = sorted(path.name for path in (TEMPLATES / "components").glob("_*.html"))


def part(name: str, **context: Any) -> str:
    html = render_to_string(f"components/_{name}.html", context, RequestFactory().get("/?sort=due"))
    return " ".join(html.split())


@pytest.mark.parametrize("name", PARTS)
def test_a_part_says_first_what_it_needs(name: str) -> None:
    assert (TEMPLATES / "components" / name).read_text().startswith("{# ")


@pytest.mark.parametrize("state", look.WORDS)
def test_a_state_has_a_word_beside_its_colour(state: str) -> None:
    html = part("state", state=state)
    assert f"pill-{state}" in html
    assert look.SIGNS.get(state, "") in html
    assert look.state_word(state) in html


def test_a_state_with_another_text_still_tells_its_word() -> None:
    assert '<span class="visually-hidden">overdue: </span>' in part(
        "state", state="overdue", text="2 days"
    )


def test_a_zero_is_quiet() -> None:
    assert "pill-overdue" not in part("count", number=0, state="overdue", text="overdue", url="/")


def test_a_number_opens_its_rows() -> None:
    assert part("number", number=1204, url="/leads/") == '<a href="/leads/">1,204</a>'


def test_a_ledger_bar_tells_its_numbers() -> None:
    ledger = SimpleNamespace(came_due=9, on_time=4, late=2, not_made=1, moved=1, cancelled=1)
    html = part("ledger_bar", ledger=ledger)
    assert "9 came due: 4 on time, 2 late, 1 not made, 1 moved, 1 cancelled" in html
    assert re.findall(r'x="(\d)" width="(\d)"', html) == [
        ("0", "4"), ("4", "2"), ("6", "1"), ("7", "1"), ("8", "1"),
    ]  # fmt: skip


def test_a_funnel_of_nothing_is_drawn() -> None:
    bars = [SimpleNamespace(label="Captured", count=0, url="/", note="")]
    assert "Captured" in part("bars", bars=bars, total=0)


def test_a_head_turns_the_sort_around() -> None:
    assert 'href="?sort=-due"' in part("table_sort", label="Due", key="due", sort="due")


def test_old_flags_are_told() -> None:
    html = part("notices", flags_stale=True, flags_as_of=datetime(2026, 11, 27, 14, 5, tzinfo=UTC))
    assert "Flags are from 14:05: the follow-up job has not run since." in html


@pytest.mark.parametrize("name", ["403", "404", "500", "403_csrf"])
def test_an_error_page_needs_no_context(name: str) -> None:
    assert "Leadfollow" in render_to_string(f"{name}.html")


@pytest.mark.parametrize(
    ("numbers", "said"), [("point", "1,234"), ("comma", "1.234"), ("space", "1 234")]
)
def test_a_count_is_said_the_way_of_the_organisation(numbers: str, said: str) -> None:
    style = replace(words.style(), numbers=words.NumberStyle(numbers))

    with words.said_in(lambda: style):
        assert said in part("count", number=1234, text="leads")


def test_what_is_no_number_stays_as_it_is() -> None:
    assert look.number("–") == "–"
