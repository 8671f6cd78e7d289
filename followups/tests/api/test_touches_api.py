"""Touches by the API: the laws of the page hold, in the words of the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups.audit import audit
from followups.models import Channel, Touch
from followups.tests.api.conftest import DAY, Program, a_touch, ago
from followups.tests.factories import (
    add_colleague,
    fresh,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(ana: User) -> Touch:
    """The first step of a cadence, a call."""
    return next_touch(make_planned_lead(owner=ana, at=ago(days=1)))


def path_of(lead: Lead) -> str:
    return f"/leads/{lead.pk}/touches"


def test_a_touch_is_logged_with_what_comes_next(by_ana: Program, ana: User, lead: Lead) -> None:
    answer = by_ana.post(path_of(lead), a_touch(note="Call tomorrow", happened_at=ago(hours=1)))

    touch = lead.touches.logged().get()
    assert answer.status_code == 201, answer.json()
    assert answer.json()["touch"]["id"] == touch.pk
    assert (touch.source, touch.note, touch.logged_by) == ("api", "Call tomorrow", ana)
    assert touch.contact == person_of(lead)
    assert not touch.is_late
    assert answer.json()["next_step"]["id"] == next_touch(lead).pk


def test_one_that_is_logged_late_is_marked(by_ana: Program, ana: User) -> None:
    lead = make_planned_lead(owner=ana, at=ago(days=20))

    answer = by_ana.post(path_of(lead), a_touch(happened_at=ago(days=10).isoformat()))

    assert answer.json()["touch"]["is_late"]
    assert lead.touches.logged().get().is_late


def test_without_a_next_step_it_is_refused_as_on_the_page(
    by_ana: Program, ana: User, lead: Lead, client: Any
) -> None:
    sent = a_touch(next=None)

    refused = by_ana.post(path_of(lead), sent)
    client.force_login(ana)
    typed = {**sent, "next": "", "direction": "outbound", "contact": person_of(lead).pk}
    page = client.post(reverse("followups:log_unplanned", args=[lead.pk]), typed)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_next_step")
    assert page.status_code == 409
    assert [refused.json()["error"]["message"]] == page.context["unplanned_form"].non_field_errors()
    assert not lead.touches.exists()


def test_a_planned_touch_asks_for_the_next_step_too(by_ana: Program, planned: Touch) -> None:
    sent = {"key": str(uuid4()), "touch": planned.pk, "outcome": "no_answer"}
    make_touch(lead=planned.lead, due_at=clock.now() + DAY)

    refused = by_ana.post(path_of(planned.lead), sent)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_next_step")
    assert fresh(planned).is_scheduled


def test_the_planned_touch_and_its_cadence_go_on(by_ana: Program, planned: Touch) -> None:
    sent = {"key": str(uuid4()), "touch": planned.pk, "outcome": "no_answer"}

    answer = by_ana.post(path_of(planned.lead), sent | {"next": {"what": "plan"}})

    assert answer.status_code == 201, answer.json()
    assert (answer.json()["touch"]["id"], fresh(planned).source) == (planned.pk, "api")
    assert answer.json()["next_step"]["channel"] == Channel.MAIL


def test_a_touch_closes_its_lead(by_ana: Program, planned: Touch) -> None:
    end = {"what": "close", "disposition": "not_interested"}
    sent = {"key": str(uuid4()), "touch": planned.pk, "outcome": "not_interested", "next": end}

    refused = by_ana.post(path_of(planned.lead), sent)
    answer = by_ana.post(path_of(planned.lead), sent | {"note": "Bought one last year"})

    assert refused.json()["error"]["fields"].keys() == {"note"}
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["status"], answer.json()["next_step"]) == ("closed", None)


def test_an_end_is_judged_as_on_its_page(by_ana: Program, planned: Touch) -> None:
    end = {"what": "close", "disposition": "won"}
    sent = {"key": str(uuid4()), "touch": planned.pk, "outcome": "talked", "next": end}

    refused = by_ana.post(path_of(planned.lead), sent)

    assert refused.status_code == 422
    assert "next.value" in refused.json()["error"]["fields"]
    assert fresh(planned).is_scheduled


@pytest.mark.parametrize("of_plan", [True, False])
def test_the_same_key_logs_once(of_plan: bool, by_ana: Program, planned: Touch) -> None:
    sent = a_touch(happened_at=ago(hours=1).isoformat())
    if of_plan:
        del sent["channel"]
        sent["touch"] = planned.pk

    answers = [by_ana.post(path_of(planned.lead), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert planned.lead.touches.logged().count() == 1


@pytest.mark.parametrize("other", [{"note": "Another"}, {"outcome": "talked"}])
def test_a_key_used_with_other_content_is_refused(other: Any, by_ana: Program, lead: Lead) -> None:
    sent = a_touch()
    by_ana.post(path_of(lead), sent)

    refused = by_ana.post(path_of(lead), sent | other)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "key_used_otherwise")
    assert lead.touches.logged().count() == 1


def test_somebody_who_must_not_be_contacted_is_never_planned(
    by_ana: Program, planned: Touch
) -> None:
    barred = add_colleague(planned.lead, do_not_contact=True)
    then = {"what": "touch", "due_at": (clock.now() + DAY).isoformat(), "contact": barred.pk}

    refused = by_ana.post(path_of(planned.lead), a_touch(next=then))

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "contact_is_barred")


def test_who_is_never_to_be_contacted_is_barred(by_ana: Program, planned: Touch) -> None:
    sent = {"key": str(uuid4()), "touch": planned.pk, "outcome": "never_call_again"}

    answer = by_ana.post(path_of(planned.lead), sent)

    assert answer.status_code == 201, answer.json()
    assert person_of(planned.lead).do_not_contact
    assert answer.json()["status"] == "closed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"outcome": "sent"}, "outcome"),
        ({"outcome": "bored"}, "outcome"),
        ({"direction": "inbound"}, "outcome"),
        ({"happened_at": "2026-11-02T10:00:00"}, "happened_at"),
        ({"happened_at": "2090-11-02T10:00:00Z"}, "happened_at"),
        ({"happened_at": "1066-11-02T10:00:00Z"}, "happened_at"),
        ({"contact": 999_999}, "contact"),
        ({"touch": 999_999}, "touch"),
        ({"instead_of": 999_999}, "instead_of"),
        ({"key": "1"}, "key"),
        ({"note": "half \x00 a sign"}, "note"),
        ({"next": {"what": "rest"}}, "next"),
        ({"next": {"what": "touch"}}, "next.due_at"),
        (
            {"next": {"what": "touch", "due_on": "2090-01-01", "channel": "pigeon"}},
            "next.channel",
        ),
        ({"next": {"what": "touch", "due_at": "soon"}}, "next.due_at"),
        ({"source": "typed"}, "source"),
    ],
)
def test_what_cannot_be_so(wrong: Any, field: str, by_ana: Program, lead: Lead) -> None:
    refused = by_ana.post(path_of(lead), a_touch(**wrong))

    assert refused.status_code == 422
    sentence = refused.json()["error"]["fields"][field]
    assert sentence[0].isupper() or sentence[0] == "“"
    assert sentence.endswith(".")
    assert not lead.touches.exists()


def test_a_touch_of_another_lead_is_none_here(by_ana: Program, lead: Lead, planned: Touch) -> None:
    sent = {"key": str(uuid4()), "touch": planned.pk, "outcome": "talked"}

    refused = by_ana.post(path_of(lead), sent)

    assert refused.json()["error"]["fields"].keys() == {"touch"}
    assert fresh(planned).is_scheduled


def test_a_manager_logs_for_his_rep(program: Any, ana: User, lead: Lead) -> None:
    boss = make_manager(of=ana.team)

    answer = program(boss).post(path_of(lead), a_touch())

    assert answer.json()["touch"]["logged_by"]["id"] == boss.pk


def test_all_touches_newest_first(by_ana: Program, lead: Lead) -> None:
    by_ana.post(path_of(lead), a_touch())

    first = by_ana.get(path_of(lead), limit=1).json()
    second = by_ana.get(path_of(lead), limit=1, before=first["next"]).json()

    assert [touch["state"] for touch in first["touches"]] == ["scheduled"]
    assert [touch["state"] for touch in second["touches"]] == ["logged"]
    assert second["next"] is None


def test_queries_do_not_grow_with_touches(by_ana: Program, lead: Lead) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert by_ana.get(path_of(lead)).status_code == 200
        return len(queries)

    by_ana.post(path_of(lead), a_touch())
    few = asked()
    for _ in range(5):
        by_ana.post(path_of(lead), a_touch())

    assert asked() == few


def test_the_laws_hold_after_all_that(by_ana: Program, lead: Lead, planned: Touch) -> None:
    by_ana.post(path_of(lead), a_touch())
    by_ana.post(path_of(planned.lead), a_touch(outcome="talked"))
    by_ana.post(path_of(planned.lead), a_touch(direction="inbound", outcome="not_now", note="May"))

    findings = audit()

    assert not {name: found.violations for name, found in findings.items() if found.violations}
