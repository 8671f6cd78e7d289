"""Who changed what: the page of the log, and that nothing in the log can be changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadfollow.log.models import Entry, record
from leadfollow.people import log_list
from leadfollow.people.log_list import NAMED, pages
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db
LOG = reverse("people:log")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def admin(client: Any) -> User:
    admin = make_admin(name="Adam Novak")
    client.force_login(admin)
    return admin


def happened(event: str, *, by: User | None = None, at: datetime = NOON, **details: Any) -> Entry:
    """Something that the log says of a team."""
    record(event, of=make_team(), by=by, at=at, **details)
    return Entry.objects.latest("pk")


def events_of(page: Any) -> list[str]:
    return [row.event for row in page.context["list"].rows]


def test_says_who_changed_what_and_when(client, admin):
    team = make_team(name="North")
    record("team settings changed", of=team, by=admin, at=NOON, settings={"reps_see_costs": True})

    page = client.get(LOG)

    row = page.context["list"].rows[0]
    assert (row.by, row.event, row.about) == ("Adam Novak", "team settings changed", "North")
    assert row.details == [("settings", "reps_see_costs: yes")]
    assert "Fri 20 Nov 2026, 12:00" in page.content.decode()


def test_details_name_people_and_leave_out_what_is_empty(client, admin):
    ana = make_rep(name="Ana")
    happened("lead assigned", rep=ana.pk, outcome="no_answer", reason="", because=None)

    row = client.get(LOG).context["list"].rows[0]

    assert set(row.details) == {("rep", "Ana"), ("outcome", "no answer"), ("because", "none")}


def test_nobody_is_said_and_who_has_no_name_by_his_number(client, admin):
    happened("bucket edited", owner=None, rep=9_999_999)

    row = client.get(LOG).context["list"].rows[0]

    assert set(row.details) == {("owner", "none"), ("rep", "9999999")}


def test_the_newest_stand_first(client, admin):
    happened("absence set", at=NOON)
    happened("absence ended", at=NOON + timedelta(hours=1))

    assert events_of(client.get(LOG)) == ["absence ended", "absence set"]


def test_what_nobody_did_is_the_products(client, admin):
    happened("lead purged")

    page = client.get(LOG, {"by": "none"})

    assert events_of(page) == ["lead purged"]
    assert "the product" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"event": "ABSENCE"}, ["absence set"]),
        ({"first": "2026-11-21"}, ["tag put"]),
        ({"last": "2026-11-20"}, ["absence set"]),
        ({"first": "2026-11-20", "last": "2026-11-21"}, ["tag put", "absence set"]),
        ({"event": "no such thing"}, []),
        ({"lead": "1"}, []),
    ],
)
def test_finds_what_is_looked_for(client, admin, asked, found):
    happened("absence set")
    happened("tag put", at=NOON + timedelta(days=1))

    assert events_of(client.get(LOG, asked)) == found


def test_finds_what_one_person_did(client, admin):
    ana = make_rep(name="Ana")
    happened("tag put", by=ana)
    happened("tag put", by=admin)

    page = client.get(LOG, {"by": ana.pk})

    assert [row.by for row in page.context["list"].rows] == ["Ana"]


@pytest.mark.parametrize("asked", [{"lead": "x"}, {"first": "31/12"}, {"by": "987654321"}])
def test_says_so_when_it_cannot_look_for_something(client, admin, asked):
    happened("tag put")

    page = client.get(LOG, asked)

    assert page.status_code == 200
    assert "cannot be looked for" in page.content.decode()


def test_goes_on_behind_the_last_row(client, admin):
    for number in range(60):
        happened(f"event {number}", at=NOON + timedelta(seconds=number // 2))

    first = client.get(LOG)
    second = client.get(LOG, {"after": first.context["list"].next})

    assert events_of(first) + events_of(second) == [f"event {n}" for n in range(59, -1, -1)]
    assert second.context["list"].next == ""


def test_costs_the_same_with_many_rows(client, admin):
    happened("tag put", by=admin)
    with CaptureQueriesContext(connection) as few:
        client.get(LOG)
    for _ in range(20):
        happened("tag put", by=make_rep())

    with CaptureQueriesContext(connection) as many:
        client.get(LOG)

    assert len(many) == len(few)


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_is_for_admins_alone(client, make):
    client.force_login(make())

    assert client.get(LOG).status_code == 403


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the database of production")
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_it(change):
    entry = happened("tag put")
    rows = Entry.objects.filter(pk=entry.pk)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows.update(event="nothing") if change == "update" else rows.delete()

    assert Entry.objects.get(pk=entry.pk).event == "tag put"


@pytest.mark.parametrize(("model", "page"), NAMED.items())
def test_what_is_said_by_its_name_has_the_page_that_is_told(model: Any, page: str) -> None:
    assert not page or reverse(page, args=[7])
    assert model._meta.model_name in pages()


def test_the_log_itself_names_nothing_to_its_right() -> None:
    text = Path(log_list.__file__).read_text()

    assert not re.findall(r"(followups|campaigns|leads)[:.]", text)
