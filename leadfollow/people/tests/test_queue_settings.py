"""The queue, in "My settings"."""

from __future__ import annotations

import pytest
from django.urls import reverse

from leadfollow.people.models import QueueOrder
from leadfollow.people.tests.factories import make_manager, make_rep

pytestmark = pytest.mark.django_db

SAVE = "people:save_section"


def test_the_order_is_kept(client):
    ana = make_rep()
    client.force_login(ana)

    client.post(reverse(SAVE, args=["queue"]), {"queue_order": QueueOrder.DUE})

    ana.refresh_from_db()
    assert ana.queue_order == QueueOrder.DUE


def test_an_order_that_is_none_is_refused(client):
    client.force_login(make_rep())

    answer = client.post(reverse(SAVE, args=["queue"]), {"queue_order": "x"})

    assert answer.status_code == 422


def test_who_has_no_queue_sets_none(client):
    client.force_login(make_manager())

    assert client.post(reverse(SAVE, args=["queue"]), {}).status_code == 404
