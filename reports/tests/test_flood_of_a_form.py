"""A flood of a public form as `bench --flood` makes it: what is sent, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from campaigns.lead_form import making
from campaigns.lead_form.asks import default_asks
from leadfollow import clock
from reports.bench import Size, flood
from reports.bench.filling import fill

pytestmark = pytest.mark.django_db
TINY = Size(leads=10, touches=20, reps=3, campaigns=2)


def test_every_kind_is_sent_from_every_address():
    kinds = Counter(post.kind for post in flood.posts_of(1_000))

    assert kinds["like a person"] == flood.LIKE_PEOPLE
    assert kinds["person"] == flood.PEOPLE
    assert min(kinds[kind] for kind in flood.KINDS) > 100
    programs = {post.address for post in flood.posts_of(1_000) if post.kind != "person"}
    people = {post.address for post in flood.posts_of(1_000) if post.kind == "person"}
    assert len(programs) == flood.ADDRESSES
    assert not programs & people


def test_people_come_in_and_programs_wait_or_are_refused():
    now = clock.now()
    ground = fill(TINY, at=now - timedelta(hours=1))
    campaign = ground.campaigns[0]
    form = making.save_form(
        campaign=campaign, asks=default_asks(campaign), hosts=(), by=ground.manager, at=now
    )
    path, clients = reverse("followups:public_form", args=[form.token]), {}
    for post in flood.posts_of(40):
        client = clients.setdefault(post.address, Client(REMOTE_ADDR=post.address))
        typed = "application/x-www-form-urlencoded"
        client.generic("POST", path, post.body(form, clock.now()), typed)

    came = flood.what_came(form)

    assert (came["bots_in"], came["people_in"]) == (4, 20)  # those that nothing tells, and people
    assert came["quarantined"] > 20
    assert came["mails_to_outsiders"] == 0


def test_no_time_at_all_is_refused():
    with pytest.raises(CommandError, match="whole numbers") as refusal:
        call_command("bench", "--flood=10", "--seconds=0")

    assert refusal.value.returncode == 2
