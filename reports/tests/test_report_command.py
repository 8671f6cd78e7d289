"""`manage.py report`: any report as data, and one sentence for what cannot be asked."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from followups.tests.factories import make_touch
from reports.registry import REPORTS
from reports.tests.fair import make_fair, on

pytestmark = pytest.mark.django_db


def report(*arguments):
    out = StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments):
    return json.loads(report(*arguments, "--json"))


def test_overdue_as_of_a_moment():
    make_touch(due_at=on(5))

    late = as_json("overdue", "--at", "2026-11-05T10:00Z")
    early = as_json("overdue", "--at", "2026-11-05T09:59:59Z")

    assert (late["totals"], early["totals"]) == (
        {"touches": 1, "leads": 1}, {"touches": 0, "leads": 0},
    )  # fmt: skip
    assert late["as_of"] == "2026-11-05T10:00:00Z"
    assert late["rows"][0]["due"] == "2026-11-05T10:00:00Z"


def test_a_bare_date_is_its_start():
    assert as_json("overdue", "--at", "2026-11-05")["as_of"] == "2026-11-05T00:00:00Z"


def test_campaign_followup_has_the_numbers_of_the_page():
    make_fair()

    [row] = as_json("campaign-followup", "--campaign", "fair", "--at", "2026-11-10T12:00Z")["rows"]

    names = ("campaign", "captured", "planned", "planned_since_received", "touched", "followed_up")
    assert [row[name] for name in names] == ["Fair Berlin", 6, 1, 1, 3, 2]


def test_narrowed_to_a_rep_and_to_a_team():
    fair = make_fair()

    his = as_json("campaign-followup", "--rep", fair.ben.email.upper())
    theirs = as_json("campaign-followup", "--team", fair.team.name)

    assert (his["totals"]["captured"], theirs["totals"]["captured"]) == (2, 5)
    assert his["rep"] == fair.ben.email.upper()


# Nothing of theirs happens at the fair.
ELSEWHERE = ("retro", "early", "disagree", "conformity", "steps")


@pytest.mark.parametrize("name", [n for n in REPORTS if not n.startswith(ELSEWHERE)])
def test_every_report_as_a_plain_table(name):
    make_fair()

    table = report(name, "--at", "2026-11-10T12:00Z")

    assert any(known in table for known in ("Fair Berlin", "Ana", "leads 3, attempts 3"))


def test_a_plain_table_is_headed_as_on_the_page():
    make_touch(due_at=on(5))

    assert "Calendar days late" in report("overdue", "--at", "2026-11-10T12:00Z")


def test_an_empty_report_is_no_error():
    assert report("overdue") == "touches 0, leads 0\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense"], "No report is named nonsense; there are campaign-followup, overdue, "),
        ([], "Say which report; there are campaign-followup, overdue, "),
        (["overdue", "--campaign", "NONE"], "There is no campaign NONE."),
        (["overdue", "--team", "None"], "There is no team None."),
        (["overdue", "--rep", "no@example.com"], "There is no rep no@example.com."),
        (["overdue", "--week", "2026-W47"], "The report overdue takes no --week."),
        (["activity", "--week", "2026-47"], "A week is written like 2026-W47, not '2026-47'."),
        (["activity", "--week", "2026-W60"], "The year 2026 has no week 60."),
        (["overdue", "--at", "yesterday"], "yesterday is no moment."),
    ],
)
def test_refuses_in_a_sentence(arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        report(*arguments)

    assert sentence in str(refusal.value)
    assert refusal.value.returncode == 2
