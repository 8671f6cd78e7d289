"""Correcting a touch on a page of its own, and what the timeline shows of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups.models import Touch
from followups.tests.factories import fresh, log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.django_db


def logged(*, ago: timedelta = timedelta(hours=1)) -> Touch:
    at = clock.now() - ago
    lead = make_owned_lead(at=at - timedelta(days=1))
    return log(make_touch(lead=lead, due_at=at, at=at), at=at, note="Rang twice")


def address(touch: Touch) -> str:
    return reverse("followups:correct_touch", args=[touch.pk])


def page_of(client: Any, touch: Touch) -> str:
    return client.get(reverse("followups:lead", args=[touch.lead_id])).content.decode()


def said(touch: Touch, **other: Any) -> dict[str, Any]:
    now = {"outcome": touch.outcome, "channel": touch.channel, "contact": touch.contact_id}
    return now | {"note": touch.note} | other


def test_the_words_are_corrected_and_the_first_can_be_opened(client: Any) -> None:
    touch = logged()
    client.force_login(touch.logged_by)

    answer = client.post(address(touch), said(touch, note="Rang once"), follow=True)

    page = answer.content.decode()
    assert "What it said before is kept." in page
    assert fresh(touch).note == "Rang once"
    assert page.index("Rang once") < page.index("edited") < page.index("Rang twice")
    assert f"corrected by {touch.logged_by}" in page


def test_undo_and_correct_stand_side_by_side_and_undo_goes_after_a_day(client: Any) -> None:
    today, old = logged(), logged(ago=timedelta(days=3))
    for touch, offers in ((today, True), (old, False)):
        client.force_login(touch.logged_by)
        page = page_of(client, touch)
        assert address(touch) in page
        assert (reverse("followups:undo_touch", args=[touch.pk]) in page) == offers


def test_after_a_day_only_the_note_is_asked_for(client: Any) -> None:
    touch = logged(ago=timedelta(days=3))
    client.force_login(touch.logged_by)

    page = client.get(address(touch)).content.decode()
    client.post(address(touch), {"note": "Rang once"})

    assert 'name="outcome"' not in page
    assert fresh(touch).note == "Rang once"


def test_offers_only_outcomes_after_which_the_same_comes_next(client: Any) -> None:
    touch = logged()
    client.force_login(touch.logged_by)

    page = client.get(address(touch)).content.decode()
    refused = client.post(address(touch), said(touch, outcome="talked", note="Long talk"))

    assert 'value="left_message"' in page
    assert 'value="talked"' not in page
    assert refused.status_code == 422
    assert "Long talk" in refused.content.decode()


def test_an_outcome_goes_with_its_channel(client: Any) -> None:
    touch = logged()
    client.force_login(touch.logged_by)

    refused = client.post(address(touch), said(touch, channel="mail"))

    assert "does not go with" in refused.content.decode()


def test_a_strangers_and_a_colleagues_touch_is_404(client: Any) -> None:
    touch = logged()
    client.force_login(make_rep())

    assert client.get(address(touch)).status_code == 404
    assert client.post(address(touch), said(touch)).status_code == 404
