"""The buckets are read by everybody, and set by managers and admins."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import operations
from followups.lists.lead_list import lead_list
from followups.models import Bucket
from followups.operations import buckets
from followups.operations.buckets import BadBucket
from followups.tests.factories import make_owned_lead
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def boss(ana: User) -> User:
    return make_manager(of=ana.team)


@pytest.fixture
def price() -> Bucket:
    return Bucket.objects.get(slug="price")


def waiting(owner: User, bucket: Bucket, *, days: int = 90) -> Lead:
    lead, now = make_owned_lead(owner=owner, at=clock.now()), clock.now()
    wake_on = now.date() + clock.ONE_DAY * days
    operations.send_to_bucket(lead=lead, bucket=bucket, wake_on=wake_on, by=owner, at=now)
    return lead


def page(client: Any, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("followups:buckets")).content.decode()


def post(client: Any, user: User, page_name: str, *args: int, **typed: str) -> Any:
    client.force_login(user)
    return client.post(reverse(f"followups:{page_name}", args=args), typed, follow=True)


def test_a_rep_reads_them_and_changes_nothing(client, ana):
    shown = page(client, ana)

    assert "Call: what does it cost to leave it as it is?" in shown
    assert "Switch off" not in shown


def test_each_number_is_the_list_behind_it(client, ana, price):
    waiting(ana, price)
    waiting(ana, price, days=3)
    waiting(make_rep(), price)
    client.force_login(ana)

    (row,) = [
        row for row in client.get(reverse("followups:buckets")).context["rows"] if row.waiting
    ]

    assert (row.bucket, row.waiting, row.soon) == (price, 2, 1)
    for asked, number in [({"bucket": price.pk}, 2), ({"bucket": price.pk, "next": "soon"}, 1)]:
        leads = client.get(reverse("followups:leads"), asked).context["list"]
        assert leads.filter.leads.count() == number


def test_the_page_asks_no_more_for_more_leads(client, ana, price):
    waiting(ana, price)
    page(client, ana)
    with CaptureQueriesContext(connection) as few:
        page(client, ana)
    for _ in range(3):
        waiting(ana, price)

    with CaptureQueriesContext(connection) as many:
        page(client, ana)

    assert len(many) == len(few)


@pytest.mark.parametrize("make", [make_manager, make_admin])
def test_a_bucket_is_added_with_the_steps_of_another(client, make, price):
    post(client, make(), "add_bucket", name="Merger", months="9", like=str(price.pk))

    merger = Bucket.objects.get(name="Merger")
    assert list(Bucket.objects.all())[-1] == merger
    assert merger.rhythm.every_days == price.rhythm.every_days
    assert [step.title for step in merger.rhythm.steps.all()] == [
        step.title for step in price.rhythm.steps.all()
    ]


def test_a_lead_waits_in_an_added_bucket(client, ana, boss, price):
    post(client, boss, "add_bucket", name="合併", months="9", like=str(price.pk))

    lead = waiting(ana, Bucket.objects.get(name="合併"))

    assert lead.enrolments.running().get().bucket.slug == "bucket"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "PRICE"}, "Choose another name."),
        ({"name": ""}, "Say why the leads in it wait."),
        ({"name": "Merger", "months": "13"}, "less than or equal to 12"),
    ],
)
def test_a_bad_bucket_is_refused_in_a_sentence(client, boss, price, typed, said):
    answer = post(client, boss, "add_bucket", **{"months": "3", "like": str(price.pk)} | typed)

    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()


def test_it_is_renamed(client, boss, ana, price):
    post(client, boss, "edit_bucket", price.pk, name="Too dear", months="4", owner=str(ana.pk))

    price.refresh_from_db()
    assert (price.name, price.months, price.owner, price.slug) == ("Too dear", 4, ana, "price")


def test_the_log_says_what_changed_and_of_what_stayed_nothing(boss, ana, price):
    now = clock.now()
    said = {"name": price.name, "months": price.months, "owner": ana}

    for _ in range(2):
        operations.edit_bucket(bucket=price, by=boss, at=now, **said)
        operations.switch_bucket(bucket=price, on=True, by=boss, at=now)

    entry = Entry.objects.get(kind="bucket")
    assert (entry.event, entry.details) == ("bucket edited", {"owner": ana.pk})


def test_of_two_who_give_one_name_at_one_moment_the_second_is_told(boss, price, monkeypatch):
    asked = []

    def quicker(name: str, **_: Any) -> None:
        asked.append(name)
        if len(asked) == 2:
            raise BadBucket(name)

    monkeypatch.setattr(buckets, "check_name", quicker)

    with pytest.raises(BadBucket):
        operations.add_bucket(name="Price", months=3, like=price, by=boss, at=clock.now())


def test_it_moves_up(client, boss, price):
    post(client, boss, "move_bucket_up", price.pk)

    assert [bucket.slug for bucket in Bucket.objects.all()][:2] == ["price", "competitor"]


def test_it_is_switched_off_and_on(client, boss, price):
    post(client, boss, "switch_bucket", price.pk, on="0")
    off = Bucket.objects.get(pk=price.pk).is_active
    post(client, boss, "switch_bucket", price.pk, on="1")

    assert (off, Bucket.objects.get(pk=price.pk).is_active) == (False, True)


def test_it_is_not_switched_off_while_leads_wait_in_it(client, boss, ana, price):
    waiting(ana, price)

    answer = post(client, boss, "switch_bucket", price.pk, on="0")

    assert "1 lead waits in “Price”." in answer.content.decode()
    assert Bucket.objects.get(pk=price.pk).is_active


@pytest.mark.parametrize("name", ["edit_bucket", "move_bucket_up", "switch_bucket"])
def test_a_rep_sets_nothing(client, ana, price, name):
    assert post(client, ana, name, price.pk).status_code == 404
    assert post(client, ana, "add_bucket").status_code == 404


def test_any_bucket_lists_all_that_wait(ana, price, rf):
    waiting(ana, price)
    waiting(ana, Bucket.objects.get(slug="timing"))
    make_owned_lead(owner=ana)

    listed = lead_list(rf.get("/", {"bucket": "any"}).GET, user=ana, now=clock.now())

    assert listed.filter.leads.count() == 2
