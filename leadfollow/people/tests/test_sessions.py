"""In what one is signed in: seen, and ended."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from leadfollow.people.devices import device_in_words
from leadfollow.people.models import User
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

    assert '<html lang="en" data-theme="dark" data-density="compact"' in page.content.decode()
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
