"""Who works here, as an admin sees and changes it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.operations import LeadsTo
from followups.tests.factories import after, fresh, make_owned_lead, make_touch
from leadfollow.log.models import Entry
from leadfollow.outbox.models import Outbox
from leadfollow.people import operations as people
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db
PEOPLE = reverse("followups:people")


@pytest.fixture
def admin() -> User:
    return make_admin(name="Ada")


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team())


@pytest.fixture
def ben(ana: User) -> User:
    return make_rep(name="Ben", team=ana.team)


def lead_of(owner: User) -> Lead:
    lead = make_owned_lead(owner=owner, campaign=make_campaign(team=owner.team))
    make_touch(lead=lead, due_at=after(days=1))
    return lead


def change(user: User, by: User, to: Any = None, teams: Any = (), **changes: Any) -> list[str]:
    return operations.change_person(
        user=user, changes=changes, leads_teams=teams, to=to, by=by, at=after(hours=1)
    )


def page_of(user: User) -> str:
    return reverse("followups:person", args=[user.pk])


def as_form(user: User, **more: Any) -> dict[str, Any]:
    roles = [role for role in ("is_rep", "is_manager", "is_admin") if getattr(user, role)]
    form = {"name": user.name, "email": user.email, "roles": roles, "team": user.team_id or ""}
    return form | more


def test_an_admin_sees_everybody_and_who_is_off_behind_a_filter(
    client: Any, admin: User, ana: User, ben: User
) -> None:
    people.switch_off(user=ben, by=admin, at=after(hours=1))
    client.force_login(admin)

    here, off = (client.get(PEOPLE + more).content.decode() for more in ("", "?off"))

    assert "<b>Ana</b>" in here
    assert "<b>Ada</b>" in here
    assert "<b>Ben</b>" not in here
    assert "<b>Ben</b>" in off
    assert "<b>Ana</b>" not in off
    assert "Switched off 1" in here


def test_a_manager_sees_his_reps_and_nothing_of_accounts(client: Any, ana: User) -> None:
    client.force_login(make_manager(of=ana.team))

    page = client.get(PEOPLE + "?off").content.decode()

    assert "<b>Ana</b>" in page
    assert "Invite" not in page
    assert f'"{page_of(ana)}"' not in page


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_only_admins_change_people(client: Any, ana: User, make: Any) -> None:
    client.force_login(make())

    answers = [
        client.get(page_of(ana)),
        client.post(page_of(ana), as_form(ana, name="Else")),
        client.post(reverse("followups:switch_on", args=[ana.pk])),
        client.post(reverse("followups:make_reset_link", args=[ana.pk])),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert fresh(ana).name == "Ana"


def test_an_admin_changes_name_roles_and_teams(client: Any, admin: User, ana: User) -> None:
    client.force_login(admin)
    roles = {"roles": ["is_rep", "is_manager"], "teams_led": [ana.team.pk]}

    answer = client.post(page_of(ana), as_form(ana, name="Anna", **roles))

    assert answer["Location"] == PEOPLE
    ana = fresh(ana)
    assert (ana.name, ana.is_manager, list(ana.teams_led.all())) == ("Anna", True, [ana.team])
    assert Entry.objects.get(event="person changed").details["is_manager"] is True


def test_what_stays_is_not_written(admin: User, ana: User) -> None:
    assert change(ana, admin, name="Ana", is_rep=True) == []
    assert not Entry.objects.filter(event="person changed").exists()


@pytest.mark.parametrize("changes", [{"is_manager": True}, {"email": "anna@example.com"}])
def test_roles_or_e_mail_end_his_sessions_and_he_is_told(
    client: Any, admin: User, ana: User, changes: Any
) -> None:
    client.force_login(ana)
    other = Client()
    other.force_login(ana)

    change(ana, admin, **changes)

    for browser in (client, other):
        assert browser.get("/queue/")["Location"].startswith("/accounts/login/")
    assert Outbox.objects.filter(to=ana.email).exists()


def test_a_name_ends_no_session(client: Any, admin: User, ana: User) -> None:
    client.force_login(ana)

    change(ana, admin, name="Anna")

    assert client.get("/queue/").status_code == 200


def test_whoever_is_switched_off_is_out_on_the_next_click(
    client: Any, admin: User, ana: User
) -> None:
    client.force_login(ana)

    people.switch_off(user=ana, by=admin, at=after(hours=1))

    assert client.get("/queue/")["Location"].startswith("/accounts/login/")
    people.switch_on(user=ana, by=admin, at=after(hours=2))
    assert client.get("/queue/")["Location"].startswith("/accounts/login/")
    client.force_login(fresh(ana))
    assert client.get("/queue/").status_code == 200


def test_switched_on_again_twice_is_logged_once(client: Any, admin: User, ana: User) -> None:
    people.switch_off(user=ana, by=admin, at=after(hours=1))
    client.force_login(admin)

    for _ in range(2):
        client.post(reverse("followups:switch_on", args=[ana.pk]))

    assert fresh(ana).is_active
    assert Entry.objects.filter(event="switched on").count() == 1


def test_the_last_admin_stays_one(client: Any, admin: User) -> None:
    make_admin(is_active=False)
    client.force_login(admin)

    with pytest.raises(people.LastAdmin):
        change(admin, admin, is_admin=False)
    with pytest.raises(people.LastAdmin):
        people.switch_off(user=admin, by=admin, at=after(hours=1))
    answer = client.post(page_of(admin), as_form(admin, roles=[]))

    assert answer.status_code == 422
    assert "the only admin" in answer.content.decode()
    assert fresh(admin).is_admin
    assert fresh(admin).is_active


def test_one_of_two_admins_may_stop(client: Any, admin: User) -> None:
    make_admin()
    client.force_login(admin)

    client.post(page_of(admin), as_form(admin, roles=[]))

    assert not fresh(admin).is_admin
    assert client.get(PEOPLE).status_code == 403  # still signed in, and no admin any more


@pytest.mark.parametrize("changes", [{"name": "Adele"}, {"email": "adele@example.com"}])
def test_an_admin_who_changes_himself_still_sees_and_ends_his_session(changes: Any) -> None:
    admin = make_admin(name="Ada", email="ada@example.com", password="a long password")
    browser = Client()
    browser.post("/accounts/login/", {"login": admin.email, "password": "a long password"})
    key = browser.session.session_key

    browser.post(page_of(admin), as_form(admin, **changes))

    [session] = UserSession.objects.purge_and_list(admin)
    assert session.session_key == browser.session.session_key
    assert (session.session_key == key) is ("name" in changes)
    assert browser.get(PEOPLE).status_code == 200


def test_a_rep_needs_a_team(client: Any, admin: User, ana: User) -> None:
    client.force_login(admin)

    answer = client.post(page_of(ana), as_form(ana, team=""))

    assert answer.status_code == 422
    assert "A rep works in a team" in answer.content.decode()
    with pytest.raises(people.NoTeam):
        change(ana, admin, team=None)


def test_nobody_takes_anothers_e_mail(admin: User, ana: User, ben: User) -> None:
    with pytest.raises(people.TakenEmail):
        change(ana, admin, email=ben.email.upper())


def test_whoever_stops_being_a_rep_hands_over_first(
    client: Any, admin: User, ana: User, ben: User
) -> None:
    lead = lead_of(ana)
    client.force_login(admin)

    refused = client.post(page_of(ana), as_form(ana, roles=["is_manager"]))
    assert refused.status_code == 422
    assert "1 open lead" in refused.content.decode()
    assert fresh(ana).is_rep
    client.post(page_of(ana), as_form(ana, roles=["is_manager"], to=str(ben.pk)))

    assert not fresh(ana).is_rep
    assert fresh(lead).owner == ben
    assert not any(finding.violations for finding in audit().values())


def test_the_leads_of_a_former_rep_may_go_to_the_team(admin: User, ana: User, ben: User) -> None:
    lead = lead_of(ana)

    change(ana, admin, to=LeadsTo.TEAM, is_rep=False, is_manager=True)

    assert fresh(lead).owner == ben


def test_who_manages_no_more_leads_no_team(admin: User, ana: User) -> None:
    boss = make_manager(of=ana.team)

    change(boss, admin, teams=[ana.team], is_manager=False)

    assert not boss.teams_led.exists()


def test_a_password_link_works_once_and_ends_his_sessions(
    client: Any, admin: User, ana: User
) -> None:
    client.force_login(admin)
    his, new = Client(), Client()
    his.force_login(ana)

    page = client.post(reverse("followups:make_reset_link", args=[ana.pk]))
    link = page.context["link"]
    path = link[link.index("/accounts/") :]
    form = new.get(path, follow=True).redirect_chain[-1][0]
    chosen = {"password1": "vier gute Worte", "password2": "vier gute Worte"}
    new.post(form, chosen)

    assert fresh(ana).check_password("vier gute Worte")
    assert his.get("/queue/")["Location"].startswith("/accounts/login/")
    assert "used up" in Client().get(path, follow=True).content.decode()
    assert Entry.objects.get(event="password link made").by == admin


def test_after_a_change_of_e_mail_the_link_is_dead(client: Any, admin: User, ana: User) -> None:
    client.force_login(admin)
    page = client.post(reverse("followups:make_reset_link", args=[ana.pk]))
    link = page.context["link"]

    change(ana, admin, email="anna@example.com")

    page = Client().get(link[link.index("/accounts/") :], follow=True)
    assert "used up" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_people(
    client: Any, admin: User, ana: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(admin)
    client.get(PEOPLE)
    with django_assert_max_num_queries(100) as few:
        client.get(PEOPLE)
    for _n in range(5):
        make_rep(team=make_team())
        make_manager()

    with django_assert_max_num_queries(len(few)):
        client.get(PEOPLE)
