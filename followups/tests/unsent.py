"""A log with a note that is about to be sent, for tests in which no answer comes at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from followups.models import Touch
from followups.tests.factories import make_owned_lead, make_touch
from followups.tests.hands import settled
from leadfollow import clock
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

HOUR = timedelta(hours=1)
NOTE = "Wants the offer"


def due_touch() -> Touch:
    """Ana's overdue call at Hafen AG."""
    now, person = clock.now(), make_person(company="Hafen AG", name="")
    ana = make_rep(name="Ana Petrov")
    lead = make_owned_lead(owner=ana, at=now - 99 * HOUR, person=person)
    return make_touch(lead=lead, due_at=now - HOUR, at=now - 99 * HOUR)


def noted(touch: Touch, signed_in: Callable[..., Any], **how: Any) -> Page:
    """Its owner's queue, with a note typed."""
    page: Page = signed_in(touch.lead.owner, **how)
    page.goto("/queue/")
    settled(page).get_by_label("Note").fill(NOTE)
    return page


def no_answer(page: Page) -> None:
    settled(page).get_by_role("button", name="No answer").click()
