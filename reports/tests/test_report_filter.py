"""What the form above a report takes and offers."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from leadfollow.people.tests.factories import make_admin

pytestmark = pytest.mark.django_db


def test_a_row_beyond_all_rows_is_refused(client: Any) -> None:
    client.force_login(make_admin())

    response = client.get(reverse("reports:report", args=["overdue"]), {"after": "9" * 22})

    assert response.status_code == 200
    assert "after" in response.context["form"].errors
