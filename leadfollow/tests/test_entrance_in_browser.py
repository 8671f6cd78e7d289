"""Signing in with a real browser."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from leadfollow.people.tests.factories import make_user

pytestmark = pytest.mark.browser
ADDRESS = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db):
    cache.clear()


def test_a_person_signs_in(site, page):
    make_user(email="ann@example.com", password="a long password")
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))

    page.goto(f"{site}{ADDRESS}")
    page.get_by_label("Email").fill("ann@example.com")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url(lambda url: ADDRESS not in url)
    assert not [text for text in wrong if "404" not in text]


def test_a_session_opens_a_page_for_tests(signed_in):
    page = signed_in(make_user())

    page.goto("/accounts/password/change/")

    assert "/accounts/login/" not in page.url
