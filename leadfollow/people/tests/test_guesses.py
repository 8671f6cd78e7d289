"""Guessing passwords: how many get through, and that the owner is never locked out by others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from leadfollow.outbox.models import Outbox
from leadfollow.people import guesses
from leadfollow.people.limits import Limit, forget_tries
from leadfollow.people.models import Tally
from leadfollow.people.sign_in_form import ResetForm
from leadfollow.people.tests.factories import make_user

pytestmark = pytest.mark.django_db
DOOR = "/accounts/login/"
RIGHT = "a long password"
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands, so that no count begins anew in the middle of a test."""
    cache.clear()

    def stand(moment: datetime) -> None:
        monkeypatch.setattr("leadfollow.clock.now", lambda: moment)

    stand(NOON)
    monkeypatch.setattr(ResetForm, "seconds", 0.0)
    return stand


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were really compared."""
    seen: list[str] = []
    verify = MD5PasswordHasher.verify

    def counted(self: Any, password: str, encoded: str) -> bool:
        seen.append(password)
        return bool(verify(self, password, encoded))

    monkeypatch.setattr(MD5PasswordHasher, "verify", counted)
    return seen


def tries(client: Client, password: str, *, email: str = "ann@example.com", at: str = "") -> Any:
    form = {"login": email, "password": password}
    return client.post(DOOR, form, REMOTE_ADDR=at or "192.0.2.1")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ann() -> Any:
    return make_user(email="ann@example.com", password=RIGHT)


def test_a_hundred_guesses_of_an_account_get_through_in_a_day(looked_at: list[str]) -> None:
    ann()
    stranger = Client()

    for n in range(300):
        tries(stranger, f"guess {n}", at=f"192.0.2.{n % 60}")

    assert len(looked_at) == 100
    tries(stranger, RIGHT, at="198.51.100.7")
    assert not is_in(stranger)


def test_the_owner_comes_in_from_a_device_that_is_known(looked_at: list[str]) -> None:
    ann()
    owner, stranger = Client(), Client()
    tries(owner, RIGHT)
    owner.post("/accounts/logout/")

    for n in range(150):
        tries(stranger, f"guess {n}", at=f"192.0.2.{n % 20}")
    tries(owner, RIGHT, at="192.0.2.1")

    assert is_in(owner)


def test_a_known_device_is_known_for_its_own_accounts_alone() -> None:
    ann()
    make_user(email="eve@example.com", password=RIGHT)
    eve = Client()
    tries(eve, RIGHT, email="eve@example.com")
    eve.post("/accounts/logout/")

    for n in range(120):
        tries(eve, f"guess {n}", at=f"192.0.2.{n % 40}")
    tries(eve, RIGHT, at="198.51.100.9")

    assert not is_in(eve)


def test_a_known_device_may_not_guess_for_ever(looked_at: list[str]) -> None:
    ann()
    owner = Client()
    tries(owner, RIGHT)
    owner.post("/accounts/logout/")
    looked_at.clear()

    for n in range(30):
        tries(owner, f"guess {n}", at=f"192.0.2.{n}")

    assert len(looked_at) == 10


def test_a_forged_device_is_none() -> None:
    ann()
    stranger = Client()
    stranger.cookies[guesses.COOKIE] = "eyJuYW1lIjoieCJ9:1vE:forged"

    tries(stranger, RIGHT)

    assert is_in(stranger)


def test_ten_a_minute_from_one_address_and_the_next_minute_again(
    looked_at: list[str], at_noon: Callable[[datetime], None]
) -> None:
    ann()
    stranger = Client()
    for n in range(15):
        tries(stranger, f"guess {n}")
    assert len(looked_at) == 10

    at_noon(NOON + timedelta(minutes=1))
    tries(stranger, RIGHT)

    assert is_in(stranger)


def test_thirty_a_minute_from_one_address_over_all_accounts() -> None:
    stranger = Client()
    ann()

    for n in range(30):
        tries(stranger, "guess", email=f"person{n}@example.com")
    answer = tries(stranger, RIGHT)

    assert not is_in(stranger)
    assert "Too many tries" in answer.content.decode()


def test_the_next_day_counts_anew(at_noon: Callable[[datetime], None]) -> None:
    ann()
    stranger = Client()
    for n in range(101):
        tries(stranger, f"guess {n}", at=f"192.0.2.{n}")

    at_noon(NOON + timedelta(days=1))
    tries(stranger, RIGHT)

    assert is_in(stranger)


@pytest.mark.parametrize("form", ["Ann@Example.com", " ann@example.com "])
def test_another_spelling_is_the_same_account(looked_at: list[str], form: str) -> None:
    ann()
    for n in range(100):
        tries(Client(), f"guess {n}", at=f"192.0.2.{n}")
    looked_at.clear()

    tries(Client(), "guess", email=form, at="198.51.100.1")

    assert not looked_at


def test_what_a_client_says_of_its_address_is_not_believed(looked_at: list[str]) -> None:
    ann()
    for n in range(20):
        form = {"login": "ann@example.com", "password": f"guess {n}"}
        Client().post(DOOR, form, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")

    assert len(looked_at) == 10


def test_behind_a_proxy_of_ours_the_last_entry_counts(
    looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann()
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    for n in range(20):
        form = {"login": "ann@example.com", "password": f"guess {n}"}
        Client().post(
            DOOR, form, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 192.0.2.1"
        )

    assert len(looked_at) == 10


def test_an_unknown_account_is_answered_alike() -> None:
    ann()

    known = [tries(Client(), "guess", at="192.0.2.1") for _ in range(12)]
    unknown = [tries(Client(), "guess", email="ben@example.com", at="192.0.2.2") for _ in range(12)]

    assert [answer.status_code for answer in known] == [one.status_code for one in unknown]
    for here, there in zip(known, unknown, strict=True):
        assert plain(here, "ann@example.com") == plain(there, "ben@example.com")


def plain(answer: Any, email: str) -> str:
    token = str(answer.context["csrf_token"])
    return str(answer.content.decode().replace(email, "").replace(token, ""))


def test_a_new_password_by_mail_opens_the_door_and_makes_the_device_known() -> None:
    ann()
    for n in range(100):
        tries(Client(), f"guess {n}", at=f"192.0.2.{n}")
    owner = Client()
    owner.post("/accounts/password/reset/", {"email": "ann@example.com"})
    body = Outbox.objects.get().body
    link = next(line for line in body.splitlines() if "/reset/key/" in line)
    page = owner.get(link.replace("http://testserver", ""), follow=True)

    chosen = {"password1": "another long one", "password2": "another long one"}
    owner.post(page.redirect_chain[-1][0], chosen)
    assert is_in(owner)
    owner.post("/accounts/logout/")
    tries(owner, "another long one")

    assert is_in(owner)


def test_a_sixth_reset_within_an_hour_is_refused_alike_for_nobody() -> None:
    ann()
    for email in ("ann@example.com", "ben@example.com"):
        codes = [
            Client().post("/accounts/password/reset/", {"email": email}).status_code
            for _ in range(6)
        ]
        assert codes == [302] * 5 + [429]


def test_the_last_try_is_taken_once() -> None:
    limit = Limit("a test", 3, 60)

    taken = [limit.take("ann", at=NOON) for _ in range(5)]

    assert taken == [True, True, True, False, False]
    assert limit.take("ben", at=NOON)


def test_counts_go_when_their_time_is_over() -> None:
    Limit("a test", 3, 60).take("ann", at=NOON)

    forget_tries(now=NOON + timedelta(seconds=59))
    assert Tally.objects.exists()
    forget_tries(now=NOON + timedelta(seconds=60))

    assert not Tally.objects.exists()


def test_a_count_tells_nobody_of_whom_it_is() -> None:
    tries(Client(), "guess")

    assert "ann" not in " ".join(Tally.objects.values_list("key", flat=True))
