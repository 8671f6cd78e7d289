"""Leads go by the rules, and it is kept why."""

from collections import Counter
from datetime import time
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from campaigns.shipped import PROSPECTING
from campaigns.tests.factories import make_campaign
from followups import operations
from followups.distribution.choosing import Board, Rep, choose
from followups.distribution.rules import Rule
from followups.distribution.trying import try_again
from followups.models import NextTry, Turn
from followups.tests.factories import MONDAY, after, fresh, make_lead, make_touch
from followups.tests.rules import make_rule, send_away
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.models import Product, Territory
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
UTC_NINE_TO_SIX = {"time_zone": "UTC", "opens_at": time(9), "closes_at": time(18)}


@pytest.fixture
def team():
    return make_team(**UTC_NINE_TO_SIX)


def owners(*, count=4, campaign=None, at=MONDAY):
    campaign = campaign or make_campaign()
    return [make_lead(campaign=campaign, at=at).owner for _ in range(count)]


def why_of(lead):
    return lead.assignments.get().why


@pytest.mark.parametrize("condition", ["segment", "campaign", "product", "territory"])
def test_what_a_rule_asks_for_goes_to_its_reps_and_all_else_to_the_campaigns_team(team, condition):
    ana, ben = make_rep(team=team), make_rep()
    campaign, other = make_campaign(team=team), make_campaign(team=team)
    north = Territory.objects.create(name="North", ranges="DE 20000–29999")
    product = Product.objects.create(name="Pump")
    here = {"segment": campaign.segment, "campaign": campaign, "product": product}
    make_rule(reps=[ben], **{condition: (here | {"territory": north})[condition]})
    hamburg = make_person(country="Germany", postal_code="20095")

    inside = make_lead(campaign=campaign, person=hamburg, product=product)
    outside = make_lead(campaign=other)

    assert (inside.owner, outside.owner) == (ben, ana)


def test_the_first_rule_that_fits_and_has_somebody_decides(team):
    ana, ben = make_rep(team=team), make_rep()
    make_rule(reps=[ben])
    make_rule(team=team)
    send_away(ben, after(hours=1))
    make_rule(reps=[make_rep()])

    assert [owners(count=1), owners(count=1, at=after(hours=2))] == [[ben], [ana]]


def test_each_rule_has_a_turn_of_its_own(team):
    ana, ben = make_rep(team=team), make_rep(team=team)
    events = make_campaign(team=team)
    make_rule(campaign=events, reps=[ana, ben])

    mixed = [owners(count=1, campaign=each)[0] for each in [events, make_campaign(team=team)] * 2]

    assert mixed == [ana, ana, ben, ben]
    assert Turn.objects.count() == 2


def test_by_load_it_goes_to_whom_least_is_due(team):
    ana, ben = make_rep(team=team), make_rep(team=team)
    make_rule(team=team, way="least_loaded")
    for due_at in (after(days=1), after(days=7), after(days=8)):
        make_touch(lead=make_lead(owner=ana), due_at=due_at)  # the last one is too far off
    far = make_lead(owner=ben)
    for _ in range(5):
        make_touch(lead=far, due_at=after(days=30))

    lead = make_lead(at=after(hours=1))

    assert (lead.owner, why_of(lead)["load"]) == (ben, 0)
    assert owners(count=3, at=after(hours=1)) == [ben, ana, ben]  # what has no next step is load


def test_nobody_is_given_more_a_day_than_he_takes(team):
    ana, ben = make_rep(team=team, daily_cap=1), make_rep(team=team)
    campaign = make_campaign(team=team)

    got = owners(campaign=campaign), owners(campaign=campaign, count=1, at=after(days=1))

    assert got == ([ana, ben, ben, ben], [ana])


def test_nobody_is_given_more_than_he_may_have_open(team):
    ana, ben = make_rep(team=team, open_cap=2), make_rep(team=team)

    assert Counter(owners(campaign=make_campaign(team=team), count=6)) == {ana: 2, ben: 4}


def test_out_of_hours_it_goes_to_whom_the_next_rule_names(team):
    ana = make_rep(team=team)
    make_rule(team=team, only_at_work=True)
    night = make_rep()
    make_rule(reps=[night])

    assert [owners(count=1), owners(count=1, at=after(hours=10))] == [[ana], [night]]


def test_what_nobody_can_be_given_waits_with_the_reason_and_is_tried_again(team):
    away, full = make_rep(team=team), make_rep(team=team, open_cap=1)
    make_rule(team=team)
    make_lead(owner=full)
    back = send_away(away, MONDAY)

    lead = make_lead(campaign=make_campaign(team=team), at=after(hours=1))

    waits = Entry.objects.get(lead_id=lead.pk, event="lead waits for a rep")
    assert waits.details["passed"] == {"away": [away.pk], "open_full": [full.pk]}
    assert NextTry.objects.get().at == after(hours=2)  # the full one may have fewer by then
    assert try_again(now=after(hours=2)) == 0
    assert NextTry.objects.get().at == after(hours=3)
    assert Entry.objects.filter(lead_id=lead.pk, event="lead waits for a rep").count() == 1
    assert try_again(now=back) == 1
    assert fresh(lead).owner == away
    assert not NextTry.objects.exists()


def test_what_waits_as_all_are_full_goes_to_who_has_fewer_by_then(team):
    full = make_rep(team=team, open_cap=1)
    first = make_lead(owner=full)
    lead = make_lead(campaign=make_campaign(team=team), at=after(hours=1))
    assert fresh(lead).owner is None

    operations.close_lead(
        lead=first, disposition="duplicate", by=full, at=after(hours=1, minutes=30)
    )

    assert try_again(now=after(hours=2)) == 1
    assert fresh(lead).owner == full


def test_a_lead_that_was_given_meanwhile_is_not_tried_again(team):
    away, ben = make_rep(team=team), make_rep()
    back = send_away(away, MONDAY)
    lead = make_lead(campaign=make_campaign(team=team), at=after(hours=1))
    operations.assign_lead(lead=lead, rep=ben, by=None, at=after(hours=2))

    assert try_again(now=back) == 0
    assert fresh(lead).owner == ben


def test_who_had_it_is_not_given_it_again(team):
    ana, ben = make_rep(team=team), make_rep(team=team)
    lead = make_lead()
    make_rule(team=team)

    given = operations.distribute_lead(lead=lead, at=after(hours=1), but=[ana])

    assert given.rep == ben
    assert given.why["passed"] == {"had_it": [ana.pk]}


def test_the_timeline_says_why_he(client, team):
    make_rep(team=team, name="Ana Lind")
    send_away(make_rep(team=team, name="Ben Roth"), MONDAY)
    make_rule(team=team)
    lead = make_lead(at=after(hours=1))
    client.force_login(make_manager(of=team))

    page = client.get(f"/leads/{lead.pk}/").content.decode()

    assert "By rule 1: whose turn it was. Passed over: Ben Roth is away." in page


def test_the_timeline_says_why_nobody(client, team):
    send_away(make_rep(team=team, name="Ben Roth"), MONDAY)
    lead = make_lead(campaign=make_campaign(team=team), at=after(hours=1))
    client.force_login(make_manager(of=team))

    page = client.get(f"/leads/{lead.pk}/").content.decode()

    assert "Passed over: Ben Roth is away." in page


def test_an_admin_sets_how_many_somebody_takes(client, team):
    ana = make_rep(team=team)
    client.force_login(make_admin())
    said = {"name": ana.name, "email": ana.email, "roles": "is_rep", "team": team.pk}

    client.post(f"/people/{ana.pk}/", said | {"daily_cap": "5", "open_cap": ""})
    refused = client.post(f"/people/{ana.pk}/", said | {"daily_cap": "0"})

    assert (fresh(ana).daily_cap, fresh(ana).open_cap) == (5, None)
    assert "Write at least 1, or leave it empty." in refused.content.decode()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=40), st.integers(1, 7))
def test_in_turn_nobody_is_ever_two_ahead(minutes, people):
    """Whatever the moments: one, the same, or one that is past."""
    rule = Rule(pk=1, rep_ids=frozenset(range(people)))
    board = Board({pk: Rep(User(pk=pk)) for pk in range(people)})
    got = Counter(dict.fromkeys(range(people), 0))

    for minute in minutes:
        chosen = choose([rule], board, at=after(minutes=minute)).rep
        board.give(rule, chosen, after(minutes=minute), load=1)
        got[chosen.pk] += 1

    assert max(got.values()) - min(got.values()) <= 1


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("C-TEAM", "is with Ana Lind. By turn in the team."),
        (
            PROSPECTING,
            "is waiting in the inbox. No rule has anybody for it, and no team receives its leads.",
        ),
    ],
)
def test_who_enters_a_lead_by_turn_is_told_where_it_went(client, team, code, sentence):
    make_rep(team=team, name="Ana Lind")
    make_campaign(code="C-TEAM", team=team)
    campaign = Campaign.objects.get(code=code)
    client.force_login(make_manager(of=team))
    typed = {
        "name": "Karla Brandt", "company": "Brandt GmbH", "email": "karla@example.com",
        "phone": "+49 30 5550001", "address": "Quay 1", "postal_code": "20095", "country": "DE",
        "city": "Hamburg", "campaign": campaign.pk, "key": str(uuid4()), "owner": "",
    }  # fmt: skip

    page = client.post("/leads/new/", typed, follow=True).content.decode()

    assert sentence in page
