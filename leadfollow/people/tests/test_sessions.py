"""In what one is signed in: seen, and ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from leadfollow.people.devices import device_in_words
from leadfollow.people.models import User
from leadfollow.people.session_times import forget_sessions
from leadfollow.people.tests.factories import make_manager, make_user

pytestmark = pytest.mark.django_db
PROFILE = reverse("people:profile")
PASSWORD = "a long password"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/130.0 Mobile Safari/604.1"


@pytest.fixture
def ann() -> User:
    cache.clear()
    return make_user(email="ann@example.com", password=PASSWORD)


def browser(user_agent: str = LINUX) -> Client:
    """A browser in which Ann signed in."""
    client = Client(HTTP_USER_AGENT=user_agent)
    client.post("/accounts/login/", {"login": "ann@example.com", "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return bool(client.get(PROFILE).status_code == 200)


def test_one_sees_each_in_words_the_own_first(ann: User) -> None:
    phone, laptop = browser(PHONE), browser()

    page = laptop.get(PROFILE).content.decode()

    assert page.index("Firefox on Linux") < page.index("Chrome on an iPhone")
    assert page.count('"tag">this one<') == 1
    assert is_in(phone)


def test_one_is_ended_and_out_on_the_next_click(ann: User) -> None:
    phone, laptop = browser(PHONE), browser()
    his = UserSession.objects.get(user_agent=PHONE)

    laptop.post(reverse("people:end_session", args=[his.pk]))

    assert not is_in(phone)
    assert is_in(laptop)


def test_a_strangers_session_is_absent(client: Any, ann: User) -> None:
    laptop = browser()
    client.force_login(make_user())

    answer = client.post(reverse("people:end_session", args=[UserSession.objects.get().pk]))

    assert answer.status_code == 404
    assert is_in(laptop)


def test_all_others_are_ended_at_once(ann: User) -> None:
    others, laptop = [browser(PHONE), browser()], browser()

    for _ in range(2):
        laptop.post(reverse("people:end_other_sessions"))

    assert not any(is_in(other) for other in others)
    assert is_in(laptop)
    assert "this one" in laptop.get(PROFILE).content.decode()


def test_a_new_password_ends_the_others(ann: User) -> None:
    phone, laptop = browser(PHONE), browser()
    form = {"oldpassword": PASSWORD, "password1": "quite another", "password2": "quite another"}

    laptop.post("/accounts/password/change/", form)

    assert not is_in(phone)
    assert is_in(laptop)


def test_who_was_signed_out_everywhere_is_not_listed(ann: User) -> None:
    browser(PHONE)
    User.objects.update(sign_outs=1)

    page = browser().get(PROFILE).content.decode()

    assert "iPhone" not in page


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (LINUX, "Firefox on Linux"),
        (PHONE, "Chrome on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/18.0 Safari/605.1",
            "Safari on a Mac",
        ),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_in_words(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words


def test_name_and_appearance_are_ones_own(client: Any) -> None:
    max_ = make_manager(name="Max")
    client.force_login(max_)

    client.post(reverse("people:save_section", args=["name"]), {"name": "Maximilian"})
    look = {"theme": "dark", "density": "compact"}
    page = client.post(reverse("people:save_section", args=["appearance"]), look, follow=True)

    assert ' data-theme="dark" data-density="compact"' in page.content.decode()
    assert User.objects.get(pk=max_.pk).name == "Maximilian"


def test_a_name_is_not_empty(client: Any) -> None:
    client.force_login(make_user(name="Max"))

    answer = client.post(reverse("people:save_section", args=["name"]), {"name": " "})

    assert answer.status_code == 422
    assert "Give your name" in answer.content.decode()
    assert User.objects.get().name == "Max"


def test_nobody_has_an_account_that_nobody_made() -> None:
    """No default account: who works here was invited, imported, or founded it."""
    assert not User.objects.exists()


NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def signed_in_at(user: User, at: datetime) -> Client:
    with travel(at, tick=False):
        client = Client()
        client.force_login(user)
    return client


def answer_at(client: Client, at: datetime) -> Any:
    with travel(at, tick=False):
        return client.get(PROFILE)


@pytest.mark.parametrize(("is_admin", "idle"), [(False, 12 * HOUR), (True, HOUR)])
def test_an_unused_session_is_over_and_says_why(is_admin: bool, idle: timedelta) -> None:
    client = signed_in_at(make_user(is_admin=is_admin), NOW)

    in_time = answer_at(client, NOW + idle - MINUTE).status_code
    late = answer_at(client, NOW + idle - MINUTE + idle)

    assert in_time == 200
    assert late.url == f"/accounts/login/?next={PROFILE}"
    with travel(NOW + 2 * idle, tick=False):
        assert "You did nothing here for" in client.get(late.url).content.decode()


@pytest.mark.parametrize(
    ("is_admin", "whole", "step"),
    [(False, timedelta(days=14), 6 * HOUR), (True, 12 * HOUR, HOUR / 2)],
)
def test_a_session_in_use_is_over_at_its_end(
    is_admin: bool, whole: timedelta, step: timedelta
) -> None:
    client = signed_in_at(make_user(is_admin=is_admin), NOW)

    answers = []
    at = NOW
    while at < NOW + whole:
        answers.append(answer_at(client, at).status_code)
        at += step

    assert set(answers) == {200}
    assert answer_at(client, NOW + whole).status_code == 302


def test_last_seen_is_written_every_five_minutes_at_most() -> None:
    client = signed_in_at(make_user(), NOW)
    queries = []

    for minutes in (1, 4, 5, 6, 9, 10):
        with CaptureQueriesContext(connection) as asked:
            answer_at(client, NOW + minutes * MINUTE)
        queries.append(sum("UPDATE" in each["sql"] for each in asked))

    assert [bool(number) for number in queries] == [False, False, True, False, False, True]


def test_a_page_between_two_times_pays_nothing_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in_at(make_user(), NOW)
    with CaptureQueriesContext(connection) as with_it:
        answer_at(client, NOW + MINUTE)

    monkeypatch.setattr("leadfollow.middleware.why_over", lambda *_, **__: "")
    monkeypatch.setattr("leadfollow.middleware.note_use", lambda *_, **__: None)
    with CaptureQueriesContext(connection) as without:
        answer_at(client, NOW + MINUTE)

    assert len(with_it) == len(without)


def test_the_page_says_when_one_was_seen_last(ann: User) -> None:
    with travel(NOW, tick=False):
        phone = browser(PHONE)
    answer_at(phone, NOW + 2 * HOUR)

    with travel(NOW + 3 * HOUR, tick=False):
        page = browser().get(PROFILE).content.decode()

    assert "signed in Mon 2 Nov 2026, 09:00 · last seen Mon 2 Nov 2026, 11:00" in page


def test_a_session_of_before_lasts_from_now(ann: User) -> None:
    laptop = browser()
    session = laptop.session
    del session["began_at"], session["used_at"]
    session.save()

    assert is_in(laptop)
    assert "began_at" in laptop.session


def test_the_profile_asks_the_same_however_many_there_are(ann: User) -> None:
    laptop = browser()
    with CaptureQueriesContext(connection) as one:
        laptop.get(PROFILE)
    for _ in range(5):
        browser(PHONE)

    with CaptureQueriesContext(connection) as six:
        page = laptop.get(PROFILE).content.decode()

    assert page.count("last seen") == 6
    assert len(six) == len(one)


def test_what_is_over_is_forgotten(ann: User) -> None:
    with travel(NOW, tick=False):
        browser(PHONE)
    with travel(NOW + timedelta(days=13), tick=False):
        browser()

    forget_sessions(now=NOW + timedelta(days=15))

    assert [each.user_agent for each in UserSession.objects.all()] == [LINUX]
    assert Session.objects.count() == 1
