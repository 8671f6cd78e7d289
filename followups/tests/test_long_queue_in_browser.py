"""A long queue in a browser: it grows under the keys, and the focus stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)
PAGE = 50


def rep_with(leads: int) -> User:
    rep, now = make_rep(name="Ana Petrov", queue_order="due"), clock.now()
    for hours in range(1, leads + 1):
        lead = make_owned_lead(owner=rep, at=now - 400 * HOUR)
        make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 400 * HOUR)
    return rep


def rows(page: Page) -> Any:
    return page.locator("[data-row]")


def test_the_rest_is_appended_under_the_keys(signed_in: Callable[..., Any]) -> None:
    page = signed_in(rep_with(60))
    page.goto("/queue/")
    expect(rows(page)).to_have_count(PAGE)

    for _ in range(PAGE):
        page.keyboard.press("j")

    expect(rows(page)).to_have_count(60)
    expect(rows(page).nth(PAGE - 1)).to_be_focused()
    page.keyboard.press("j")
    expect(rows(page).nth(PAGE)).to_be_focused()
    expect(page.locator("[data-list] + .card-pad")).to_contain_text("60 of 60")
    expect(page.locator("[data-more]")).to_have_count(0)
    shown = rows(page).evaluate_all("(all) => all.map((row) => row.parentElement.id)")
    assert len(set(shown)) == 60
