"""Reading notices in a browser: the list and the bell follow without a new page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from followups.notices.telling import tell_flags
from followups.sweep import sweep
from followups.tests.factories import make_planned_lead
from followups.tests.hands import settled
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser


@pytest.fixture
def ana() -> User:
    """Two of her leads have been overdue for an hour, and she was told."""
    ana, now = make_rep(name="Ana"), clock.now()
    for name in ("Hafen AG", "Nordwind GmbH"):
        make_planned_lead(
            {"day": 0, "minutes": 0, "channel": "call", "title": "Call"},
            owner=ana,
            by=ana,
            at=now - timedelta(days=5),
            person=make_person(company=name),
        )
    sweep(now=now)
    tell_flags(now=now)
    ana.notices.exclude(flag__kind="overdue").delete()
    return ana


def test_reading_one_and_then_all(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana)
    page.goto("/queue/")
    page.get_by_role("link", name="2 new notices").click()
    expect(page.get_by_role("link", name="Hafen AG")).to_be_visible()

    settled(page).get_by_role("button", name=re.compile("Mark read.*Hafen AG")).click()
    expect(page.get_by_role("link", name="1 new notice")).to_be_visible()
    settled(page).get_by_role("button", name="Mark all read").click()

    expect(page.get_by_role("heading", name="Nothing new")).to_be_visible()
    expect(page.get_by_role("link", name="Notices, nothing new")).to_be_visible()
    assert not ana.notices.unread().exists()


def test_without_javascript_too(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana, java_script_enabled=False)
    page.goto("/notices/")

    page.get_by_role("button", name=re.compile("Mark read.*Hafen AG")).click()
    page.get_by_role("link", name="All").click()

    expect(page.get_by_role("link", name="1 new notice")).to_be_visible()
    expect(page.get_by_role("link", name="Hafen AG")).to_be_visible()
