"""A new version reaches the leads that run already, if somebody says so."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Segment
from followups import operations
from followups.audit import audit
from followups.cadences.roll_out import Change, changes, running_behind
from followups.cadences.roll_out_parts import parts_of
from followups.cadences.rolling import run_waiting_roll_outs
from followups.models import Cadence, CancelReason
from followups.next_step import Continue, Due, TouchOn
from followups.operations import Plan, PlannedStep, rolling_out
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db
NOW = after(minutes=30, seconds=5)


@pytest.fixture
def boss() -> User:
    return make_manager()


@pytest.fixture
def lead() -> Lead:
    """Its call is made; the mail is due on Tuesday at 15:00."""
    lead = make_planned_lead()
    log(next_touch(lead), at=after(minutes=30), then=Continue())
    return lead


def version_of(lead: Lead, boss: User, *kept: int, **said: Any) -> Cadence:
    """A version of its cadence with these of the old steps, the mail changed."""
    old = Cadence.objects.current().get(slug=lead.enrolments.get().cadence.slug)
    steps = []
    for step in old.steps.all():
        if step.position in kept:
            like = operations.plans.as_planned(step)
            changed = vars(like) | {"before_id": step.pk}
            steps.append(PlannedStep(**changed | (said if step.channel == "mail" else {})))
    plan = Plan(name="New", kind="sprint", steps=tuple(steps))
    return operations.save_cadence(like=old, plan=plan, by=boss, at=NOW)


def moved(lead: Lead, new: Cadence) -> list[bool]:
    return [change.moves for change in changes(new, running_behind(new), now=NOW)]


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


def test_a_changed_date_is_a_move(lead, boss):
    before = next_touch(lead)
    new = version_of(lead, boss, 1, 2, 3, day=2, at_time=time(9), title="Write")
    assert moved(lead, new) == [True]

    assert operations.roll_out(cadence=new, by=boss, at=NOW) == 1

    mail = next_touch(lead)
    before.refresh_from_db()
    assert (mail.subject, f"{mail.due_at:%a %H:%M}") == ("Write", "Wed 09:00")
    assert (before.cancel_reason, before.successor) == (CancelReason.MOVED, mail)
    assert lead.enrolments.get().cadence == new
    assert sound()


def test_twice_is_once(lead, boss):
    new = version_of(lead, boss, 1, 2, 3, day=2)
    operations.roll_out(cadence=new, by=boss, at=NOW)

    assert operations.roll_out(cadence=new, by=boss, at=NOW) == 0

    assert next_touch(lead).moves == 1


def test_a_text_that_changed_moves_nothing(lead, boss):
    touch = next_touch(lead)
    new = version_of(lead, boss, 1, 2, 3, title="Write")
    assert moved(lead, new) == [False]

    operations.roll_out(cadence=new, by=boss, at=NOW)

    assert (next_touch(lead).pk, next_touch(lead).subject) == (touch.pk, "Write")


def test_a_step_that_is_gone_gives_way_to_the_next(lead, boss):
    new = version_of(lead, boss, 1, 3)

    operations.roll_out(cadence=new, by=boss, at=NOW)

    assert next_touch(lead).subject == "Call again"
    assert sound()


def test_who_has_nothing_left_keeps_his_version(lead, boss):
    new = version_of(lead, boss, 1)

    assert operations.roll_out(cadence=new, by=boss, at=NOW) == 0

    assert next_touch(lead).subject == "Mail"


def test_a_date_of_ones_own_stands(lead, boss):
    operations.move_touch(touch=next_touch(lead), due=Due(after(days=9)), by=boss, at=NOW)
    new = version_of(lead, boss, 1, 2, 3, day=2)

    operations.roll_out(cadence=new, by=boss, at=NOW)

    assert next_touch(lead).due_at == after(days=9)
    assert next_touch(lead).step.cadence == new


def test_a_date_that_was_agreed_in_the_log_panel_stands(boss):
    lead = make_planned_lead()
    agreed = TouchOn(Due(after(days=9)))
    log(next_touch(lead), at=after(minutes=30), outcome="talked", then=agreed)
    new = version_of(lead, boss, 1, 2, 3, day=2)
    assert moved(lead, new) == [False]

    operations.roll_out(cadence=new, by=boss, at=NOW)

    assert next_touch(lead).due_at == after(days=9)
    assert next_touch(lead).step.cadence == new


def test_what_was_agreed_is_done_as_agreed(boss):
    lead = make_planned_lead()
    agreed = TouchOn(Due(after(days=9)), subject="Call back about the offer")
    log(next_touch(lead), at=after(minutes=30), outcome="talked", then=agreed)
    before = next_touch(lead)
    new = version_of(lead, boss, 1, 2, 3, channel="call", title="Ring instead")

    operations.roll_out(cadence=new, by=boss, at=NOW)

    after_it = next_touch(lead)
    assert (after_it.subject, after_it.channel) == ("Call back about the offer", before.channel)


def test_a_lead_that_fails_holds_up_nobody(lead, boss, monkeypatch):
    other = make_owned_lead(campaign=lead.campaign)
    log(next_touch(other), at=after(minutes=30), then=Continue())
    new = version_of(lead, boss, 1, 2, 3, day=2)
    follow_step = rolling_out.follow_step

    def fails_once(change: Change, **said: Any) -> None:
        if change.touch.lead_id == lead.pk:
            raise ValueError("a row that nobody thought of")
        follow_step(change, **said)

    monkeypatch.setattr(rolling_out, "follow_step", fails_once)

    assert operations.roll_out(cadence=new, by=boss, at=NOW) == 1

    assert lead.enrolments.get().cadence != new
    assert other.enrolments.get().cadence == new


def test_another_date_waits_for_the_ceiling(lead, boss):
    ceiling = {"ceiling_touches": 1, "ceiling_days": 14}
    Segment.objects.filter(pk=lead.campaign.segment_id).update(**ceiling)
    new = version_of(lead, boss, 1, 2, 3, day=2)

    operations.roll_out(cadence=new, by=boss, at=NOW)

    assert next_touch(lead).due_at.date() == after(days=14).date()


def test_what_is_overdue_keeps_its_date(lead, boss):
    new = version_of(lead, boss, 1, 2, 3, day=9)

    operations.roll_out(cadence=new, by=boss, at=after(days=3))

    assert next_touch(lead).due_at == after(days=1, hours=5)


def test_a_step_is_followed_over_two_versions(lead, boss):
    version_of(lead, boss, 1, 2, 3, title="Write")
    newest = version_of(lead, boss, 2, 3, title="Write again")

    operations.roll_out(cadence=newest, by=boss, at=NOW)

    assert next_touch(lead).subject == "Write again"


def test_the_page_says_what_moves_and_applies_it(client, lead, boss):
    new = version_of(lead, boss, 1, 2, 3, title="Write")
    url = reverse("followups:roll_out", args=[new.pk])
    client.force_login(make_rep())
    assert client.get(url).status_code == 404
    client.force_login(boss)

    shown = client.get(url).content.decode()

    assert "1 lead follows an older version" in shown
    assert "Apply to 1 running lead<" in shown
    assert "<b>0</b> of 1 lead." in client.post(url, follow=True).content.decode()
    run_waiting_roll_outs(now=NOW, seconds=60)
    assert "1 lead looked at, all follow version 2" in client.get(url).content.decode()
    assert next_touch(lead).due_at > MONDAY
    assert lead.enrolments.get().cadence == new


def test_the_parts_add_up_and_each_lead_is_listed_in_one(lead, boss):
    cadence = lead.enrolments.get().cadence
    campaign = lead.campaign
    decided = make_owned_lead(owner=lead.owner, campaign=campaign)
    for _ in range(2):
        log(next_touch(decided), at=after(minutes=30), then=Continue())
    make_owned_lead(owner=make_rep(), campaign=campaign)
    new = version_of(lead, boss, 1, 2, day=2, at_time=time(9))
    reader = make_manager(of=lead.owner.team)

    parts = parts_of(new, reader, now=NOW)

    assert parts.behind == running_behind(new).count() == 3
    assert [row.enrolment.lead for row in parts.moving.reachable] == [lead]
    assert (parts.staying.reachable, parts.staying.elsewhere) == ([], 1)
    assert [row.enrolment.lead for row in parts.keeping.reachable] == [decided]
    assert parts.keeping.reachable[0].why == "After “Call again” nothing is left in version 2"
    assert parts.coming_over == operations.roll_out(cadence=new, by=boss, at=NOW)
    assert cadence.enrolments.running().get().lead == decided


def test_no_lead_is_loaded_that_is_not_behind(lead, boss):
    new = version_of(lead, boss, 1, 2, day=2, at_time=time(9))
    make_owned_lead(owner=lead.owner)

    with CaptureQueriesContext(connection) as asked:
        parts_of(new, make_manager(of=lead.owner.team), now=NOW)

    of_leads = [each["sql"] for each in asked if 'FROM "leads_lead"' in each["sql"][:90]]
    assert of_leads
    assert all('"followups_enrolment"' in sql for sql in of_leads)


def test_the_page_names_what_is_not_listed(client, lead, boss):
    new = version_of(lead, boss, 1, 2, 3, day=2, at_time=time(9))
    client.force_login(make_manager(of=make_team()))

    shown = client.get(reverse("followups:roll_out", args=[new.pk])).content.decode()

    assert "(1 of other teams, not listed)" in shown
    assert str(lead) not in shown
