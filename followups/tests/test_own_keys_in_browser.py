"""Keys of one's own in a browser: they press what the page says, and the page says them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from followups.tests.factories import make_planned_lead
from followups.tests.hands import press, settled
from leadfollow import clock
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser


@pytest.fixture
def page(signed_in: Callable[..., Any]) -> Any:
    """Ana has g for j, and b for s; two of her leads are due."""
    ana, now = make_rep(name="Ana", own_keys="jg sb"), clock.now()
    for name in ("Hafen AG", "Nordwind GmbH"):
        make_planned_lead(
            {"day": 0, "minutes": 0, "channel": "call", "title": "Call"},
            owner=ana,
            by=ana,
            at=now - timedelta(days=5),
            person=make_person(company=name),
        )
    page = signed_in(ana)
    page.goto("/queue/")
    return settled(page)


def test_ones_own_key_does_it_and_the_shipped_one_no_more(page: Any) -> None:
    second = page.locator("[data-list] [data-row]").nth(1)
    press(page, "g")
    expect(second).to_have_attribute("aria-current", "true")
    settled(page)
    snooze = page.locator("#pane details.snooze")
    press(page, "s")
    expect(snooze).not_to_have_attribute("open", "")

    press(page, "b")

    expect(snooze).to_have_attribute("open", "")


def test_hints_say_it_also_in_what_comes_later(page: Any) -> None:
    press(page, "g")
    expect(page.locator("[data-list] [data-row]").nth(1)).to_have_attribute("aria-current", "true")
    settled(page)

    hint = page.locator("#pane details.snooze > summary kbd")

    expect(hint).to_have_text("b")
    press(page, "?")
    expect(page.get_by_role("dialog").get_by_text("g k", exact=True)).to_be_visible()
