"""A server that stands still, and an answer that is cut off: nothing lost, nothing doubled."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from followups.models import Touch
from followups.tests.factories import fresh
from followups.tests.hands import settled
from followups.tests.unsent import NOTE, due_touch, no_answer, noted
from leads.models import Lead

pytestmark = pytest.mark.browser


@pytest.fixture
def lead() -> Lead:
    return due_touch().lead


@pytest.fixture
def page(signed_in: Any, web: Any, lead: Lead) -> Page:
    return noted(lead.touches.get(), signed_in, at=web.url)


def assert_logged_once(lead: Lead) -> None:
    assert Touch.objects.logged().get().note == NOTE
    assert fresh(lead).touch_count == 1
    assert lead.touches.scheduled().count() == 1


def test_a_log_waits_for_a_frozen_server_and_is_taken_once(
    page: Page, web: Any, lead: Lead
) -> None:
    web.freeze()
    no_answer(page)
    page.get_by_role("button", name="No answer").click(force=True)
    page.wait_for_timeout(1500)
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    assert not Touch.objects.logged().exists()

    web.go_on()

    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG.")
    settled(page)
    assert_logged_once(lead)


def test_who_gave_up_on_a_frozen_server_tries_again_and_logs_once(
    page: Page, web: Any, lead: Lead
) -> None:
    page.evaluate("htmx.config.timeout = 1000")
    web.freeze()
    no_answer(page)
    expect(page.locator("#trouble")).to_contain_text("the server did not answer")
    expect(page.get_by_label("Note")).to_have_value(NOTE)

    web.go_on()
    page.evaluate("htmx.config.timeout = 20000")
    no_answer(page)

    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG.")
    expect(page.locator("#trouble")).to_be_hidden()
    assert_logged_once(lead)


def test_an_answer_that_is_cut_off_is_asked_for_again_and_logged_once(
    page: Page, lead: Lead
) -> None:
    def cut(route: Route) -> None:
        assert route.fetch().ok
        route.abort("connectionreset")

    page.route("**/log/**", cut, times=1)
    no_answer(page)
    expect(page.locator("#unsent")).to_contain_text("1 logged here waits")
    assert_logged_once(lead)

    no_answer(page)

    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG.")
    assert_logged_once(lead)
