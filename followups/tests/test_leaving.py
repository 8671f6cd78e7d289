"""Whoever leaves leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.audit import audit
from followups.models import Bucket, Touch
from followups.next_step import Close
from followups.operations import LeadsTo, Receivers
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    log,
    make_cadence,
    make_owned_lead,
    make_touch,
    next_touch,
)
from followups.tests.many import arrive
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.operations import set_absence
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Assignment, Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_admin()


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team())


@pytest.fixture
def ben(ana: User) -> User:
    return make_rep(name="Ben", team=ana.team)


def leaves(user: User, by: User, **to: Any) -> Any:
    return operations.deactivate_user(user=user, to=Receivers(**to), by=by, at=after(hours=1))


def lead_of(owner: User) -> Lead:
    lead = make_owned_lead(owner=owner, campaign=make_campaign(team=owner.team))
    make_touch(lead=lead, due_at=after(days=1))
    return lead


def stand_in(deputy: User, user: User) -> Any:
    day = MONDAY.date() + timedelta(days=2)
    return set_absence(
        user=user, deputy=deputy, first_on=day, last_on=day, by=user, at=MONDAY
    )  # fmt: skip


def test_refused_while_anything_is_his(ana: User, ben: User, admin: User) -> None:
    lead_of(ana)
    make_event(owner=ana)
    ana.team.managers.add(ana)
    stand_in(ana, ben)

    with pytest.raises(operations.StillHis) as refusal:
        leaves(ana, admin)

    assert str(refusal.value) == (
        "Ana still has 1 open lead, 1 campaign, 1 team to lead, 1 absence to stand in for."
        " Choose who takes them."
    )
    assert fresh(ana).is_active


def test_nothing_is_half_handed_over(ana: User, ben: User, admin: User) -> None:
    lead, event = lead_of(ana), make_event(owner=ana)

    with pytest.raises(operations.StillHis):
        leaves(ana, admin, leads=ben)

    assert (fresh(lead).owner, fresh(event).owner) == (ana, ana)


def test_all_is_handed_over_and_only_then_he_is_off(ana: User, ben: User, admin: User) -> None:
    lead, event = lead_of(ana), make_event(owner=ana)
    ana.team.managers.add(ana)
    cleo, eva = make_rep(team=ana.team), make_event_manager()
    manager = make_manager()
    absence = stand_in(ana, ben)

    went = leaves(ana, admin, leads=ben, campaigns=eva, teams=manager, absences=cleo)

    assert str(went) == "1 open lead, 1 campaign, 1 team to lead, 1 absence to stand in for"
    assert (fresh(lead).owner, fresh(event).owner) == (ben, eva)
    assert list(ana.team.managers.all()) == [manager]
    assert fresh(absence).deputy == cleo
    assert not fresh(ana).is_active


def test_the_buckets_that_he_keeps_are_handed_over(ana: User, ben: User, admin: User) -> None:
    price = Bucket.objects.get(slug="price")
    operations.edit_bucket(
        bucket=price, name=price.name, months=3, owner=ana, by=admin, at=after(minutes=1)
    )

    with pytest.raises(operations.StillHis, match="1 bucket to keep"):
        leaves(ana, admin)
    leaves(ana, admin, buckets=ben)

    assert fresh(price).owner == ben
    assert Entry.objects.get(event="bucket handed over").details == {"owner": ben.pk}


def test_the_page_asks_who_keeps_the_buckets(client: Any, ana: User, ben: User, admin: User):
    Bucket.objects.filter(slug="price").update(owner=ana)
    client.force_login(admin)
    address = f"/people/{ana.pk}/leaving/"

    page = client.get(address).content.decode()
    client.post(address, {"buckets": ben.pk})

    assert "1 bucket</a>" in page
    assert "The buckets are kept by" in page
    assert not fresh(ana).is_active


def test_two_hundred_leads_leave_no_orphan(ana: User, ben: User, admin: User) -> None:
    cleo = make_rep(team=ana.team)
    campaign = make_campaign(segment=make_cadence().segment, team=ana.team)
    arrive(ana, [after(seconds=number) for number in range(200)], campaign=campaign)

    leaves(ana, admin, leads=LeadsTo.TEAM)

    owners = Lead.objects.open().values_list("owner", flat=True)
    assert sorted(owners) == sorted([ben.pk, cleo.pk] * 100)
    assert not Touch.objects.scheduled().exclude(lead__owner__is_active=True).exists()
    assert not Assignment.objects.current().filter(rep=ana).exists()
    assert not {name: found for name, found in audit().items() if found.violations}


def test_back_to_the_inbox_they_wait_for_an_owner(ana: User, admin: User) -> None:
    lead = lead_of(ana)

    leaves(ana, admin, leads=LeadsTo.INBOX)

    assert fresh(lead).owner is None
    assert fresh(lead).assign_by is not None
    assert lead.touches.scheduled().exists()


def test_where_the_campaign_has_no_team_his_own_takes_them(
    ana: User, ben: User, admin: User
) -> None:
    lead = make_owned_lead(owner=ana, campaign=make_campaign(team=None))

    went = leaves(ana, admin, leads=LeadsTo.TEAM)

    assert (fresh(lead).owner, went.waiting) == (ben, 0)


def test_the_page_says_how_many_nobody_took(client: Any, ana: User, admin: User) -> None:
    lead_of(ana)
    client.force_login(admin)
    form = {"leads": "team"}

    page = client.post(f"/people/{ana.pk}/leaving/", form, follow=True).content.decode()

    assert "1 lead waits in the inbox now." in page


def test_where_the_team_is_empty_they_wait_in_the_inbox(ana: User, admin: User) -> None:
    lead = lead_of(ana)

    leaves(ana, admin, leads=LeadsTo.TEAM)

    assert fresh(lead).owner is None


def test_a_deputy_who_is_away_is_no_receiver(ana: User, ben: User, admin: User) -> None:
    stand_in(ana, ben)

    with pytest.raises(Exception, match="cannot stand in|Nobody stands in for himself"):
        leaves(ana, admin, absences=make_rep())

    assert fresh(ana).is_active


def test_switching_off_twice_changes_nothing(ana: User, admin: User) -> None:
    leaves(ana, admin)

    leaves(ana, admin)

    assert not fresh(ana).is_active


def test_nobody_switches_himself_off(admin: User) -> None:
    with pytest.raises(operations.NotOneself):
        leaves(admin, admin)


def test_who_has_left_is_given_nothing(ana: User, admin: User) -> None:
    stale = User.objects.get(pk=ana.pk)
    leaves(ana, admin)

    with pytest.raises(operations.NotAssignable):
        operations.assign_lead(lead=lead_of(make_rep()), rep=stale, by=admin, at=after(hours=2))


def test_what_comes_back_from_the_bin_is_not_his(ana: User, admin: User) -> None:
    lead = lead_of(ana)
    removed = operations.remove_lead(lead=lead, reason="test", by=admin, at=MONDAY)
    leaves(ana, admin)

    operations.restore_lead(removed=removed, by=admin, at=after(hours=2))

    assert fresh(lead).owner is None
    assert fresh(lead).assign_by is not None


def test_what_an_undo_opens_again_is_not_his(ana: User, admin: User) -> None:
    lead, manager = lead_of(ana), make_manager(of=ana.team)
    closing = log(next_touch(lead), at=MONDAY, then=Close("duplicate"), by=manager)
    leaves(ana, admin)

    operations.undo_touch(touch=closing, by=manager, at=after(hours=2))

    assert fresh(lead).owner is None
    assert next_touch(lead)


def test_he_is_signed_out_everywhere(client: Any, ana: User, admin: User) -> None:
    client.force_login(ana)
    operations.deactivate_user(user=ana, to=Receivers(), by=admin, at=MONDAY)

    answer = client.get("/queue/")

    assert answer.status_code == 302


def test_the_audit_sees_what_was_left_behind(ana: User) -> None:
    lead = lead_of(ana)
    event = make_event(owner=ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)

    [found] = audit(["nobody-left-behind"]).values()

    assert found.violations == [
        f"lead {lead.pk}: is open with somebody who left",
        f"campaign {event.pk}: is in use, and its owner left",
    ]


def test_the_admin_sees_what_is_his_and_chooses(
    client: Any, ana: User, ben: User, admin: User
) -> None:
    lead = lead_of(ana)
    client.force_login(admin)
    address = f"/people/{ana.pk}/leaving/"

    page = client.get(address).content.decode()
    refused = client.post(address, {"leads": ""})
    client.post(address, {"leads": ben.pk})

    assert f'/leads/?owner={ana.pk}&amp;state=open">1 open lead</a>' in page
    assert refused.status_code == 422
    assert fresh(lead).owner == ben
    assert not fresh(ana).is_active


def test_only_an_admin_switches_others_off(client: Any, ana: User, admin: User) -> None:
    manager = make_manager(of=ana.team, is_rep=True, team=ana.team)
    for other in (make_rep(team=ana.team), manager, make_event_manager()):
        client.force_login(other)
        assert client.get(f"/people/{ana.pk}/leaving/").status_code == 404
        assert client.post(f"/people/{ana.pk}/leaving/").status_code == 404
    client.force_login(manager)
    assert "Leaving" not in client.get("/people/").content.decode()
    client.force_login(admin)
    assert client.get(f"/people/{admin.pk}/leaving/").status_code == 404
    assert client.get(f"/people/{manager.pk}/leaving/").status_code == 200


def test_the_list_counts_open_leads_in_few_queries(
    client: Any, ana: User, admin: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        lead_of(make_rep(team=ana.team))
    client.force_login(admin)

    with django_assert_max_num_queries(7):  # with who is invited and how many are off
        page = client.get("/people/").content.decode()

    assert page.count("1 open lead<") == 4
    client.force_login(ana)
    assert client.get("/people/").status_code == 403
