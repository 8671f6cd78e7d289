"""Time set apart for follow-ups: what runs now, and what was kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followups.queue.blocks import Adherence, adherence_of, running_block
from followups.queue.work import Show, counts_of, leads_in
from followups.tests.factories import fresh, log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)  # 10:20 in Berlin
DAY = timedelta(days=1)


@pytest.fixture
def ana() -> User:
    team = make_team(time_zone="Europe/Berlin")
    rep = make_rep(name="Ana", team=team, follow_up_blocks="10:00-11:00 15:00-16:00")
    return User.objects.get(pk=rep.pk)


def touched(owner: User, *moments: datetime) -> Any:
    lead = make_owned_lead(owner=owner, at=FRIDAY - 20 * DAY)
    make_touch(lead=lead, due_at=moments[0], at=FRIDAY - 19 * DAY)
    for at in moments:
        log(lead.touches.scheduled().get(), at=at, by=owner)
    return fresh(lead)


def test_the_block_that_runs(ana: User) -> None:
    assert running_block(ana, now=FRIDAY) == (
        FRIDAY.replace(hour=9, minute=0),
        FRIDAY.replace(hour=10, minute=0),
    )
    assert running_block(ana, now=FRIDAY.replace(hour=10, minute=0)) is None
    assert running_block(ana, now=FRIDAY + DAY) is None  # Saturday


def test_without_blocks_there_is_none() -> None:
    rep = make_rep()

    assert running_block(rep, now=FRIDAY) is None
    assert adherence_of([rep], now=FRIDAY) == {}


def test_a_block_is_kept_by_a_follow_up_made_in_it(ana: User) -> None:
    monday = FRIDAY - 4 * DAY
    touched(ana, monday, monday + DAY)  # 10:20: the first touch on Monday, a follow-up on Tuesday
    touched(ana, monday - 8 * DAY, monday + 2 * DAY + timedelta(hours=2))  # between the blocks

    kept = adherence_of([ana], now=FRIDAY)

    assert kept == {ana.pk: Adherence(kept=1, of=8)}  # Monday to Thursday: Friday's run yet


def test_another_reps_touch_keeps_nobody_elses_block(ana: User) -> None:
    ben = make_rep(team=ana.team)
    touched(ben, FRIDAY - 3 * DAY, FRIDAY - 2 * DAY)

    assert adherence_of([ana], now=FRIDAY)[ana.pk].kept == 0


def test_follow_ups_are_what_was_touched_before(ana: User) -> None:
    again = touched(ana, FRIDAY - DAY)
    make_touch(lead=make_owned_lead(owner=ana, at=FRIDAY - DAY), due_at=FRIDAY, at=FRIDAY - DAY)

    assert list(leads_in(ana, Show.FOLLOW_UPS, now=FRIDAY)) == [again]
    assert counts_of(ana, now=FRIDAY).follow_ups == 1


@pytest.fixture
def in_block(client: Any, ana: User) -> Any:
    """Ana signed in, in a block that lasts all day."""
    User.objects.filter(pk=ana.pk).update(
        follow_up_blocks="00:00-23:59", own_working_days="1234567"
    )
    client.force_login(ana)
    return client


def test_the_queue_says_how_long_it_runs(in_block: Any, ana: User) -> None:
    page = in_block.get("/queue/").content.decode()

    assert re.search(r"Follow-up block, <time datetime=[^>]*>\d+ (min|h)</time> left", page)
    assert "show=follow-ups" in page


def test_in_a_block_the_queue_opens_with_the_follow_ups(in_block: Any, ana: User) -> None:
    touched(ana, clock.now() - 3 * DAY)
    fresh_one = make_owned_lead(owner=ana, at=clock.now() - DAY)
    make_touch(lead=fresh_one, due_at=clock.now() - DAY / 4, at=clock.now() - DAY)

    page = in_block.get("/queue/")
    chosen = in_block.get("/queue/?show=due")

    assert [row.lead_id for row in page.context["page"].rows] != [fresh_one.pk]
    assert (len(page.context["page"].rows), len(chosen.context["page"].rows)) == (1, 2)
    assert 'Only follow-ups are shown. <a href="/queue/?show=due">Show all 2</a>' in (
        page.content.decode()
    )


def test_in_a_block_without_follow_ups_everything_is_shown(in_block: Any, ana: User) -> None:
    lead = make_owned_lead(owner=ana, at=clock.now() - DAY)
    make_touch(lead=lead, due_at=clock.now() - DAY / 4, at=clock.now() - DAY)

    page = in_block.get("/queue/")

    assert [row.lead_id for row in page.context["page"].rows] == [lead.pk]


def test_out_of_a_block_nothing_is_said(client: Any, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(follow_up_blocks="")
    client.force_login(ana)

    assert "Follow-up block" not in client.get("/queue/").content.decode()


def test_off_until_set_and_the_model_day_is_offered(client: Any) -> None:
    rep = make_rep()
    client.force_login(rep)

    page = client.get("/profile/").content.decode()

    assert "Off. The model day has two blocks of an hour" in page
    assert 'value="10:00"' in page
    assert not fresh(rep).follow_up_blocks


def test_a_rep_sets_and_empties_them(client: Any, ana: User) -> None:
    client.force_login(ana)
    client.post(
        "/profile/follow-up-blocks/", {"follow_up_blocks_0": "9:00", "follow_up_blocks_1": "9:45"}
    )
    assert len(fresh(ana).follow_up_blocks) == 1
    assert "Kept:" in client.get("/profile/").content.decode()

    client.post("/profile/follow-up-blocks/", {})

    assert not fresh(ana).follow_up_blocks


def test_the_manager_sees_how_many_each_kept(client: Any, ana: User) -> None:
    client.force_login(make_manager(of=ana.team))

    kept = adherence_of([ana], now=clock.now())[ana.pk]

    assert f"0 of {kept.of} follow-up blocks kept" in client.get("/people/").content.decode()
