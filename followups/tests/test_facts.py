"""A lead's facts: the two clocks against their limits, its cost and its likely value."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.facts import Fact, facts_of
from followups.situation import situation_of
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead
from leads.worth import FEWEST_CLOSED

pytestmark = pytest.mark.django_db
SYSTEM, REP = "Received to assigned", "Assigned to first touch"


def known(lead: Lead, *, at: datetime, reader: User | None = None) -> dict[str, Fact]:
    situation = situation_of(lead.pk, now=at)
    return {f.word: f for f in facts_of(situation, reader=reader or make_manager())}


def close_many(campaign: Campaign, *, won: int, lost: int, value: int = 1000) -> None:
    for number in range(won + lost):
        lead = make_owned_lead(campaign=campaign)
        how = {"disposition": "won", "value": Decimal(value)}
        how = how if number < won else {"disposition": "not_interested"}
        operations.close_lead(
            lead=lead, by=lead.owner, at=after(hours=1), reason="They said so", **how
        )


# --- The two clocks


def test_each_clock_says_how_long_it_took_and_whether_in_time():
    lead = make_lead()
    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(hours=3))

    facts = known(lead, at=after(hours=5))

    assert (facts[SYSTEM].value, facts[SYSTEM].state_text) == ("system 3 h", "late")
    assert facts[SYSTEM].note == "limit: 1 working hour"
    assert facts[REP].value == "rep 2 h, not touched yet"
    assert facts[REP].note == "limit: 24 h"


def test_a_touch_stops_the_reps_clock():
    lead = make_planned_lead()
    log(next_touch(lead), at=after(hours=1))

    facts = known(lead, at=after(days=9))

    assert (facts[REP].value, facts[REP].state, facts[REP].state_text) == (
        "rep 1 h", "done", "in time",
    )  # fmt: skip


def test_a_late_touch_is_late_for_ever():
    lead = make_planned_lead()
    log(next_touch(lead), at=after(days=3))

    assert known(lead, at=after(days=9))[REP].state_text == "late"


def test_a_running_clock_says_what_is_left_and_then_how_late_it_is():
    lead = make_planned_lead()

    before, past = known(lead, at=after(hours=1)), known(lead, at=after(days=3))

    assert before[REP].state in {"today", "later"}
    assert past[REP].state == "overdue"
    assert "late" in past[REP].state_text


def test_who_came_with_an_owner_waited_for_nobody():
    assert known(make_owned_lead(), at=after(hours=5))[SYSTEM].state_text == "in time"


def test_the_lead_of_a_fair_has_until_that_night():
    facts = known(make_lead(campaign=make_event()), at=after(hours=3))

    assert facts[SYSTEM].value == "system 3 h, waiting"
    assert facts[SYSTEM].note == "limit: the day it came in"
    assert REP not in facts


def test_a_lead_closed_untouched_stops_the_clock():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="duplicate", by=lead.owner, at=after(hours=2))

    assert known(lead, at=after(days=9))[REP].value == "rep 2 h, never touched"


# --- Money


def test_a_cost_is_the_campaigns_over_its_inquiries():
    campaign = make_campaign(cost=Decimal(1000))
    lead = make_owned_lead(campaign=campaign)
    for _ in range(3):
        make_owned_lead(campaign=campaign)

    assert known(lead, at=MONDAY)["Cost"].value == "250 €"


def test_a_rep_reads_a_cost_only_if_the_team_shows_it():
    lead = make_owned_lead(campaign=make_campaign(cost=Decimal(500)))
    silent, open_ = make_rep(), make_rep(team=make_team(reps_see_costs=True))

    assert "Cost" not in known(lead, at=MONDAY, reader=silent)
    assert known(lead, at=MONDAY, reader=open_)["Cost"].value == "500 €"


def test_too_few_closed_leads_tell_nothing():
    campaign = make_campaign()
    lead = make_owned_lead(campaign=campaign)
    close_many(campaign, won=5, lost=FEWEST_CLOSED - 6)

    assert "Expected value" not in known(lead, at=after(hours=2))


def test_the_likely_value_is_the_average_win_times_the_share_won():
    campaign = make_campaign()
    lead = make_owned_lead(campaign=campaign)
    close_many(campaign, won=5, lost=FEWEST_CLOSED - 5)

    fact = known(lead, at=after(hours=2))["Expected value"]

    assert fact.value == "250 €"
    assert fact.note == "1,000 € a won lead × 25 % won, by the last 20 closed of this campaign"


def test_a_campaign_with_few_closed_leads_borrows_those_of_all_in_its_currency():
    lead = make_owned_lead(campaign=make_campaign())
    francs = make_owned_lead(campaign=make_campaign(currency="CHF"))
    close_many(make_campaign(), won=10, lost=FEWEST_CLOSED - 10)

    fact = known(lead, at=after(hours=2))["Expected value"]

    assert (fact.value, fact.note.endswith("of all campaigns")) == ("500 €", True)
    assert "Expected value" not in known(francs, at=after(hours=2))


def test_a_known_value_and_a_closed_lead_expect_nothing():
    campaign = make_campaign()
    valued, closed = make_owned_lead(campaign=campaign), make_owned_lead(campaign=campaign)
    operations.edit_lead(lead=valued, changes={"value": Decimal(7)}, by=None, at=MONDAY)
    operations.close_lead(
        lead=closed,
        disposition="not_interested",
        reason="They said so",
        by=closed.owner,
        at=after(hours=1),
    )
    close_many(campaign, won=5, lost=FEWEST_CLOSED)

    assert known(valued, at=after(hours=2))["Value"].value == "7 €"
    assert "Expected value" not in known(valued, at=after(hours=2))
    assert "Expected value" not in known(closed, at=after(hours=2))


def test_nobody_sees_the_cost_in_the_registry_who_may_not(client):
    campaign = make_campaign(cost=Decimal(18400))
    client.force_login(make_rep())

    pages = [client.get(f"/campaigns/{end}").content.decode() for end in ("", f"{campaign.pk}/")]

    assert not any("18,400" in page for page in pages)
    client.force_login(make_manager())
    assert "18,400" in client.get(f"/campaigns/{campaign.pk}/").content.decode()


def test_after_a_hand_over_the_reps_clock_says_who_had_it_how_long():
    lead = make_lead()
    for name, hours in (("Ana", 1), ("Ben", 4)):
        operations.assign_lead(lead=lead, rep=make_rep(name=name), by=None, at=after(hours=hours))

    facts = known(lead, at=after(hours=6))

    assert facts[REP].value == "rep 5 h, not touched yet"
    assert facts[REP].note == "limit: 24 h; Ana 3 h, Ben 2 h"


def test_what_was_captured_before_it_came_in_waited_since_then():
    lead = make_lead(captured_at=after(hours=-9))
    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(minutes=5))

    facts = known(lead, at=after(hours=1))

    assert facts["Captured to assigned"].value == "system 9 h"
