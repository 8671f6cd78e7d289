"""By what a program comes in: made, shown once, revoked."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.models import Scope, Token, User
from leadfollow.people.models.token import SHAPE
from leadfollow.people.operations import BadToken, make_token, revoke_token
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    sign_in_before,
)

pytestmark = pytest.mark.django_db
TOKENS, NEW = reverse("people:tokens"), reverse("people:new_token")
YEAR = timedelta(days=365)
PASSWORD = "a long password"


def made(
    person: User, *, by: User | None = None, scope: str = Scope.READ, **more: Any
) -> tuple[Token, str]:
    now = clock.now()
    more = {"name": "A program", "expires_at": now + YEAR} | more
    return make_token(person=person, by=by or person, scope=scope, at=now, **more)


def found(text: str, *, at: datetime | None = None) -> Token | None:
    return Token.objects.by_text(text, at=at or clock.now())


def test_its_text_has_the_shape_that_scanners_know() -> None:
    token, text = made(make_rep())

    assert re.fullmatch(r"lf_api_[A-Za-z0-9]{8}_[A-Za-z0-9]{32}", text)
    assert SHAPE.fullmatch(text)
    assert text.startswith(token.beginning.removesuffix("…"))
    assert re.fullmatch(r"[0-9a-f]{64}", token.digest)
    assert found(text) == token


def test_no_two_are_alike() -> None:
    ana = make_rep()

    assert len({made(ana)[1] for _ in range(20)}) == 20


def test_it_ends_with_its_time() -> None:
    token, text = made(make_rep())

    assert found(text, at=token.expires_at - timedelta(seconds=1))
    assert found(text, at=token.expires_at) is None


@pytest.mark.parametrize("days", [0, -1, 366])
def test_it_is_valid_for_a_year_at_most(days: int) -> None:
    with pytest.raises(BadToken):
        made(make_rep(), expires_at=clock.now() + timedelta(days=days))


@pytest.mark.parametrize(
    ("make", "scopes"),
    [
        (make_rep, [Scope.READ]),
        (make_manager, [Scope.READ, Scope.WRITE]),
        (make_event_manager, [Scope.READ, Scope.WRITE]),
        (make_admin, [Scope.READ, Scope.WRITE]),
    ],
)
def test_who_makes_which_for_himself(make: Any, scopes: list[str]) -> None:
    person = make()

    for scope in Scope:
        if scope in scopes:
            made(person, scope=scope)
        else:
            with pytest.raises(BadToken):
                made(person, scope=scope)


@pytest.mark.parametrize("make", [make_rep, make_manager, make_event_manager])
def test_only_an_admin_makes_one_for_somebody_else(make: Any) -> None:
    ana = make_rep()

    with pytest.raises(BadToken):
        made(ana, by=make())
    token, _text = made(ana, by=make_admin(), scope=Scope.WRITE)

    assert token.person == ana


def test_nobody_makes_one_for_who_has_left() -> None:
    with pytest.raises(BadToken):
        made(make_rep(is_active=False), by=make_admin())


def test_it_stands_in_the_log_without_its_text() -> None:
    ana, boss = make_rep(), make_admin()
    token, text = made(ana, by=boss)

    revoke_token(token=token, by=ana, at=clock.now())
    revoke_token(token=token, by=boss, at=clock.now())

    entries = Entry.objects.filter(kind="token").order_by("pk")
    assert [(entry.event, entry.by) for entry in entries] == [
        ("token made", boss),
        ("token revoked", ana),
    ]
    assert entries[0].details["user"] == ana.pk
    assert text.rpartition("_")[2] not in str([entry.details for entry in entries])


def asked_again(client: Client, user: User) -> None:
    """Signed in, and the password typed once more just now."""
    sign_in_before(client, user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()


def test_the_page_asks_for_the_password_again(client: Client) -> None:
    sign_in_before(client, make_manager(password=PASSWORD))

    answers = [client.get(NEW), client.post(NEW, {"name": "Web site", "valid_for": "30"})]

    for answer in answers:
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Token.objects.exists()


def test_its_text_is_shown_once(client: Client) -> None:
    asked_again(client, ana := make_rep())

    answer = client.post(NEW, {"name": "Web site", "valid_for": "30"})

    shown = SHAPE.search(answer.content.decode())
    token = Token.objects.get()
    assert shown is not None
    assert found(shown.group()) == token
    assert (token.person, token.scope, token.made_by) == (ana, Scope.READ, ana)
    assert token.expires_at - token.made_at == timedelta(days=30)
    assert "no-store" in answer["Cache-Control"]
    page = client.get(TOKENS).content.decode()
    assert token.beginning in page
    assert SHAPE.search(page) is None


def test_a_rep_is_asked_neither_whose_nor_what(client: Client) -> None:
    asked_again(client, make_rep())

    form = client.get(NEW).context["form"]

    assert set(form.fields) == {"name", "valid_for"}


def test_what_is_no_choice_is_refused(client: Client) -> None:
    asked_again(client, make_rep())
    sent = {"name": "Web site", "valid_for": "30", "scope": "write", "person": make_admin().pk}

    client.post(NEW, sent)
    refused = client.post(NEW, sent | {"valid_for": "9999", "name": ""})

    assert refused.status_code == 422
    assert Token.objects.get().scope == Scope.READ


def test_an_admin_makes_one_for_anybody(client: Client) -> None:
    asked_again(client, make_admin())
    ana = make_rep()

    client.post(NEW, {"name": "Form", "valid_for": "365", "scope": "write", "person": ana.pk})

    assert (Token.objects.get().person, Token.objects.get().may_write) == (ana, True)


def test_each_sees_and_revokes_his_own(client: Client) -> None:
    (mine, _), (other, _) = made(make_rep(), name="Mine"), made(make_rep(), name="Another")
    client.force_login(mine.person)

    page = client.get(TOKENS).content.decode()
    refused = client.post(reverse("people:revoke_token", args=[other.pk]))
    client.post(reverse("people:revoke_token", args=[mine.pk]))

    assert "Mine" in page
    assert "Another" not in page
    assert refused.status_code == 404
    assert list(Token.objects.valid(clock.now())) == [other]


def test_an_admin_sees_and_revokes_all(client: Client) -> None:
    token, text = made(make_rep(), name="Another")
    client.force_login(make_admin())

    page = client.get(TOKENS).content.decode()
    client.post(reverse("people:revoke_token", args=[token.pk]))

    assert "Another" in page
    assert found(text) is None
    assert "revoked by" in client.get(TOKENS).content.decode()


def test_queries_do_not_grow_with_tokens(
    client: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ana := make_rep())
    made(ana)
    with django_assert_max_num_queries(20) as few:
        client.get(TOKENS)
    for _ in range(5):
        made(ana)

    with django_assert_num_queries(len(few)):
        client.get(TOKENS)
