"""Loading demonstration data: the same for the same seed, and never over real people."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from leadfollow.people import demonstration
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_user
from leads.models import Lead
from reports.demo import load

WEDNESDAY = datetime(2026, 11, 18, 13, tzinfo=UTC)
FEW = 0.01

pytestmark = pytest.mark.django_db


def leads_of_a_play(seed: int) -> list[object]:
    """What one play leaves behind; it is forgotten afterwards."""
    columns = ("organisation", "status", "owner__email", "next_due_at", "touch_count")
    with transaction.atomic():
        load(at=WEDNESDAY, seed=seed, password="correct horse", share=FEW)
        rows = list(Lead.objects.order_by("pk").values_list(*columns))
        transaction.set_rollback(True)
    return rows


@pytest.mark.once
def test_one_seed_gives_the_same_rows_and_another_does_not():
    first, again, other = (leads_of_a_play(seed) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_command_prints_counts_alone_as_json(capsys):
    call_command(
        "demo", "--at=2026-11-18T13:00Z", "--password=correct horse", f"--share={FEW}", "--json"
    )

    said = capsys.readouterr()
    assert json.loads(said.out)["leads"] == Lead.objects.count()
    assert "rep@example.com" in said.err


def test_other_people_are_left_alone():
    make_user()

    with pytest.raises(CommandError, match="holds leads or people already") as refusal:
        call_command("demo")

    assert refusal.value.returncode == 2
    assert not User.objects.filter(external_source=demonstration.SOURCE).exists()


def test_password_that_everybody_tries_is_refused():
    with pytest.raises(CommandError) as refusal:
        call_command("demo", password="password1234")

    assert refusal.value.returncode == 2
    assert not User.objects.exists()
