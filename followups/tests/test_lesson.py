"""The lesson of logging: each exercise done right and wrong, and nothing of it is left behind."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followups.audit import audit
from followups.lesson.exercises import EXERCISES, VERSION
from followups.lesson.scene import BEYOND, practice
from followups.models import Bucket, LessonTaken, Touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_event_manager, make_manager, make_rep
from leads.models import Contact

pytestmark = pytest.mark.django_db

TITLES = [exercise.title for exercise in EXERCISES]


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Perez")


class Lesson:
    """A learner at one exercise, and what the page says after a press."""

    def __init__(self, ana: User, title: str) -> None:
        self.number = TITLES.index(title) + 1
        LessonTaken.objects.create(person=ana, version=VERSION, done=self.number - 1)
        self.client, self.ana = Client(), ana
        self.client.force_login(ana)
        self.page = self.get(f"/lesson/{self.number}/")

    def get(self, address: str) -> str:
        return unescape(self.client.get(address).content.decode())

    def address(self, name: str) -> str:
        """Where the first form or link of the page that is about this leads."""
        of = "leads" if name == "log_unplanned" else "touches"
        path = rf"/lesson/{self.number}/{of}/\d+/{name.removesuffix('_unplanned')}/"
        pattern = rf'(?:action|href)="({path}[^"]*)"'
        found = re.search(pattern, self.page)
        assert found, f"{name} is not on the page"
        return found.group(1)

    def send(self, name: str, **data: Any) -> str:
        answer = self.client.post(self.address(name), {"key": uuid4()} | data)
        self.page = unescape(answer.content.decode())
        return self.page

    @property
    def done(self) -> int:
        return LessonTaken.objects.get(person=self.ana).done


def bucket() -> str:
    return str(Bucket.objects.active().get(slug="no-budget").pk)


UNPLANNED = {
    "channel": "call",
    "outcome": "talked",
    "direction": "inbound",
    "due_at": "thu 14",
}
ELSEWHERE = {"outcome": "not_interested", "note": "Ordered last month"}
RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("Nobody answers", "log", {"at_once": "no_answer"}),
    ("A mail that helps", "log", {"at_once": "sent", "value_given": "on"}),
    ("Call me on Thursday", "log", {"outcome": "call_back", "when_at": "thu 14"}),
    ("She calls you", "log_unplanned", UNPLANNED),
    ("The wrong line", "undo", {}),
    ("It was a message", "correct", {"outcome": "left_message", "channel": "call"}),
    ("Back on Monday", "move", {"when_at": "mon"}),
    ("Not this year", "log", {"outcome": "not_now", "bucket": bucket}),
    ("Enough calls to one person", "log", {"at_once": "exhausted"}),
    ("Enough calls to one person", "log", {"at_once": "no_answer"}),
    ("They bought elsewhere", "log", ELSEWHERE | {"disposition": "bought_elsewhere"}),
]

WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("Nobody answers", "log", {"at_once": "left_message"}, "No machine"),
    ("Nobody answers", "log", {"outcome": "talked"}, "Karla said nothing"),
    ("Nobody answers", "move", {"when_at": "mon"}, "not put off"),
    ("A mail that helps", "log", {"at_once": "sent"}, "tick “Something of value"),
    ("A mail that helps", "log", {"at_once": "bounced"}, "did not come back"),
    ("Call me on Thursday", "log", {"at_once": "no_answer"}, "that is a response"),
    (
        "Call me on Thursday",
        "log",
        {"outcome": "call_back", "when_at": "fri 14"},
        "Thursday at two",
    ),
    ("Call me on Thursday", "log", {"outcome": "call_back", "when_at": "thu 9"}, "Thursday at two"),
    ("Call me on Thursday", "log", {"outcome": "wrong_person"}, "called again"),
    ("She calls you", "log", {"outcome": "talked"}, "This call was hers"),
    ("She calls you", "log_unplanned", UNPLANNED | {"direction": "outbound"}, "Karla who rang"),
    ("She calls you", "log_unplanned", UNPLANNED | {"outcome": "not_interested"}, "did talk"),
    ("The wrong line", "log", {"at_once": "no_answer"}, "never was"),
    ("The wrong line", "correct", {"outcome": "left_message", "channel": "call"}, "Press Undo"),
    ("It was a message", "undo", {}, "Undo is for"),
    ("It was a message", "log", {"at_once": "left_message"}, "one more call"),
    (
        "It was a message",
        "correct",
        {"outcome": "no_answer", "channel": "call", "note": "x"},
        "yet",
    ),
    ("Back on Monday", "log", {"at_once": "no_answer"}, "have not called"),
    ("Not this year", "log", {"at_once": "no_answer"}, "did answer"),
    ("Not this year", "log", {"outcome": "not_now", "note": "No money"}, "Choose a bucket"),
    ("Not this year", "log", {"outcome": "not_interested", "note": "No money"}, "not “no”"),
    ("Enough calls to one person", "log", {"outcome": "talked"}, "Nobody answered"),
    ("Enough calls to one person", "log", {"outcome": "not_interested", "note": "x"}, "whole firm"),
    ("They bought elsewhere", "log", {"at_once": "no_answer"}, "They have bought"),
    (
        "They bought elsewhere",
        "log",
        ELSEWHERE | {"disposition": "not_interested"},
        "were interest",
    ),
]


def sent(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in data.items()}


@pytest.mark.parametrize(("title", "name", "data"), RIGHT)
def test_right(ana, title, name, data):
    lesson = Lesson(ana, title)

    page = lesson.send(name, **sent(data))

    assert "<b>Right.</b>" in page
    assert lesson.done == lesson.number


@pytest.mark.parametrize(("title", "name", "data", "why"), WRONG)
def test_wrong(ana, title, name, data, why):
    lesson = Lesson(ana, title)

    page = lesson.send(name, **sent(data))

    assert "<b>Not yet.</b>" in page
    assert why in page
    assert lesson.done == lesson.number - 1
    assert lesson.address("log"), "it can be tried again at once"


def test_goes_on_with_the_person_chosen_in_the_form(ana):
    lesson = Lesson(ana, "Enough calls to one person")
    found = re.search(r'<option value="(\d+)">Jens Ott', lesson.page)

    page = lesson.send("log", at_once="no_answer", contact=found.group(1))

    assert "<b>Right.</b>" in page


def test_what_is_refused_keeps_the_text(ana):
    lesson = Lesson(ana, "Call me on Thursday")

    page = lesson.send("log", outcome="call_back", when_at="someday", note="In a meeting")

    assert "In a meeting" in page
    assert "<b>Right.</b>" not in page
    assert "<b>Not yet.</b>" not in page


def test_a_typed_date_is_read_back(ana):
    lesson = Lesson(ana, "Call me on Thursday")
    address = re.search(r'hx-get="([^"]*/moment/[^"]*)"', lesson.page).group(1)

    echo = lesson.get(f"{address}&when_at=thu+14")

    assert address.startswith("/lesson/3/")
    assert ", 14:00" in echo


@pytest.mark.parametrize("number", range(1, len(EXERCISES) + 1))
def test_no_address_in_the_room_leads_out_of_it(ana, number):
    lesson = Lesson(ana, TITLES[number - 1])
    inside = re.findall(
        r'(?:action|href|hx-get|hx-post)="(/(?:leads|touches)/\d+[^"]*)"', lesson.page
    )

    assert inside == []
    assert "hx-post" not in lesson.page  # a whole page answers, which is no part of another


def test_the_form_that_corrects_is_in_the_room(ana):
    lesson = Lesson(ana, "It was a message")

    page = lesson.get(lesson.address("correct"))

    assert "What it says now is kept" in page
    assert "Exercises done" in page


def test_what_the_lesson_has_not_leads_back(ana):
    lesson = Lesson(ana, "Nobody answers")

    answer = lesson.client.get(lesson.address("step"))

    assert answer.url == "/lesson/1/"


# --- Nothing of it is left


def everything() -> dict[str, Any]:
    """All rows of all tables but how far somebody is, and his own session."""
    apart = {"lessontaken", "session"}
    models = (model for model in apps.get_models() if model._meta.model_name not in apart)
    return {m._meta.label: list(m._default_manager.order_by("pk").values()) for m in models}


@pytest.mark.parametrize(("title", "name", "data"), [*RIGHT, *(row[:3] for row in WRONG)])
def test_leaves_nothing_behind(ana, title, name, data):
    lesson = Lesson(ana, title)
    User.objects.update(offers_lesson=False)
    before = everything()

    lesson.get(f"/lesson/{lesson.number}/")
    lesson.send(name, **sent(data))

    assert everything() == before


@pytest.mark.parametrize("number", range(1, len(EXERCISES) + 1))
def test_the_practice_lead_obeys_the_laws(ana, number):
    setting = EXERCISES[number - 1].setting
    with practice(ana, setting, number=number, now=clock.now()):
        found = audit()

    assert [v for finding in found.values() for v in finding.violations] == []


def test_two_people_practise_at_once_without_meeting(ana):
    now, ben = clock.now(), make_rep(name="Ben")
    setting = EXERCISES[0].setting
    with practice(ana, setting, number=1, now=now), practice(ben, setting, number=1, now=now):
        assert Contact.objects.filter(name="Karla Brandt").count() == 2

    assert not Contact.objects.filter(pk__gte=BEYOND).exists()
    assert not Touch.objects.filter(pk__gte=BEYOND).exists()


def test_costs_few_queries(ana):
    lesson = Lesson(ana, "Enough calls to one person")
    address = lesson.address("log")

    with CaptureQueriesContext(connection) as looking:
        lesson.get(f"/lesson/{lesson.number}/")
    with CaptureQueriesContext(connection) as pressing:
        lesson.client.post(address, {"key": uuid4(), "at_once": "exhausted"})

    assert len(looking) < 90
    assert len(pressing) < 150


# --- Going through it


def test_is_left_and_gone_on_with(ana):
    lesson = Lesson(ana, "Call me on Thursday")

    page = lesson.get("/lesson/")

    assert "2 of 10 done · about 8 minutes left" in page
    assert "Go on with 3" in page
    assert "Exercises done" in lesson.get("/lesson/2/"), "what was done can be done once more"
    assert lesson.client.get("/lesson/4/").url == "/lesson/", "what comes later waits"
    assert lesson.client.get("/lesson/99/").url == "/lesson/"


def test_the_last_one_finishes_it(ana):
    lesson = Lesson(ana, TITLES[-1])

    lesson.send("log", **ELSEWHERE, disposition="bought_elsewhere")

    taken = LessonTaken.objects.get(person=ana)
    assert taken.finished_version == VERSION
    assert clock.now() - taken.finished_at < timedelta(minutes=1)
    assert not User.objects.get(pk=ana.pk).offers_lesson
    assert "You can log" in lesson.get("/lesson/")
    assert f"version {VERSION}" in lesson.get("/profile/")


def test_one_press_twice_counts_once(ana):
    lesson = Lesson(ana, "Nobody answers")
    address = lesson.address("log")

    for _ in range(2):
        lesson.client.post(address, {"key": uuid4(), "at_once": "no_answer"})

    assert lesson.done == 1


def test_begins_again_and_stays_finished(ana):
    LessonTaken.objects.create(
        person=ana, version=VERSION, done=10, finished_at=clock.now(), finished_version=VERSION
    )
    client = Client()
    client.force_login(ana)

    client.post("/lesson/again/")

    taken = LessonTaken.objects.get(person=ana)
    assert (taken.done, taken.finished_version) == (0, VERSION)
    assert taken.finished_at


def test_a_new_version_begins_with_the_first_exercise(ana):
    LessonTaken.objects.create(person=ana, version=VERSION + 1, done=5)
    client = Client()
    client.force_login(ana)

    assert "Begin" in client.get("/lesson/").content.decode()
    assert client.get("/lesson/2/").url == "/lesson/"


@pytest.mark.parametrize(
    ("make", "status"), [(make_rep, 200), (make_manager, 200), (make_event_manager, 404)]
)
def test_is_for_those_who_log_and_those_who_answer_for_them(make, status):
    client = Client()
    client.force_login(make())

    assert client.get("/lesson/").status_code == status
    assert client.get("/lesson/1/").status_code == status


def test_the_row_of_another_learner_is_out_of_reach(ana):
    lesson, ben = Lesson(ana, "Nobody answers"), make_rep()
    stranger = Client()
    stranger.force_login(ben)

    answer = stranger.post(lesson.address("log"), {"key": uuid4(), "at_once": "no_answer"})

    assert answer.status_code == 404
