"""A file dropped on the lead's page is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from followups.tests.factories import make_owned_lead

pytestmark = pytest.mark.browser

ONE_FILE = """() => {
  const carried = new DataTransfer();
  carried.items.add(new File(["dropped"], "b.txt", { type: "text/plain" }));
  return carried;
}"""


def test_a_dropped_file_is_kept(signed_in: Callable[..., Any]) -> None:
    lead = make_owned_lead()
    page = signed_in(lead.owner)
    page.goto(f"/leads/{lead.pk}/")

    carried = page.evaluate_handle(ONE_FILE)
    page.dispatch_event(".files-add", "drop", {"dataTransfer": carried})

    expect(page.get_by_text("Added b.txt.")).to_be_visible()
    expect(page.get_by_role("link", name="b.txt")).to_be_visible()
