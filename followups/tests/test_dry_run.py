"""A rule is tried on last month's leads before it is saved, and does then what was foretold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from followups import operations
from followups.distribution.dry_run import NOBODY, dry_run
from followups.models import DistributionRule
from followups.operations.distributing import Draft
from followups.tests.factories import after, fresh, make_cadence, make_lead, make_touch
from followups.tests.rules import make_rule, send_away
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db
STEPS: tuple[list[dict[str, Any]], ...] = ([], [{"day": 20, "channel": "call", "title": "Late"}])


def reps_of_many_sorts() -> list[User]:
    """Busy and idle ones, one with a cap of each sort, one who goes away at noon."""
    team = make_team(time_zone="UTC")
    reps = [make_rep(team=team, **cap) for cap in ({}, {}, {}, {"daily_cap": 3}, {"open_cap": 2})]
    for number, rep in enumerate(reps[:3]):
        for _ in range(number):
            make_touch(lead=make_lead(owner=rep, at=after(days=-40)), due_at=after(days=1))
    send_away(reps[1], after(hours=2))
    return reps


def waiting(count: int, *campaigns: Campaign) -> list[Lead]:
    """They came in every ten minutes, and nobody gave them out."""
    return [
        make_lead(campaign=campaigns[n % len(campaigns)], at=after(minutes=10 * n))
        for n in range(count)
    ]


@pytest.mark.parametrize(("way", "only_at_work"), [("round_robin", True), ("least_loaded", False)])
def test_what_is_foretold_is_what_distribution_does(way: str, only_at_work: bool) -> None:
    reps = reps_of_many_sorts()
    soon, late = (make_campaign(segment=make_cadence(*step).segment) for step in STEPS)
    leads = waiting(20, soon, late, make_campaign())  # the last one has no cadence
    make_rule(team=reps[0].team, way="least_loaded")
    draft = Draft(
        campaign_id=soon.pk,
        reps=tuple(rep.pk for rep in reps[1:]),
        way=way,
        only_at_work=only_at_work,
        place=1,
    )
    admin, now = make_admin(), after(hours=5)

    told = dry_run(rule_id=None, draft=draft, reader=admin, now=now).after
    operations.add_rule(draft=draft, by=admin, at=now)
    for lead in leads:
        operations.distribute_lead(lead=lead, at=lead.received_at)

    assert told == {lead.pk: fresh(lead).owner_id or NOBODY for lead in leads}
    assert len({*told.values()}) > 3


def test_trying_changes_nothing_and_each_number_opens_its_leads(client: Client) -> None:
    ana, ben = make_rep(name="Ana Lind"), make_rep(name="Ben Roth")
    now = clock.now()
    campaign = make_campaign(team=ana.team)
    leads = [make_lead(campaign=campaign, at=now - timedelta(hours=n)) for n in (3, 2)]
    old = make_lead(campaign=campaign, at=now - timedelta(days=40))
    client.force_login(make_admin())
    before = Entry.objects.count()
    typed = {"way": "round_robin", "place": "1", "campaign": campaign.pk, "reps": [ben.pk]}

    answer = client.post("/settings/distribution/new/", typed | {"show": f"after-{ben.pk}"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<b>2</b> of 2 leads would go to somebody else." in page
    assert all(f'href="/leads/{lead.pk}/"' in page for lead in leads)
    assert f'href="/leads/{old.pk}/"' not in page
    assert (Entry.objects.count(), DistributionRule.objects.count()) == (before, 0)
    assert all(fresh(lead).owner == ana for lead in leads)


def test_a_manager_counts_the_leads_that_he_may_see() -> None:
    ana = make_rep()
    now = clock.now()
    mine = make_lead(campaign=make_campaign(team=ana.team), at=now - timedelta(hours=1))
    make_lead(campaign=make_campaign(team=make_rep().team), at=now - timedelta(hours=1))
    draft = Draft(team_id=ana.team_id, place=1)

    run = dry_run(rule_id=None, draft=draft, reader=make_manager(of=ana.team), now=now)

    assert run.after == {mine.pk: ana.pk}
