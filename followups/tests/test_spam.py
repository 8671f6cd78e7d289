"""A flood of posts within a minute, and people among it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.lead_form.asks import default_asks
from campaigns.lead_form.making import save_form
from campaigns.models import LeadForm
from campaigns.tests.factories import make_event
from followups.submissions.flood import PACE, SPAN
from followups.submissions.stamp import Stamp
from followups.tests.factories import MONDAY
from followups.tests.test_public_form import FILLED
from leadfollow import clock
from leadfollow.outbox.models import Outbox
from leadfollow.people.tests.factories import make_event_manager
from leads.models import Inquiry, Submission

pytestmark = pytest.mark.django_db

POSTS, ADDRESSES, PEOPLE, MOST_IN_THE_INBOX = 600, 50, 12, 20  # with 5,000 it is the same, slower
MOST_KEPT = PACE * 60 // SPAN + 1  # by one process within a minute


@pytest.fixture
def form(settings: Any) -> LeadForm:
    """With the memory that a process of the web has."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "spam"}
    settings.CACHES = {**settings.CACHES, "memory": memory}
    caches["memory"].clear()
    event = make_event(owner=make_event_manager())
    assert event.owner
    asks = default_asks(event)
    return save_form(campaign=event, asks=asks, hosts=(), by=event.owner, at=MONDAY)


def stamped(form: LeadForm, at: datetime, **ago: float) -> str:
    return Stamp.new(1, at=at - timedelta(**ago)).signed(form.pk)


def bot(form: LeadForm, number: int, at: datetime) -> dict[str, str]:
    """One of the six ways in which programs post, the last of them much like a person."""
    post = FILLED | {"email": f"b{number}@spam.example", "comment": f"Buy {number}"}
    ways: list[dict[str, str]] = [
        {"website": "http://spam.example", "stamp": stamped(form, at, minutes=1)},
        {"stamp": stamped(form, at, seconds=1)},
        {},
        {"stamp": stamped(form, at, hours=30)},
        {"stamp": stamped(form, at, minutes=1), "comment": "http://a http://b http://c"},
    ]
    if number < MOST_IN_THE_INBOX:
        return post | {"stamp": stamped(form, at, minutes=1)}
    return post | ways[number % len(ways)]


def flood(form: LeadForm) -> Iterator[tuple[datetime, str, dict[str, str]]]:
    """When, from where, and what; people come from their own addresses, among the others."""
    order = random.Random(17)
    moments = sorted(MONDAY + timedelta(seconds=order.uniform(0, 60)) for _ in range(POSTS))
    people = set(order.sample(range(POSTS), PEOPLE))
    for number, at in enumerate(moments):
        if number in people:
            person = FILLED | {"name": f"Visitor {number}", "email": f"v{number}@hafen.example"}
            yield at, f"192.0.2.{number % 250}", person | {"stamp": stamped(form, at, minutes=3)}
        else:
            yield at, f"198.51.100.{number % ADDRESSES}", bot(form, number, at)


def test_people_come_through_and_programs_do_not(
    form: LeadForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("followups:public_form", args=[form.token])
    client = Client(enforce_csrf_checks=True)
    answers: Counter[int] = Counter()

    for at, address, post in flood(form):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        answers[client.post(page, post, REMOTE_ADDR=address).status_code] += 1

    names = list(Inquiry.objects.values_list("contact__email", flat=True))
    people = [name for name in names if name.startswith("v")]
    assert len(people) == PEOPLE
    assert len(names) - len(people) <= MOST_IN_THE_INBOX
    kept = Counter(form.submissions.quarantined().values_list("suspicion", flat=True))
    assert set(kept) == {"trap", "too_fast", "no_stamp", "links"}
    assert 10 < sum(kept.values()) <= MOST_KEPT
    assert set(answers) == {200, 422}  # an old page is asked to be sent once more
    assert not Outbox.objects.exists()  # nobody is mailed for what was typed there
    assert mail.outbox == []


def test_what_comes_too_quickly_keeps_the_database_from_nobody(
    form: LeadForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("followups:public_form", args=[form.token])
    ways = [bot(form, MOST_IN_THE_INBOX + number, MONDAY) for number in range(6 * PACE)]
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    for way in ways[5:]:
        Client().post(page, way)
    kept = Submission.objects.quarantined().count()

    with CaptureQueriesContext(connection) as asked:
        answers = [Client().post(page, way) for way in ways[:5]]

    assert kept == PACE + 1  # the first, by which the process came to know the form
    assert not asked.captured_queries
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [422]
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(seconds=SPAN))
    Client().post(page, FILLED)
    assert Submission.objects.quarantined().count() == kept + 1


def test_what_is_answered_at_once_may_stand_where_the_form_does(
    form: LeadForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    LeadForm.objects.update(hosts=["https://www.hafen.example"])
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    page = reverse("followups:public_form", args=[form.token])
    old = FILLED | {"comment": "<b>Ask</b>", "stamp": stamped(form, MONDAY, hours=25)}
    in_full = Client().post(page, old)
    Client().post(page, FILLED)

    at_once = Client().post(page, old)

    fields = re.compile(r'name="(?!stamp)(\w+)" value="([^"]*)"')
    told = [fields.findall(answer.content.decode()) for answer in (in_full, at_once)]
    assert told[0] == told[1]
    assert ("comment", "&lt;b&gt;Ask&lt;/b&gt;") in told[0]
    for answer in (in_full, at_once):
        assert "frame-ancestors https://www.hafen.example" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer
    assert not Inquiry.objects.exists()
    fresh = re.findall(r'name="stamp" value="([^"]+)"', at_once.content.decode())[0]
    assert Client().post(page, old | {"stamp": fresh}).status_code == 200
    assert Inquiry.objects.count() == 1
