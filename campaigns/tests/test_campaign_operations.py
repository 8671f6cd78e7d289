"""A campaign is written down, edited, retired: what is refused, and what the log keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from campaigns import operations
from campaigns.models import Campaign
from campaigns.operations import BadCost, BadDates, Facts, NoName
from campaigns.tests.factories import make_campaign, make_segment
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_event_manager

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture
def facts() -> Facts:
    return Facts(
        name="Fair Hannover", kind="event", segment=make_segment(), place="Hannover",
        time_zone=ZoneInfo("Europe/Berlin"), starts_on=date(2026, 11, 24),
        ends_on=date(2026, 11, 26), cost=Decimal(18400), owner=make_event_manager(),
    )  # fmt: skip


def create(facts):
    return operations.create_campaign(facts=facts, by=facts.owner, at=AT)


def test_creates_it_with_a_code_made_from_the_name(facts):
    made = create(facts)

    assert (made.code, made.name, made.cost) == ("FAIR-HANNOVER", "Fair Hannover", 18400)
    entry = Entry.objects.get(event="campaign created", record_id=made.pk)
    assert (entry.by, entry.at) == (facts.owner, AT)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("Fair Hannover", "FAIR-HANNOVER-3", id="taken twice, once in small letters"),
        pytest.param("Fair", "FAIR", id="another begins alike"),
        pytest.param("Messe München", "MESSE-MUNCHEN", id="accents"),
        pytest.param("展示会", "CAMPAIGN", id="nothing in our letters"),
        pytest.param("x" * 160, "X" * 70, id="long"),
    ],
)
def test_the_code_is_unique(facts, name, code):
    make_campaign(code="fair-hannover")
    make_campaign(code="FAIR-HANNOVER-2")

    assert create(replace(facts, name=name)).code == code


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": " "}, NoName),
        ({"starts_on": None}, BadDates),
        ({"ends_on": None}, BadDates),
        ({"ends_on": date(2026, 11, 23)}, BadDates),
        ({"cost": Decimal("-0.01")}, BadCost),
    ],
)
def test_refuses_and_changes_nothing(facts, wrong, refusal):
    before = Campaign.objects.count()

    with pytest.raises(refusal):
        create(replace(facts, **wrong))

    assert Campaign.objects.count() == before
    assert not Entry.objects.filter(event="campaign created").exists()


def test_a_standing_source_needs_no_dates(facts):
    made = create(replace(facts, kind="standing", starts_on=None, ends_on=None))

    assert not made.is_event


def test_edits_it_and_logs_what_changed(facts):
    made = create(facts)
    told = replace(facts, name="Fair Hanover", cost=None)

    operations.edit_campaign(campaign=made, facts=told, by=facts.owner, at=AT)

    made.refresh_from_db()
    assert (made.name, made.cost, made.code) == ("Fair Hanover", None, "FAIR-HANNOVER")
    assert Entry.objects.get(event="campaign edited").details == {
        "changes": {"name": ["Fair Hannover", "Fair Hanover"], "cost": ["18400.00", ""]}
    }


def test_an_edit_that_changes_nothing_is_no_event(facts):
    made = create(facts)

    operations.edit_campaign(campaign=made, facts=facts, by=facts.owner, at=AT)

    assert not Entry.objects.filter(event="campaign edited").exists()


def test_an_edit_is_refused_as_a_creation_is(facts):
    made = create(facts)

    with pytest.raises(BadDates):
        operations.edit_campaign(
            campaign=made, facts=replace(facts, ends_on=None), by=facts.owner, at=AT
        )


def test_retires_and_brings_back_once_each(facts):
    made = create(facts)

    for _ in range(2):
        operations.retire_campaign(campaign=made, by=facts.owner, at=AT)
    retired = Campaign.objects.in_use().filter(pk=made.pk).exists()
    for _ in range(2):
        operations.bring_back_campaign(campaign=made, by=facts.owner, at=AT)

    assert not retired
    assert Campaign.objects.in_use().filter(pk=made.pk).exists()
    events = Entry.objects.filter(record_id=made.pk, kind="campaign").values_list(
        "event", flat=True
    )
    assert sorted(events) == ["campaign brought back", "campaign created", "campaign retired"]
