"""Help beside the page one is on: by a click, by a key, on a telephone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups.tests.hands import press, settled
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.browser


def panel(page: Page) -> Any:
    return page.get_by_role("dialog", name="Help")


def test_a_click_shows_the_help_of_the_page(signed_in: Callable[..., Any]) -> None:
    page = signed_in(make_rep())
    page.goto("/queue/")

    settled(page).get_by_role("link", name="Help").click()

    expect(panel(page)).to_contain_text("A rep’s day")
    expect(panel(page).get_by_role("button", name="Close")).to_be_focused()
    expect(panel(page)).to_contain_text("Keys on this page")
    press(page, "Escape")
    expect(panel(page)).to_have_count(0)
    expect(page.get_by_role("link", name="Help")).to_be_focused()
    assert page.url.endswith("/queue/")


def test_the_question_mark_shows_keys_first_and_the_text_too(signed_in: Callable[..., Any]) -> None:
    page = signed_in(make_rep())
    page.goto("/leads/")

    press(page, "?")

    expect(panel(page)).to_contain_text("The list of all leads within your reach")
    shown = panel(page).inner_text()
    assert shown.index("Keys on this page") < shown.index("The list of all")


def test_a_word_of_the_help_leads_to_what_it_means(signed_in: Callable[..., Any]) -> None:
    page = signed_in(make_rep())
    page.goto("/queue/")
    settled(page).get_by_role("link", name="Help").click()

    panel(page).get_by_role("link", name="next step").first.click()

    page.wait_for_url("**/help/words/#next-step")
    expect(page.locator("#next-step")).to_be_in_viewport()


def test_a_thumb_reaches_it_and_keys_are_left_out(signed_in: Callable[..., Any]) -> None:
    page = signed_in(make_rep(), has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/leads/")

    settled(page).get_by_role("link", name="Help").tap()

    expect(panel(page)).to_contain_text("The list of all leads")
    expect(panel(page).get_by_text("Keys on this page")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_scripts_it_is_a_page(signed_in: Callable[..., Any]) -> None:
    page = signed_in(make_rep(), java_script_enabled=False)
    page.goto("/flags/")

    page.get_by_role("link", name="Help").click()

    expect(page.get_by_role("heading", name="Help: Flags")).to_be_visible()
    page.get_by_role("link", name="To the page").click()
    expect(page.get_by_role("heading", name="Flags", level=1)).to_be_visible()
