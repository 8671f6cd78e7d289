"""The form for the numbers in a browser: back to the default, and saved from wherever one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from followups import operations
from followups.in_force import numbers_in_force
from followups.tests.factories import MONDAY
from followups.tests.hands import settled
from leadfollow.people.tests.factories import make_manager

pytestmark = pytest.mark.browser


def test_a_number_goes_back_to_its_default(signed_in: Callable[..., Any]) -> None:
    max_ = make_manager()
    operations.rule(after=1, by=max_, at=MONDAY, numbers={"level_from": 55})
    page = signed_in(max_)
    page.goto("/settings/numbers/edit/")
    reset = settled(page).get_by_role("button", name="Reset to default")
    expect(reset).to_have_count(1)  # all others have it

    reset.click()

    field = page.get_by_label("Follow-up level: healthy from")
    expect(field).to_have_value("60")
    expect(field).to_be_focused()
    expect(reset).to_be_hidden()
    save = page.get_by_role("button", name="Put version 3 in force")
    expect(save).to_be_in_viewport()
    save.click()
    expect(page.get_by_text("Version 3 is in force.")).to_be_visible()
    assert numbers_in_force().level_from == 60
