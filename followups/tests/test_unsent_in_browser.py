"""Without a network, with a broken server, with a lost answer: nothing lost, nothing doubled."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from followups.models import Touch
from followups.tests.factories import log
from followups.tests.hands import press
from followups.tests.unsent import NOTE, due_touch, no_answer, noted
from leadfollow import clock

pytestmark = pytest.mark.browser


@pytest.fixture
def touch() -> Touch:
    return due_touch()


@pytest.fixture
def page(signed_in: Any, touch: Touch) -> Page:
    return noted(touch, signed_in)


def test_what_is_logged_without_a_network_is_sent_once_when_it_is_back(page, touch):
    page.context.set_offline(True)
    no_answer(page)
    expect(page.locator("#unsent")).to_contain_text("1 logged here waits for the network")
    assert not Touch.objects.logged().exists()

    page.context.set_offline(False)

    expect(page.locator("#unsent")).to_be_hidden()
    assert Touch.objects.logged().get().note == NOTE


def test_an_answer_that_is_lost_doubles_nothing(page, touch):
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/log/**", lose, times=1)
    no_answer(page)
    expect(page.locator("#unsent")).to_contain_text("1 logged here waits")
    assert Touch.objects.logged().count() == 1

    page.goto("/queue/")

    expect(page.locator("#unsent")).to_be_hidden()
    assert Touch.objects.logged().count() == 1


def test_what_is_refused_later_gives_its_text_back(page, touch):
    page.context.set_offline(True)
    no_answer(page)
    expect(page.locator("#unsent")).to_contain_text("waits")
    log(touch, at=clock.now())

    page.context.set_offline(False)
    expect(page.locator("#unsent")).to_contain_text("was not taken. “Wants the offer”")
    page.get_by_role("link", name="Open it with your text").click()

    expect(page.get_by_label("Note")).to_have_value(NOTE)
    expect(page.locator("#unsent")).to_be_hidden()
    assert Touch.objects.logged().count() == 1


def test_a_server_that_breaks_takes_no_text(page, touch):
    page.route("**/log/**", lambda route: route.fulfill(status=500, body=""), times=1)
    no_answer(page)

    expect(page.locator("#trouble")).to_contain_text("Your text is kept")
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    no_answer(page)
    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG.")
    assert Touch.objects.logged().count() == 1


def test_who_has_to_sign_in_again_finds_his_text(page, touch):
    ana = touch.lead.owner
    ana.set_password("a long enough secret")
    ana.save()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    no_answer(page)

    page.locator("[name=login]").fill(ana.email)
    page.locator("[name=password]").fill("a long enough secret")
    press(page, "Enter")

    expect(page.get_by_label("Note")).to_have_value(NOTE)
    assert not Touch.objects.logged().exists()


def test_what_one_person_kept_is_not_sent_by_another(page, touch):
    page.context.set_offline(True)
    no_answer(page)
    expect(page.locator("#unsent")).to_contain_text("waits")
    page.evaluate("document.querySelector('meta[name=user]').content = '0'")

    page.context.set_offline(False)
    page.wait_for_timeout(500)

    assert not Touch.objects.logged().exists()
