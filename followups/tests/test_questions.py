"""Questions of a step: asked in the panel, kept, shown, filled in the next time, taken back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups import operations
from followups.facts import facts_of
from followups.models import Answer, Question, Step, Touch
from followups.operations.logging import BadLog
from followups.panel.question_form import QuestionForm
from followups.shipped.questions import QUESTIONS, ship_questions
from followups.situation import situation_of
from followups.tests.factories import after, log, make_planned_lead, next_touch, person_of
from leadfollow import clock
from leads.models import Lead

pytestmark = pytest.mark.django_db

CALL = {"channel": "call", "title": "Call"}
WHEN, WHO = "By when do they need it?", "Who else sees this?"


@pytest.fixture
def lead() -> Lead:
    return make_planned_lead(CALL, CALL | {"day": 2}, at=clock.now())


def ask(step: Step, text: str, **more: Any) -> Question:
    return Question.objects.create(
        step=step, position=step.questions.count() + 1, text=text, **more
    )


@pytest.fixture
def when(lead: Lead) -> Question:
    return ask(next_touch(lead).step, WHEN)


def known(lead: Lead) -> dict[str, str]:
    facts = facts_of(situation_of(lead.pk, now=clock.now()), reader=lead.owner)
    return {fact.word: fact.value for fact in facts}


def send(client: Any, touch: Touch, **fields: Any) -> Any:
    client.force_login(touch.lead.owner)
    fields = {"key": str(uuid4()), "at_once": "no_answer", "when": "", "note": ""} | fields
    return client.post(reverse("followups:log_touch", args=[touch.pk]), fields)


def test_an_answer_is_kept_among_the_facts(client, lead, when):
    send(client, next_touch(lead), **{f"answer-{when.pk}": "by spring"})

    assert known(lead)[WHEN] == "by spring"


def test_the_same_question_of_another_step_is_filled_in(client, lead, when):
    steps = next_touch(lead).step.cadence.steps.all()
    again = ask(steps[1], WHEN)
    send(client, next_touch(lead), **{f"answer-{when.pk}": "by spring"})

    form = QuestionForm(situation=situation_of(lead.pk, now=clock.now()), name="x")

    assert form[f"answer-{again.pk}"].value() == "by spring"


def test_the_newest_answer_stands_and_an_unchanged_one_is_no_new_one(client, lead, when):
    again = ask(next_touch(lead).step.cadence.steps.all()[1], WHEN)
    send(client, next_touch(lead), **{f"answer-{when.pk}": "by spring"})

    send(client, next_touch(lead), **{f"answer-{again.pk}": "by spring"})

    assert Answer.objects.count() == 1


def test_undo_takes_the_answers_back(client, lead, when):
    send(client, next_touch(lead), **{f"answer-{when.pk}": "by spring"})
    touch = lead.touches.logged().get()

    operations.undo_touch(touch=touch, by=lead.owner, at=clock.now())

    assert WHEN not in known(lead)


def test_who_else_sees_it_is_put_at_the_lead(client, lead):
    who = ask(next_touch(lead).step, WHO, adds_person=True)

    send(
        client,
        next_touch(lead),
        **{f"answer-{who.pk}": "Jens Ott", f"reach-{who.pk}": "jens@example.com"},
    )

    assert lead.people.get(is_primary=False).contact.email == "jens@example.com"
    assert known(lead)[WHO] == "Jens Ott, jens@example.com"


@pytest.mark.parametrize(
    ("name", "reach", "sentence"),
    [
        ("Jens Ott", "12", "Write an e-mail address, or the number"),
        ("Jens Ott", "jens@", "Write the whole address"),
        ("", "jens@example.com", "Write the name, too."),
    ],
)
def test_half_a_person_is_refused_and_kept(client, lead, name, reach, sentence):
    who = ask(next_touch(lead).step, WHO, adds_person=True)

    answer = send(client, next_touch(lead), **{f"answer-{who.pk}": name, f"reach-{who.pk}": reach})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert reach in answer.content.decode()
    assert lead.people.count() == 1


def test_a_question_of_another_step_is_refused(lead, when):
    stranger = ask(next_touch(make_planned_lead(CALL)).step, WHEN)

    with pytest.raises(BadLog):
        log(next_touch(lead), at=clock.now(), answers={stranger: "by spring"})

    assert not Answer.objects.exists()


def test_the_same_key_answers_once(lead, when):
    touch, key, now = next_touch(lead), uuid4(), clock.now()
    for _ in range(2):
        log(touch, at=now, key=key, answers={when: "by spring"})

    assert Answer.objects.count() == 1


def test_something_of_value_is_told_of_its_person(client, lead):
    send(client, next_touch(lead), value_given="on")

    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()

    assert "1 of 4 got something of value" in page
    assert "something of value given" in page
    assert lead.touches.logged().get().contact == person_of(lead)


def test_what_was_undone_gave_nothing(client, lead):
    touch = log(next_touch(lead), at=clock.now(), value_given=True)

    operations.undo_touch(touch=touch, by=lead.owner, at=clock.now())

    assert situation_of(lead.pk, now=clock.now()).gave.startswith("0 of")


def test_shipped_steps_ask_and_keep_what_was_made_of_them():
    shipped = Question.objects.filter(step__cadence__slug="event-sprint", step__position=1)
    assert [question.text for question in shipped] == list(QUESTIONS["event-sprint"][1])
    shipped.last().delete()

    ship_questions(Step, Question)

    assert shipped.all().count() == 1
    assert Question.objects.filter(adds_person=True).count() == len(QUESTIONS)


def test_asking_costs_the_same_whatever_was_answered(django_assert_max_num_queries, lead, when):
    log(next_touch(lead), at=after(hours=1), answers={when: "by spring"})

    with django_assert_max_num_queries(2):
        assert Answer.objects.newest_on(lead)[WHEN].text == "by spring"


def test_the_same_form_sent_twice_answers_once(client, lead, when):
    touch, key = next_touch(lead), str(uuid4())
    for _ in range(2):
        answer = send(client, touch, key=key, **{f"answer-{when.pk}": "by spring"})

    assert answer.status_code == 302
    assert Answer.objects.count() == 1


def test_the_same_form_sent_again_puts_nobody_at_the_lead_again(client, lead):
    who = ask(next_touch(lead).step, WHO, adds_person=True)
    named = {f"answer-{who.pk}": "Jens Ott", f"reach-{who.pk}": "jens@example.com"}
    touch, key = next_touch(lead), str(uuid4())
    send(client, touch, key=key, **named)
    lead.people.get(is_primary=False).delete()

    answer = send(client, touch, key=key, **named)

    assert answer.status_code == 302
    assert lead.people.count() == 1
