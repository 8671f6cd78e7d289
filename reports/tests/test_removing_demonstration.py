"""Demonstration data go whole, and what is shipped stands as in a new installation."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.storage import default_storage
from django.urls import reverse

from campaigns.models import Segment
from followups.models import Bucket, Step
from leadfollow import clock
from leadfollow.files.models import StoredFile
from leadfollow.files.operations import store_file
from leadfollow.people.models import Organisation, User
from leadfollow.people.tests.factories import make_admin, make_rep
from reports.demo import load
from reports.start.removing import NoDemonstration, remove_demonstration

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PAGE = reverse("reports:demonstration")
OURS = ("outbox", "log", "files", "people", "campaigns", "leads", "followups", "reports")


def all_rows() -> dict[str, Any]:
    """Every row of every table of ours, with its key."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    found = {m._meta.label: m._default_manager.order_by("pk") for m in models}
    return {label: serializers.serialize("python", rows) for label, rows in found.items()}


@pytest.fixture
def demonstration() -> User:
    """Loaded, used and changed; who is given is its admin."""
    load(at=clock.now(), seed=1, password="nine green bottles", share=0.02)
    Segment.objects.filter(slug="event").update(name="Fairs", longest_silence=1)
    Step.objects.filter(position=1).update(title="Another")
    Bucket.objects.filter(slug="price").update(months=9)
    admin = User.objects.get(email="admin@example.com")
    store_file(name="a.txt", content=b"A note", by=admin, at=clock.now())
    return admin


def test_it_goes_whole(demonstration, request):
    remove_demonstration()

    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_the_tables_equal_those_of_a_fresh_installation(client):
    fresh = all_rows()
    load(at=clock.now(), seed=1, password="nine green bottles", share=0.02)
    Segment.objects.filter(slug="event").update(name="Fairs", longest_silence=1)
    Step.objects.filter(position=1).update(title="Another")
    Bucket.objects.filter(slug="price").update(months=9)

    remove_demonstration()

    assert all_rows() == fresh


def test_files_go_from_the_disk(demonstration):
    stored_as = StoredFile.objects.get(name="a.txt").stored_as

    remove_demonstration()

    assert not default_storage.exists(stored_as)


def test_real_data_are_never_removed():
    make_admin()

    with pytest.raises(NoDemonstration):
        remove_demonstration()

    assert User.objects.exists()


def test_one_button_leads_to_our_own_without_the_code(client, demonstration):
    client.force_login(demonstration)
    told = client.get(PAGE).content.decode()
    not_ticked = client.post(PAGE)

    answer = client.post(PAGE, {"sure": "on"}, follow=True)

    assert "13 people" in told
    assert (not_ticked.status_code, "Nothing was removed" in not_ticked.content.decode()) == (
        422, True,
    )  # fmt: skip
    assert answer.redirect_chain[-1][0].startswith(reverse("reports:start_own"))
    assert (answer.status_code, User.objects.count()) == (200, 0)


def test_it_is_the_admins_alone(client, demonstration):
    client.force_login(User.objects.get(email="manager@example.com"))

    assert client.get(PAGE).status_code == client.post(PAGE, {"sure": "on"}).status_code == 404
    assert User.objects.exists()


def test_who_has_real_data_finds_no_such_page(client):
    client.force_login(make_admin())

    assert client.post(PAGE, {"sure": "on"}).status_code == 404


def test_every_page_says_that_it_is_a_demonstration(client, demonstration):
    client.force_login(make_rep())  # also to whom somebody invited to look at it

    assert "Demonstration data" in client.get("/leads/").content.decode()
    client.force_login(demonstration)
    assert PAGE in client.get("/leads/").content.decode()


def test_real_people_see_no_banner(client):
    client.force_login(make_admin())

    assert "Demonstration data" not in client.get("/leads/").content.decode()
