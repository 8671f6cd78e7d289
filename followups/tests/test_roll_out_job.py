"""The worker brings running leads over: asked for once, killed or run twice, each lead once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.cadences import rolling
from followups.cadences.roll_out import Progress, progress_of
from followups.cadences.rolling import DEAD_AFTER, run_waiting_roll_outs
from followups.models import Cadence, CancelReason, RollOut, Touch
from followups.operations import Plan
from followups.tests.factories import MONDAY, after, make_cadence, make_owned_lead
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager

pytestmark = pytest.mark.django_db
NOW = after(minutes=5)


@pytest.fixture
def boss() -> User:
    return make_manager()


@pytest.fixture
def cadence() -> Cadence:
    """Three leads follow it."""
    cadence = make_cadence({"day": 1, "channel": "call", "title": "Call"})
    for _ in range(3):
        make_owned_lead(campaign=make_campaign(segment=cadence.segment))
    return cadence


def version_of(cadence: Cadence, boss: User, day: int) -> Cadence:
    like = Plan.of(cadence)
    step = replace(like.steps[0], before_id=cadence.steps.get().pk, day=day)
    plan = replace(like, steps=(step,))
    return operations.save_cadence(like=cadence, plan=plan, by=boss, at=MONDAY)


@pytest.fixture
def new(cadence: Cadence, boss: User) -> Cadence:
    """Its next version, a day later; asked for."""
    new = version_of(cadence, boss, 2)
    operations.ask_for_roll_out(cadence=new, by=boss, at=NOW)
    return new


def work(seconds: float = 60, **later: float) -> None:
    run_waiting_roll_outs(now=NOW + timedelta(**later), seconds=seconds)


def moved() -> int:
    return Touch.objects.filter(cancel_reason=CancelReason.MOVED).count()


def test_all_are_brought_over(new, monkeypatch):
    monkeypatch.setattr(rolling, "AT_ONCE", 2)

    work()

    assert (new.enrolments.count(), moved(), progress_of(new)) == (3, 3, None)
    assert RollOut.objects.get().finished_at is not None
    assert not any(finding.violations for finding in audit().values())


def test_asked_twice_it_is_one(new, boss):
    again = operations.ask_for_roll_out(cadence=new, by=boss, at=after(minutes=6))

    assert (again, again.leads) == (RollOut.objects.get(), 3)


def test_run_twice_each_lead_moves_once(new):
    work()
    work()

    assert moved() == 3


def test_killed_in_the_middle_it_goes_on(new, monkeypatch):
    monkeypatch.setattr(rolling, "AT_ONCE", 1)
    bring = rolling.roll_out

    def dies(**said):
        bring(**said)
        if said["among"] and new.enrolments.count() == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(rolling, "roll_out", dies)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert progress_of(new) == Progress(done=2, leads=3)
    monkeypatch.setattr(rolling, "roll_out", bring)

    work(seconds=DEAD_AFTER.seconds + 60, minutes=3)

    assert (new.enrolments.count(), moved(), progress_of(new)) == (3, 3, None)


def test_while_one_worker_is_at_it_another_leaves_it_alone(new):
    RollOut.objects.update(beaten_at=NOW)

    work(seconds=1)

    assert (new.enrolments.count(), progress_of(new)) == (0, Progress(done=0, leads=3))


def test_a_version_that_was_replaced_goes_to_nobody(cadence, new, boss):
    version_of(new, boss, 5)

    work()

    assert (new.enrolments.count(), RollOut.objects.unfinished().count()) == (0, 0)


def test_the_page_says_how_far_it_is_and_then_that_it_is_done(client, new, boss):
    client.force_login(boss)
    url = reverse("followups:roll_out", args=[new.pk])
    assert "<b>0</b> of 3 leads" in client.get(url).content.decode()
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()

    work()

    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "3 leads looked at, all follow version 2" in client.get(url).content.decode()
