"""Somebody is asked to come in by a link, and comes once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.urls import reverse

from leadfollow.log.models import Entry
from leadfollow.outbox.models import Outbox
from leadfollow.people import operations
from leadfollow.people.mail_check import SMTP
from leadfollow.people.models import Invitation, User
from leadfollow.people.operations.inviting import path_of
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
GOOD = {"name": "Ben Ode", "password": "vier gute Worte"}


@pytest.fixture
def admin() -> User:
    return make_admin(name="Ada")


def asked(by: User, *, email: str = "ben@example.com", **more: Any) -> Invitation:
    what = {"is_rep": True, "team": make_team()} | more
    return operations.invite(email=email, asked=what, by=by, at=NOW)


def fresh(invitation: Invitation) -> Invitation:
    return Invitation.objects.get(pk=invitation.pk)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link says when it was signed: one that is read a second later would differ."""
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    stamp = signing.b62_encode(int(NOW.timestamp()))
    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda self: stamp)


def test_the_link_is_mailed_and_shown_to_copy(client: Any, admin: User) -> None:
    client.force_login(admin)
    team = make_team()

    answer = client.post(
        reverse("people:invite"),
        {"email": "Ben@example.com", "roles": ["is_rep"], "team": team.pk},
        follow=True,
    )

    made = Invitation.objects.get()
    assert (made.email, made.team, made.is_rep, made.by) == ("ben@example.com", team, True, admin)
    assert f"http://testserver{path_of(made)}" in answer.content.decode()
    assert f"{settings.SITE_URL}{path_of(made)}" in Outbox.objects.get(to="ben@example.com").body
    assert Entry.objects.get(event="invited").by == admin


def test_whoever_has_the_link_chooses_a_password_and_is_at_home(client: Any, admin: User) -> None:
    made = asked(admin)
    assert made.by.name in client.get(path_of(made)).content.decode()

    answer = client.post(path_of(made), GOOD, follow=True)

    ben = User.objects.get(email="ben@example.com")
    assert (ben.name, ben.is_rep, ben.team, ben.joined_at) == ("Ben Ode", True, made.team, NOW)
    assert int(client.session["_auth_user_id"]) == ben.pk
    assert answer.redirect_chain[-1][0] == reverse("followups:queue")
    assert fresh(made).user == ben


def test_a_manager_leads_the_team_he_is_asked_for(admin: User) -> None:
    made = asked(admin, is_rep=False, is_manager=True)

    user = operations.accept_invitation(invitation=made, token=made.token, at=NOW, **GOOD)

    assert list(user.teams_led.all()) == [made.team]
    assert user.team is None


@pytest.mark.parametrize("password", ["short", "ben@example.com"])
def test_a_password_must_be_good(client: Any, admin: User, password: str) -> None:
    made = asked(admin)

    answer = client.post(path_of(made), GOOD | {"password": password})

    assert answer.status_code == 422
    assert "Ben Ode" in answer.content.decode()
    assert not User.objects.filter(email="ben@example.com").exists()


def used(made: Invitation, by: User) -> str:
    operations.accept_invitation(invitation=made, token=made.token, at=NOW, **GOOD)
    return "used already"


def revoked(made: Invitation, by: User) -> str:
    operations.revoke_invitation(invitation=made, by=by, at=NOW)
    return "taken back"


def sent_again(made: Invitation, by: User) -> str:
    operations.resend_invitation(invitation=made, by=by, at=NOW)
    return "A newer link was made"


def too_old(made: Invitation, by: User) -> str:
    Invitation.objects.update(expires_at=NOW)
    return "good for 7 days"


def inviter_left(made: Invitation, by: User) -> str:
    User.objects.filter(pk=by.pk).update(is_active=False)
    return "Ada invites nobody any more. Ask an admin"


def inviter_no_admin(made: Invitation, by: User) -> str:
    User.objects.filter(pk=by.pk).update(is_admin=False, is_manager=True)
    return "Ada invites nobody any more. Ask an admin"


ENDS = [used, revoked, sent_again, too_old, inviter_left, inviter_no_admin]


@pytest.mark.parametrize("end", ENDS)
def test_a_dead_link_says_why_and_opens_nothing(client: Any, admin: User, end: Any) -> None:
    made = asked(admin)
    said = end(made, admin)
    people = User.objects.count()

    answers = client.get(path_of(made)), client.post(path_of(made), GOOD)

    for answer in answers:
        assert answer.status_code == 410
        assert said in answer.content.decode()
    assert User.objects.count() == people
    with pytest.raises(operations.LinkIsDead):
        operations.accept_invitation(invitation=made, token=made.token, at=NOW, **GOOD)


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1vE:forged"])
def test_a_link_that_nobody_made(client: Any, token: str) -> None:
    answer = client.get(reverse("people:join", args=[token]))

    assert answer.status_code == 410
    assert "not whole" in answer.content.decode()


def test_another_admin_sends_what_one_who_left_began(client: Any, admin: User) -> None:
    made, eve = asked(admin), make_admin(name="Eve")
    inviter_left(made, admin)
    client.force_login(eve)
    page = client.get(reverse("people:invitation", args=[made.pk])).content.decode()

    client.post(reverse("people:resend_invitation", args=[made.pk]))

    assert path_of(made) not in page
    assert "Ada invites nobody any more" in page
    again = fresh(made)
    assert again.by == eve
    assert again.why_dead(again.token, NOW) == ""
    assert Outbox.objects.filter(to=made.email, subject__startswith="Eve invites").count() == 1


def test_sent_again_the_new_link_is_good_for_seven_days(admin: User) -> None:
    made = asked(admin)
    later = NOW + timedelta(days=9)

    again = operations.resend_invitation(invitation=made, by=admin, at=later)

    assert again.why_dead(again.token, later + timedelta(days=6)) == ""
    assert again.why_dead(made.token, later) != ""
    assert Outbox.objects.filter(to=made.email).count() == 2


def test_nobody_is_asked_twice_nor_who_is_here(admin: User) -> None:
    rep = make_rep()
    asked(admin)

    with pytest.raises(operations.AskedAlready):
        asked(admin, email="BEN@example.com")
    with pytest.raises(operations.TakenEmail):
        asked(admin, email=rep.email.upper())


def test_twenty_invitations_a_day(admin: User) -> None:
    for n in range(20):
        asked(admin, email=f"person.{n}@example.com")

    with pytest.raises(operations.TooManyInvitations):
        asked(admin)
    asked(make_admin())

    assert Invitation.objects.count() == 21


def test_taken_back_twice_changes_nothing(admin: User) -> None:
    made = asked(admin)

    for _ in range(2):
        operations.revoke_invitation(invitation=made, by=admin, at=NOW)

    assert Entry.objects.filter(event="invitation revoked").count() == 1
    with pytest.raises(operations.LinkIsDead):
        operations.resend_invitation(invitation=made, by=admin, at=NOW)


def test_a_rep_needs_a_team_and_somebody_a_role(client: Any, admin: User) -> None:
    client.force_login(admin)

    answers = [
        client.post(reverse("people:invite"), {"email": "ben@example.com", **more})
        for more in ({"roles": ["is_rep"]}, {})
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "A rep works in a team" in answers[0].content.decode()
    assert "Tick at least one role" in answers[1].content.decode()
    assert 'value="ben@example.com"' in answers[1].content.decode()


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_only_admins_invite(client: Any, admin: User, make: Any) -> None:
    made = asked(admin)
    client.force_login(make())

    answers = [
        client.get(reverse("people:invite")),
        client.post(reverse("people:invite"), {}),
        client.get(reverse("people:invitation", args=[made.pk])),
        client.post(reverse("people:resend_invitation", args=[made.pk])),
        client.post(reverse("people:revoke_invitation", args=[made.pk])),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert fresh(made).round == 1


def test_without_mail_nothing_is_called_sent(client: Any, admin: User, settings: Any) -> None:
    client.force_login(admin)
    address = reverse("people:invitation", args=[asked(admin).pk])
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    without = client.get(address).content.decode()
    settings.EMAIL_BACKEND = SMTP

    page = client.get(address).content.decode()

    assert ("Send again" in without, "Send again" in page) == (False, True)


def test_the_team_of_who_invites_is_chosen_already(client: Any) -> None:
    make_team()
    manager = make_admin(is_manager=True)
    led = make_team(managers=[manager])
    client.force_login(manager)

    form = client.get(reverse("people:invite")).context["form"]

    assert (form["team"].initial, form["roles"].initial) == (led, None)  # a role is asked for
