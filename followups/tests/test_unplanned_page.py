"""A touch that nobody planned, logged on the lead's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups.models import Answer, Question, Touch
from followups.operations import bar_contact
from followups.tests.factories import (
    add_colleague,
    fresh,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_event_manager, make_rep
from leads.models import Lead, Tick

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = "Wants the price list"


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(at=clock.now() - DAY)


@pytest.fixture
def promise(lead: Lead) -> Touch:
    return make_touch(lead=lead, due_at=clock.now() + DAY)


def address(lead: Lead) -> str:
    return reverse("followups:log_unplanned", args=[lead.pk])


def tomorrow() -> str:
    return f"{clock.now() + DAY:%Y-%m-%dT%H:%M}"


def said(lead: Lead, **fields: Any) -> dict[str, Any]:
    return {
        "key": uuid4(),
        "direction": "inbound",
        "contact": person_of(lead).pk,
        "channel": "call",
        "outcome": "talked",
        "note": WORDS,
    } | fields


def send(client: Any, user: User | None, lead: Lead, **fields: Any) -> Any:
    client.force_login(user)
    return client.post(f"{address(lead)}?page=lead", said(lead, **fields), follow=True)


def test_it_is_logged_beside_what_is_scheduled(client: Any, lead: Lead, promise: Touch) -> None:
    answer = send(client, lead.owner, lead)

    touch = lead.touches.logged().get()
    assert (touch.direction, touch.outcome, touch.note) == ("inbound", "talked", WORDS)
    assert touch.contact == person_of(lead)
    assert list(lead.touches.scheduled()) == [promise]
    assert reverse("followups:undo_touch", args=[touch.pk]) in answer.content.decode()


def test_where_nothing_is_scheduled_it_plans_the_next_call(client: Any, lead: Lead) -> None:
    send(client, lead.owner, lead, due_at=tomorrow())

    assert lead.touches.logged().count() == 1
    assert lead.touches.scheduled().get().channel == "call"


def test_undo_takes_it_back(client: Any, lead: Lead, promise: Touch) -> None:
    send(client, lead.owner, lead)
    touch = lead.touches.logged().get()

    client.post(reverse("followups:undo_touch", args=[touch.pk]))

    assert fresh(lead).touch_count == 0
    assert lead.touches.scheduled().get() == promise


def test_sent_twice_it_is_logged_once(client: Any, lead: Lead, promise: Touch) -> None:
    key = uuid4()

    for _ in range(2):
        send(client, lead.owner, lead, key=key)

    assert lead.touches.logged().count() == 1


def test_it_may_have_happened_earlier(client: Any, lead: Lead, promise: Touch) -> None:
    earlier = clock.now() - timedelta(hours=2)

    send(client, lead.owner, lead, happened_at=earlier)

    assert lead.touches.logged().get().happened_at == earlier


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 409),
        ({"due_at": "2020-01-01T10:00"}, 422),
        ({"due_at": "soon"}, 422),
        ({"outcome": "bounced"}, 422),
        ({"outcome": ""}, 422),
        ({"outcome": "no_answer"}, 422),
        ({"outcome": "sent", "channel": "mail"}, 422),
        ({"outcome": "never_call_again", "contact": ""}, 422),
        ({"happened_at": "2090-01-01T10:00"}, 422),
        ({"key": "once"}, 422),
    ],
)
def test_what_is_refused_keeps_the_text(
    client: Any, lead: Lead, fields: dict[str, str], status: int
) -> None:
    answer = send(client, lead.owner, lead, **fields)

    assert answer.status_code == status
    assert WORDS in answer.content.decode()
    assert not lead.touches.exists()


def test_a_date_is_proposed_only_where_nothing_is_scheduled(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)
    page = reverse("followups:lead", args=[lead.pk])

    without = client.get(page).content.decode()
    make_touch(lead=lead, due_at=clock.now() + DAY)
    planned = client.get(page).content.decode()

    assert 'id="unplanned-due_at"' in without
    assert address(lead) in planned
    assert "Another next call, if one is wanted" in planned
    assert "Another next call" not in without


def test_the_first_person_to_turn_to_is_chosen(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    form = client.get(reverse("followups:lead", args=[lead.pk])).context["unplanned_form"]

    assert f'<option value="{person_of(lead).pk}" selected>' in str(form["contact"])


def test_who_must_not_be_contacted_is_not_chosen(client: Any, lead: Lead) -> None:
    barred = person_of(lead)
    colleague = add_colleague(lead)
    bar_contact(contact=barred, by=lead.owner, at=clock.now())
    client.force_login(lead.owner)

    form = client.get(reverse("followups:lead", args=[lead.pk])).context["unplanned_form"]

    assert f'<option value="{colleague.pk}" selected>' in str(form["contact"])
    assert f'<option value="{barred.pk}">' in str(form["contact"])  # he may still have called us


@pytest.mark.parametrize("make", [make_rep, make_event_manager])
def test_a_stranger_logs_nothing(client: Any, lead: Lead, promise: Touch, make: Any) -> None:
    assert send(client, make(), lead).status_code == 404
    assert client.get(address(lead)).status_code == 405
    assert not lead.touches.logged().exists()


def test_each_outcome_says_with_what_it_goes(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    form = client.get(reverse("followups:lead", args=[lead.pk])).context["unplanned_form"]

    fits = {
        option.data["value"]: option.data["attrs"].get("data-fits", "").split()
        for option in form["outcome"].subwidgets
    }
    assert fits["no_answer"] == ["outbound-call"]
    assert {"inbound-call", "outbound-call"} <= set(fits["talked"])
    assert "inbound-mail" not in fits["talked"] + fits["sent"]
    assert "inbound-mail" in fits["replied"]
    assert fits[""] == []


def test_what_came_of_it_is_never_guessed(client: Any, lead: Lead, promise: Touch) -> None:
    client.force_login(lead.owner)
    page = client.get(reverse("followups:lead", args=[lead.pk]))
    untouched = {field.name: field.value() or "" for field in page.context["unplanned_form"]}

    answer = client.post(f"{address(lead)}?page=lead", untouched)

    assert answer.status_code == 422
    assert "Choose what came of it." in answer.content.decode()
    assert not lead.touches.logged().exists()


def test_not_interested_leaves_what_stays_beside_it(
    client: Any, lead: Lead, promise: Touch
) -> None:
    send(client, lead.owner, lead, outcome="not_interested")

    assert lead.touches.logged().count() == 1
    assert fresh(lead).is_open
    assert fresh(promise).is_scheduled


def test_not_interested_instead_of_all_that_is_planned_closes_with_the_reason(
    client: Any, lead: Lead, promise: Touch
) -> None:
    send(client, lead.owner, lead, outcome="not_interested", instead_of=promise.pk)

    assert lead.closures.get().reason == WORDS


def test_not_interested_asks_why(client: Any, lead: Lead, promise: Touch) -> None:
    fields = {"outcome": "not_interested", "instead_of": promise.pk, "note": ""}

    answer = send(client, lead.owner, lead, **fields)

    assert answer.status_code == 422
    assert "“Not interested” asks why." in answer.content.decode()
    assert fresh(lead).is_open


NEED = {"met-need": "on", "evidence-need": "Said so"}


def test_what_they_said_is_ticked_and_undone_with_it(
    client: Any, lead: Lead, promise: Touch
) -> None:
    send(client, lead.owner, lead, value_given="on", **NEED)
    touch = lead.touches.logged().get()
    ticked = dict(Tick.objects.of(lead))

    client.post(reverse("followups:undo_touch", args=[touch.pk]))

    assert touch.value_given
    assert ticked["need"].evidence == "Said so"
    assert not Tick.objects.of(lead)


def test_a_tick_asks_how_we_know(client: Any, lead: Lead, promise: Touch) -> None:
    answer = send(client, lead.owner, lead, **NEED | {"evidence-need": ""})

    assert answer.status_code == 422
    assert "Write in a few words how we know." in answer.content.decode()


@pytest.mark.parametrize("instead", [True, False])
def test_a_touch_answers_the_questions_of_the_step_whose_place_it_takes(
    client: Any, instead: bool
) -> None:
    lead = make_planned_lead({"channel": "call"}, {"channel": "call", "day": 2}, at=clock.now())
    step = next_touch(lead)
    assert step.step
    when, who = (
        Question.objects.create(step=step.step, position=n, text=f"{n}?", adds_person=n == 2)
        for n in (1, 2)
    )
    said = {f"answer-{when.pk}": "by spring", f"answer-{who.pk}": "Jens Ott"}
    said |= {f"reach-{who.pk}": "jens@example.com", "due_at": tomorrow()}

    send(client, lead.owner, lead, instead_of=step.pk if instead else "", **said)

    answered = Answer.objects.newest_on(lead)
    assert [answer.text for answer in answered.values()] == (
        ["by spring", "Jens Ott, jens@example.com"] if instead else []
    )
    assert lead.people.count() == (2 if instead else 1)
