"""Leads by the API: listed, looked at, entered, corrected, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.operations import tag_lead
from followups.tests.api.conftest import DAY, Program, a_lead, ago
from followups.tests.factories import make_owned_lead, make_planned_lead, make_touch, person_of
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
)
from leads.models import Closure, Inquiry, Lead

pytestmark = pytest.mark.django_db


def ids(answer: Any) -> list[int]:
    return [lead["id"] for lead in answer.json()["leads"]]


def test_the_list_tells_where_leads_stand(by_ana: Program, ana: User) -> None:
    lead = make_planned_lead(owner=ana, at=ago(days=1))
    tag_lead(lead=lead, name="Harbour", by=ana, at=clock.now())
    lead.assignments.update(accept_by=(until := clock.now() + DAY))

    told = by_ana.get("/leads/").json()["leads"][0]

    assert (told["id"], told["organisation"]) == (lead.pk, lead.organisation)
    assert told["owner"] == {"id": ana.pk, "name": "Ana"}
    assert told["contact"]["id"] == person_of(lead).pk
    assert told["next_step"]["channel"] == "call"
    assert told["tags"] == ["Harbour"]
    assert datetime.fromisoformat(told["accept_by"]) == until.replace(
        microsecond=until.microsecond // 1000 * 1000
    )
    assert told["url"].endswith(reverse("followups:lead", args=[lead.pk]))


def test_page_after_page_each_lead_once(by_ana: Program, ana: User) -> None:
    made = [make_owned_lead(owner=ana, at=ago(days=day)).pk for day in range(5)]

    first = by_ana.get("/leads/", limit=2)
    second = by_ana.get("/leads/", limit=2, after=first.json()["next"])
    third = by_ana.get("/leads/", limit=2, after=second.json()["next"])

    assert ids(first) + ids(second) + ids(third) == made
    assert third.json()["next"] is None


@pytest.mark.parametrize("sort", ["received", "-next", "touched", "organisation"])
def test_every_order_goes_on_where_it_stopped(sort: str, by_ana: Program, ana: User) -> None:
    made = {make_owned_lead(owner=ana, at=ago(days=day)).pk for day in range(3)}
    make_touch(lead=Lead.objects.get(pk=min(made)), due_at=clock.now() + DAY)

    first = by_ana.get("/leads/", limit=2, sort=sort)
    second = by_ana.get("/leads/", limit=2, sort=sort, after=first.json()["next"])

    assert {*ids(first), *ids(second)} == made


def test_the_filters_of_the_list(by_ana: Program, ana: User, lead: Lead) -> None:
    planned = make_planned_lead(owner=ana, at=clock.now())

    assert ids(by_ana.get("/leads/", next="none")) == [lead.pk]
    assert ids(by_ana.get("/leads/", next="scheduled")) == [planned.pk]
    assert ids(by_ana.get("/leads/", q=lead.organisation)) == [lead.pk]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"owner": "999999"}, "owner"),
        ({"received_from": "soon"}, "received_from"),
        ({"sort": "colour"}, "sort"),
        ({"after": "x"}, "after"),
        ({"after": "2026-11-02T10:00:00~5"}, "after"),
        ({"after": f"~{10**30}"}, "after"),
        ({"limit": 101}, "limit"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_said_of_its_field(
    asked: dict[str, Any], field: str, by_ana: Program
) -> None:
    answer = by_ana.get("/leads/", **asked)

    assert answer.status_code == 422
    sentence = answer.json()["error"]["fields"][field]
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def queries(by: Program, path: str) -> int:
    by.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert by.get(path).status_code == 200
    return len(asked)


def test_queries_do_not_grow_with_leads(by_ana: Program, ana: User) -> None:
    make_planned_lead(owner=ana, at=ago(days=1))
    few = queries(by_ana, "/leads/")
    for _ in range(6):
        make_planned_lead(owner=ana, at=ago(days=1))

    assert queries(by_ana, "/leads/") == few


def test_one_lead_whole(by_ana: Program, ana: User, lead: Lead) -> None:
    told = by_ana.get(f"/leads/{lead.pk}/").json()

    inquiry = lead.inquiries.get()
    assert [person["id"] for person in told["people"]] == [person_of(lead).pk]
    assert told["people"][0]["is_primary"]
    assert [each["id"] for each in told["inquiries"]] == [inquiry.pk]
    assert told["inquiries"][0]["legs"][0]["rep"] == {"id": ana.pk, "name": str(ana)}
    assert told["note"] == lead.note


def reach_of(user: User, leads: list[Lead]) -> list[int]:
    """The answers to each of the leads."""
    by = Program(user)
    seen = set(ids(by.get("/leads/")))
    answers = [by.get(f"/leads/{lead.pk}/").status_code for lead in leads]
    assert seen == {lead.pk for lead, code in zip(leads, answers, strict=True) if code == 200}
    return answers


def test_each_role_has_the_reach_of_its_pages(ana: User, lead: Lead) -> None:
    ema = make_event_manager()
    other = make_owned_lead(at=ago(days=1), campaign=make_campaign(owner=ema))
    leads = [lead, other]

    assert reach_of(ana, leads) == [200, 404]
    assert reach_of(make_rep(), leads) == [404, 404]
    assert reach_of(make_manager(of=ana.team), leads) == [200, 404]
    assert reach_of(ema, leads) == [404, 200]
    assert reach_of(make_admin(), leads) == [200, 200]


def test_out_of_reach_is_as_if_there_were_nothing(program: Any, lead: Lead) -> None:
    stranger = program(make_rep())

    answers = [stranger.get(f"/leads/{pk}/") for pk in (lead.pk, lead.pk + 999)]

    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content
    touched = {"key": str(uuid4()), "channel": "call", "outcome": "talked"}
    assert stranger.post(f"/leads/{lead.pk}/touches", touched).status_code == 404
    assert stranger.post(f"/leads/{lead.pk}/close", {"disposition": "won"}).status_code == 404
    assert stranger.patch(f"/leads/{lead.pk}/", {"note": "x"}).status_code == 404


def test_a_lead_is_entered_as_on_its_page(by_ana: Program, ana: User) -> None:
    answer = by_ana.post("/leads/", a_lead())

    told, lead = answer.json(), Lead.objects.get()
    assert answer.status_code == 201
    assert told["lead"]["id"] == lead.pk
    assert not told["is_further"]
    assert (lead.owner, lead.organisation) == (ana, "Brandt GmbH")
    assert lead.inquiries.get().request == "price list"


def test_the_same_key_enters_once(by_ana: Program) -> None:
    sent = a_lead()

    answers = [by_ana.post("/leads/", sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["inquiry"] == answers[1].json()["inquiry"]
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"request": "demonstration"}, {"name": "Karl Brandt"}, {"message": "Soon"}]
)
def test_a_key_used_with_other_content_is_refused(other: Any, by_ana: Program) -> None:
    sent = a_lead()
    by_ana.post("/leads/", sent)

    refused = by_ana.post("/leads/", sent | other)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "key_used_otherwise")
    assert Inquiry.objects.count() == 1


def test_blanks_are_refused_in_the_words_of_the_page(by_ana: Program, client: Any) -> None:
    sent = a_lead(email="", phone="12", name="")

    refused = by_ana.post("/leads/", sent)
    client.force_login(by_ana.user)
    form = client.post(reverse("followups:new_lead"), sent).context["form"]

    assert refused.status_code == 422
    told = {name: " ".join(said) for name, said in form.errors.items()}
    assert refused.json()["error"]["fields"] == told
    assert {"email", "phone", "name"} <= told.keys()
    assert not Lead.objects.exists()


def test_a_field_that_is_not_known_is_refused(by_ana: Program) -> None:
    refused = by_ana.post("/leads/", a_lead(colour="red", received_at="2020-01-01"))

    assert refused.status_code == 422
    assert refused.json()["error"]["fields"].keys() == {"colour", "received_at"}


def test_a_rep_cannot_give_his_find_away(by_ana: Program, ana: User) -> None:
    by_ana.post("/leads/", a_lead(owner=make_rep().pk))

    assert Lead.objects.get().owner == ana


def test_facts_are_corrected_and_the_rest_stays(by_ana: Program, ana: User, lead: Lead) -> None:
    name = lead.organisation
    answer = by_ana.patch(f"/leads/{lead.pk}/", {"website": "www.a.example", "value": "1250.50"})

    lead.refresh_from_db()
    assert answer.status_code == 200
    assert (lead.organisation, lead.website, str(lead.value)) == (name, "www.a.example", "1250.50")
    entry = Entry.objects.get(event="lead edited")
    assert (entry.by, sorted(entry.details["fields"])) == (ana, ["value", "website"])


def test_a_value_is_taken_away_by_null(by_ana: Program, lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(value=10)

    by_ana.patch(f"/leads/{lead.pk}/", {"value": None})

    lead.refresh_from_db()
    assert lead.value is None


def test_who_was_known_stays_known(by_ana: Program, lead: Lead) -> None:
    refused = by_ana.patch(f"/leads/{lead.pk}/", {"organisation": ""})

    assert refused.status_code == 422
    assert "missing" in refused.json()["error"]["fields"]["organisation"]


def test_an_event_manager_corrects_none_that_is_assigned(program: Any) -> None:
    ema = make_event_manager()
    lead = make_owned_lead(at=ago(days=1), campaign=make_campaign(owner=ema))

    refused = program(ema).patch(f"/leads/{lead.pk}/", {"note": "Mine"})

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_yours")


def test_a_lead_is_closed_with_its_reason(by_ana: Program, ana: User) -> None:
    lead = make_planned_lead(owner=ana, at=ago(days=1))
    end = {"disposition": "won", "value": "18400.00", "won_on": f"{ago(days=1):%Y-%m-%d}"}

    answer = by_ana.post(f"/leads/{lead.pk}/close", end)

    assert answer.status_code == 200, answer.json()
    assert (answer.json()["status"], answer.json()["next_step"]) == ("closed", None)
    closure = Closure.objects.get()
    assert (closure.closed_by, closure.disposition, str(closure.value)) == (ana, "won", "18400.00")
    assert closure.won_on == ago(days=1).date()


def test_a_lead_is_closed_once(by_ana: Program, lead: Lead) -> None:
    end = {"disposition": "bought_elsewhere", "reason": "Cheaper there"}
    by_ana.post(f"/leads/{lead.pk}/close", end)

    refused = by_ana.post(f"/leads/{lead.pk}/close", end)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "lead_is_closed")
    assert Closure.objects.count() == 1


@pytest.mark.parametrize(
    ("end", "field"),
    [
        ({"disposition": "won"}, "value"),
        ({"disposition": "bored"}, "disposition"),
        ({"disposition": "no_response", "verdict": "perhaps"}, "verdict"),
        ({"disposition": "won", "value": None, "won_on": "2090-01-01"}, "won_on"),
    ],
)
def test_an_end_that_cannot_be_so(end: Any, field: str, by_ana: Program, lead: Lead) -> None:
    refused = by_ana.post(f"/leads/{lead.pk}/close", end)

    assert refused.status_code == 422
    assert field in refused.json()["error"]["fields"]
    assert not Closure.objects.exists()


def test_a_lead_that_is_stopped_early_says_why(by_ana: Program, ana: User, client: Any) -> None:
    lead = make_planned_lead(owner=ana, at=ago(days=1))

    refused = by_ana.post(f"/leads/{lead.pk}/close", {"disposition": "no_response"})
    client.force_login(ana)
    page = client.post(
        reverse("followups:close_lead", args=[lead.pk]), {"disposition": "no_response"}
    )

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "stops_early")
    assert page.status_code == 409
    said = [str(e) for errors in page.context["close_form"].errors.values() for e in errors]
    assert refused.json()["error"]["message"] in said


def test_of_two_that_become_one_the_other_answers_where_it_went(
    program: Callable[..., Program], by_ana: Program, ana: User, lead: Lead
) -> None:
    by_manager = program(make_manager(of=ana.team))
    other = make_owned_lead(owner=ana, at=ago(days=1))
    merging = f"/leads/{lead.pk}/merge"
    assert by_ana.post(merging, {"lose": other.pk}).status_code == 404
    assert by_manager.post(merging, {"lose": lead.pk}).status_code == 409
    strange = make_owned_lead()
    assert by_manager.post(merging, {"lose": strange.pk}).status_code == 404

    kept = by_manager.post(merging, {"lose": other.pk}).json()

    assert [(asked["number"], asked["id"]) for asked in kept["inquiries"]] == [
        (number, asked.pk) for number, asked in enumerate(lead.inquiries.all(), start=1)
    ]
    answer = by_manager.get(f"/leads/{other.pk}/")
    assert (answer.status_code, answer.json()["merged_into"]) == (301, lead.pk)
    assert answer["Location"] == f"/api/v1/leads/{lead.pk}/"
    assert program(make_rep()).get(f"/leads/{other.pk}/").status_code == 404
