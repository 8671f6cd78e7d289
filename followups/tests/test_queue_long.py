"""A long queue: the next rows are appended at its end, by key; without scripts they are a page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ROWS, PAGE = 60, 50


@pytest.fixture
def ana() -> User:
    ana, now = make_rep(name="Ana Petrov", queue_order="due"), clock.now()
    for hours in range(1, ROWS + 1):
        lead = make_owned_lead(owner=ana, at=now - 400 * HOUR)
        make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 400 * HOUR)
    return ana


def test_without_scripts_the_next_rows_are_a_page(ana: User) -> None:
    client = Client()
    client.force_login(ana)

    first = client.get("/queue/")
    after = client.get(f"/queue/?{first.context['more_query']}")

    both = [row.lead_id for page in (first, after) for row in page.context["page"].rows]
    assert len(set(both)) == ROWS
    assert "From the start" in after.content.decode()


def test_appended_rows_come_without_the_rest_of_the_page(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    more = client.get("/queue/").context["more_query"]

    answer = client.get(f"/queue/?{more}", headers={"HX-Request": "true", "HX-Target": "more"})

    text = answer.content.decode()
    assert text.count("data-row") == ROWS - PAGE
    assert 'id="pane"' not in text
    assert "<html" not in text
