"""Whoever sits before an open screen lets nobody in: what is weighty wants the password again."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_device
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people import operations
from leadfollow.people.models import Invitation, User
from leadfollow.people.tests.factories import make_admin, make_rep, make_user, sign_in_before

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
AGAIN = reverse("account_reauthenticate")


@pytest.fixture
def ada() -> User:
    return make_admin(name="Ada", email="ada@example.com", password=PASSWORD)


@pytest.fixture
def ben() -> User:
    ben = make_rep(name="Ben", email="ben@example.com")
    TOTP.activate(ben, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return ben


@pytest.fixture
def screen(client: Client, ada: User) -> Client:
    """An admin's, left open."""
    sign_in_before(client, ada)
    return client


def other_roles(ben: User) -> dict[str, Any]:
    return {"name": ben.name, "email": ben.email, "roles": ["is_admin"], "to": ""}


def invited(by: User) -> Invitation:
    asked = {"is_event_manager": True}
    return operations.invite(email="eve@example.com", asked=asked, by=by, at=clock.now())


def of_a_device(name: str) -> str:
    device = make_device()
    return reverse(f"followups:{name}", args=[device.campaign_id, device.pk])


def acts(ada: User, ben: User) -> dict[str, tuple[str, dict[str, Any]]]:
    """What is weighty: address and what is sent, by what the log calls it."""
    off = make_user(name="Off", is_active=False)
    return {
        "two-factor sign-in reset": (reverse("people:reset_two_factor", args=[ben.pk]), {}),
        "invited": (
            reverse("people:invite"),
            {"email": "new@example.com", "roles": ["is_event_manager"]},
        ),
        "invited again": (reverse("people:resend_invitation", args=[invited(ada).pk]), {}),
        "person changed": (reverse("followups:person", args=[ben.pk]), other_roles(ben)),
        "switched off": (reverse("followups:leaving", args=[ben.pk]), {}),
        "switched on": (reverse("followups:switch_on", args=[off.pk]), {}),
        "password link made": (reverse("followups:make_reset_link", args=[ben.pk]), {}),
        "device revoked": (of_a_device("revoke_device"), {}),
    }


EVENTS = (
    "two-factor sign-in reset", "invited", "invited again", "person changed",
    "switched off", "switched on", "password link made", "device revoked",
)  # fmt: skip


def heard(event: str) -> int:
    return Entry.objects.filter(event=event).count()


@pytest.mark.parametrize("event", EVENTS)
def test_an_open_screen_is_asked_first_and_nothing_typed_is_lost(
    screen: Client, ada: User, ben: User, event: str
) -> None:
    address, sent = acts(ada, ben)[event]
    before = heard(event)

    asked = screen.post(address, sent)
    then = heard(event)
    screen.post(asked["Location"], {"password": PASSWORD, "next": address})

    assert asked["Location"].startswith(AGAIN)
    assert (then, heard(event)) == (before, before + 1)


@pytest.mark.parametrize("event", EVENTS)
def test_who_signed_in_just_now_is_not_asked(
    client: Client, ada: User, ben: User, event: str
) -> None:
    address, sent = acts(ada, ben)[event]
    before = heard(event)
    client.force_login(ada)

    client.post(address, sent)

    assert heard(event) == before + 1


def test_a_wrong_password_does_nothing(screen: Client, ada: User, ben: User) -> None:
    address, sent = acts(ada, ben)["two-factor sign-in reset"]
    asked = screen.post(address, sent)

    answer = screen.post(asked["Location"], {"password": "another one", "next": address})

    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=ben).exists()


def test_the_page_that_only_invites_asks_before_anything_is_typed(screen: Client) -> None:
    assert screen.get(reverse("people:invite"))["Location"].startswith(AGAIN)


def test_a_person_may_be_looked_at(screen: Client, ben: User) -> None:
    assert screen.get(reverse("followups:person", args=[ben.pk])).status_code == 200
