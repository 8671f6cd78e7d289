"""The app of the booth stands in nobody's way: every view, light and dark, under a thumb."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from followups.tests.booth import capture, enrolled, event, new_phone
from reports.tests.axe import TELEPHONE, barriers_here, too_wide

pytestmark = pytest.mark.browser
THUMB = 48


def test_nothing_stands_in_anybodys_way(
    site: str, new_context: Callable[..., BrowserContext]
) -> None:
    phone = enrolled(new_phone(new_context), site, event())
    phone.context.set_offline(True)
    capture(phone, 1)

    found: list[str] = []
    for view in ("device", "list", "capture"):
        phone.locator(f"button[data-view={view}]").click()
        found += barriers_here(phone, view, widths=(TELEPHONE,))
        found += too_wide(phone, view, 320)

    assert found == []
    parts = phone.locator("#view-capture :is(input.control, select, .chip, button):visible").all()
    boxes = [box for part in parts if (box := part.bounding_box())]
    assert len(boxes) > 9
    assert min(box["height"] for box in boxes) >= THUMB
