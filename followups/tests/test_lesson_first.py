"""A team may ask new reps for the lesson before they get leads; somebody may be excused."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.lesson.exercises import VERSION
from followups.models import LessonTaken
from followups.tests.factories import MONDAY, after, make_lead, make_owned_lead
from followups.tests.test_new_lead import typed
from leadfollow.log.models import Entry
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def north() -> Team:
    return make_team(name="North", lesson_required=True)


@pytest.fixture
def new(north: Team) -> User:
    return make_rep(name="Nia New", team=north)


@pytest.fixture
def manager(north: Team) -> User:
    return make_manager(of=north, name="Max")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def finish(person: User) -> None:
    LessonTaken.objects.create(
        person=person, version=VERSION, done=10, finished_at=MONDAY, finished_version=VERSION
    )


def waiting(team: Team) -> Lead:
    """A lead that nobody has: its team has no rep who may get it."""
    return make_lead(campaign=make_campaign(team=team))


def test_is_off_by_default():
    rep = make_rep()

    given = operations.assign_lead(lead=make_lead(), rep=rep, by=None, at=MONDAY)

    assert given.rep == rep


def test_a_new_rep_is_refused_in_a_sentence(new, manager):
    lead = make_lead()

    with pytest.raises(operations.LessonFirst, match="Nia New is new and does the lesson first"):
        operations.assign_lead(lead=lead, rep=new, by=manager, at=after(hours=1))

    assert Lead.objects.get(pk=lead.pk).owner is None


def test_who_has_learned_gets_leads(new, manager):
    finish(new)

    given = operations.assign_lead(lead=make_lead(), rep=new, by=manager, at=after(hours=1))

    assert given.rep == new


def test_who_was_ever_given_a_lead_is_not_new():
    rep = make_owned_lead().owner
    Team.objects.update(lesson_required=True)

    given = operations.assign_lead(lead=make_lead(), rep=rep, by=None, at=after(hours=1))

    assert given.rep == rep


def test_distribution_passes_over_who_is_new(north, new):
    ben = make_rep(name="Ben", team=north)
    finish(ben)
    campaign = make_campaign(team=north)

    owners = {make_lead(campaign=campaign).owner for _ in range(3)}

    assert owners == {ben}


def test_where_all_are_new_the_lead_waits(north, new):
    assert waiting(north).owner is None


def test_cannot_take_from_the_inbox(north, new):
    lead, client = waiting(north), client_of(new)

    answer = client.post(f"/leads/{lead.pk}/take/")

    assert answer.status_code == 409
    assert "Do the lesson first" in answer.content.decode()


def test_cannot_keep_what_he_enters(north, new):
    answer = client_of(new).post("/leads/new/", typed())

    assert answer.status_code == 409
    assert "does the lesson first" in answer.content.decode()
    assert not Lead.objects.exists()


def test_the_forms_that_assign_say_who_is_not_ready(north, new, manager):
    lead = waiting(north)
    client = client_of(manager)

    for page in ("/leads/inbox/", f"/leads/{lead.pk}/", "/leads/"):
        assert "Nia New (lesson first)" in client.get(page).content.decode(), page


def test_the_assign_form_is_answered_with_the_sentence(north, new, manager):
    lead, client = waiting(north), client_of(manager)

    answer = client.post(f"/leads/{lead.pk}/assign/", {"rep": new.pk}, follow=True)

    assert "does the lesson first" in answer.content.decode()


# --- Excused


def test_is_excused_with_a_reason(new, manager):
    operations.excuse_from_lesson(person=new, reason=" Ten years at it ", by=manager, at=MONDAY)

    given = operations.assign_lead(lead=make_lead(), rep=new, by=manager, at=after(hours=1))

    assert given.rep == new
    entry = Entry.objects.get(event="excused from lesson")
    assert (entry.by, entry.record_id) == (manager, new.pk)
    assert entry.details == {"reason": "Ten years at it"}


def test_no_excuse_without_a_reason(new, manager):
    with pytest.raises(operations.NoExcuse):
        operations.excuse_from_lesson(person=new, reason="  ", by=manager, at=MONDAY)

    assert not LessonTaken.objects.exists()


def test_an_excuse_is_taken_back_once(new, manager):
    operations.excuse_from_lesson(person=new, reason="Knows it", by=manager, at=MONDAY)

    ended = [operations.end_excuse(person=new, by=manager, at=after(hours=1)) for _ in range(2)]

    assert ended == [True, False]
    with pytest.raises(operations.LessonFirst):
        operations.assign_lead(lead=make_lead(), rep=new, by=manager, at=after(hours=1))


def test_a_manager_excuses_on_the_page_of_people(new, manager):
    client = client_of(manager)

    assert "lesson first" in client.get("/people/").content.decode()
    refused = client.post(f"/people/{new.pk}/lesson/", {"reason": ""})
    client.post(f"/people/{new.pk}/lesson/", {"reason": "Knows it"})

    assert refused.status_code == 422
    page = client.get("/people/").content.decode()
    assert "Lesson excused by Max" in page
    assert "lesson first" not in page
    client.post(f"/people/{new.pk}/lesson/", {"end": "1"})
    assert "lesson first" in client.get("/people/").content.decode()


def test_the_page_of_people_says_who_finished_when(new, manager):
    finish(new)

    page = client_of(manager).get("/people/").content.decode()

    assert f"Lesson finished Mon 2 Nov 2026, version {VERSION}" in page


@pytest.mark.parametrize("make", [make_manager, make_rep])
def test_nobody_else_excuses(new, make):
    client = client_of(make())

    assert client.get(f"/people/{new.pk}/lesson/").status_code == 404
    assert client.post(f"/people/{new.pk}/lesson/", {"reason": "x"}).status_code == 404


def test_the_page_of_people_asks_no_more_for_more(manager, north):
    client = client_of(manager)
    counts = []
    for _ in range(2):
        for _ in range(3):
            finish(make_rep(team=north))
        with CaptureQueriesContext(connection) as asked:
            client.get("/people/")
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]


# --- Who asks for it


@pytest.mark.parametrize("who", ["manager", "admin"])
def test_is_asked_for_in_the_settings(who, north, manager):
    reader, south = {"manager": manager, "admin": make_admin()}[who], make_team(managers=[manager])

    shown = {f"{north.pk}-lesson_required": True, f"{south.pk}-lesson_required": False}
    said = {"seen": json.dumps(shown), f"{south.pk}-lesson_required": "on"}

    client_of(reader).post("/profile/teams/", said)

    assert list(Team.objects.filter(lesson_required=True)) == [south]
    entry = Entry.objects.get(event="team settings changed", record_id=south.pk)
    assert entry.details["settings"]["lesson_required"] is True


# --- The offer


def test_is_offered_on_the_first_day_until_it_is_declined():
    rep = make_rep()
    client = client_of(rep)
    page = client.get("/queue/").content.decode()
    assert page.count("Ten minutes: learn to log") == 2, "in the menu and on the empty queue"

    client.post("/lesson/decline/")

    assert "learn to log" not in client.get("/queue/").content.decode()
    assert "/lesson/" in client.get("/profile/").content.decode()


def test_the_first_day_says_that_it_comes_first(new):
    page = client_of(new).get("/queue/").content.decode()

    assert "Your team asks for the lesson before you get leads." in page
    assert "Look into the inbox" not in page


def test_who_has_leads_is_offered_it_in_the_menu_alone():
    rep = make_owned_lead().owner

    page = client_of(rep).get("/queue/").content.decode()

    assert page.count("learn to log") == 1
