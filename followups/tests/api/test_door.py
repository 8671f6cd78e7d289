"""Who comes in by a token, and who does not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from followups.api.door import CALLS
from followups.tests.api.conftest import DAY, Program, a_touch
from leadfollow import clock
from leadfollow.people.models import Organisation, Scope, Token, User
from leadfollow.people.operations import revoke_token, switch_off
from leadfollow.people.tests.factories import make_admin, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


def test_a_token_acts_as_its_person(by_ana: Program, ana: User) -> None:
    answer = by_ana.get("/me")

    told = answer.json()
    assert answer.status_code == 200
    assert (told["id"], told["roles"], told["token"]["name"]) == (ana.pk, ["rep"], "A program")
    assert "no-store" in answer["Cache-Control"]


def bad_tokens(by_ana: Program) -> list[str]:
    """One for each reason."""
    old, gone, left = Program(by_ana.user), Program(by_ana.user), Program(make_rep())
    past = {"made_at": clock.now() - 2 * DAY, "expires_at": clock.now() - DAY}
    Token.objects.filter(pk=old.token.pk).update(**past)
    revoke_token(token=gone.token, by=by_ana.user, at=clock.now())
    User.objects.filter(pk=left.user.pk).update(is_active=False)
    other = f"{by_ana.text[:-1]}{'a' if by_ana.text[-1] != 'a' else 'b'}"
    bearers = [old.text, gone.text, left.text, other, "", "lf_api_", by_ana.text + "x"]
    return [*(f"Bearer {text}" for text in bearers), by_ana.text, f"Basic {by_ana.text}"]


def test_every_reason_has_the_same_answer(by_ana: Program) -> None:
    bad = bad_tokens(by_ana)

    answers = [Client().get(ME, headers={"Authorization": text}) for text in bad]

    assert {answer.status_code for answer in [*answers, Client().get(ME)]} == {401}
    assert len({answer.content for answer in [*answers, Client().get(ME)]}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}


def test_a_session_opens_nothing(client: Client, ana: User, lead: Lead) -> None:
    client.force_login(ana)

    assert client.get(f"/api/v1/leads/{lead.pk}/").status_code == 401
    assert client.post("/api/v1/leads/", {}, content_type="application/json").status_code == 401


def test_no_form_token_is_needed(by_ana: Program, lead: Lead) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {by_ana.text}"})

    address = f"/api/v1/leads/{lead.pk}/touches"
    answer = strict.post(address, a_touch(), content_type="application/json")

    assert answer.status_code == 201


def test_one_that_reads_writes_nothing(ana: User, lead: Lead) -> None:
    reader = Program(ana, scope=Scope.READ)

    refused = reader.post(f"/leads/{lead.pk}/touches", a_touch())

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "read_only"
    assert not lead.touches.exists()
    assert reader.get(f"/leads/{lead.pk}/").status_code == 200


def test_whoever_calls_too_often_waits(by_ana: Program, monkeypatch: Any) -> None:
    monkeypatch.setattr("followups.api.door.CALLS", type(CALLS)("few calls", 2, 60))

    answers = [by_ana.get("/me") for _ in range(3)]

    assert [answer.status_code for answer in answers][-1] == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["error"]["code"] == "too_many"


def test_six_hundred_a_minute() -> None:
    assert (CALLS.most, CALLS.seconds) == (600, 60)


def test_its_last_use_is_written_once_a_minute(by_ana: Program) -> None:
    by_ana.get("/me")
    first = Token.objects.get(pk=by_ana.token.pk).last_used_at
    by_ana.get("/me")
    again = Token.objects.get(pk=by_ana.token.pk).last_used_at
    Token.objects.update(last_used_at=clock.now() - timedelta(minutes=2))
    by_ana.get("/me")

    assert first is not None
    assert first == again
    assert Token.objects.get(pk=by_ana.token.pk).last_used_at > first


def test_another_secret_key_leaves_tokens_valid(by_ana: Program, settings: Any) -> None:
    settings.SECRET_KEY = "another-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz"

    assert by_ana.get("/me").status_code == 200


def test_another_token_key_ends_them(by_ana: Program, settings: Any) -> None:
    settings.TOKEN_KEY = "another-of-a-company-0123456789-abcdefghijklmnopqrstuvwxyz"

    assert by_ana.get("/me").status_code == 401


def test_its_secret_is_nowhere_in_the_database(by_ana: Program, tmp_path: Any) -> None:
    by_ana.get("/me")
    dump = tmp_path / "dump.json"

    call_command("dumpdata", output=str(dump))

    assert by_ana.token.public_id in dump.read_text()
    assert by_ana.text.rpartition("_")[2] not in dump.read_text()


def test_who_is_switched_off_has_no_token(ana: User, by_ana: Program) -> None:
    boss = make_admin()

    switch_off(user=ana, by=boss, at=clock.now())

    assert Token.objects.get(pk=by_ana.token.pk).revoked_by == boss
    assert by_ana.get("/me").status_code == 401


def test_what_programs_get_is_always_json(by_ana: Program) -> None:
    answers = [
        by_ana.get("/nowhere"),
        by_ana.client.delete("/api/v1/leads/"),
        by_ana.client.post("/api/v1/leads/", "{", content_type="application/json"),
        by_ana.client.post("/api/v1/leads/", "[" * 100_000, content_type="application/json"),
        by_ana.client.post("/api/v1/leads/", "[]", content_type="application/json"),
    ]

    assert [answer.status_code for answer in answers] == [404, 405, 400, 400, 400]
    for answer in answers:
        assert set(json.loads(answer.content)["error"]) == {"code", "message", "fields"}
    assert "GET" in answers[1]["Allow"]


def test_a_failure_of_ours_tells_nothing(by_ana: Program, monkeypatch: Any) -> None:
    def fails(leads: Any) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("followups.api.leads.lines_of", fails)
    by_ana.client.raise_request_exception = False

    answer = by_ana.get("/leads/")

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "failed")
    assert "secret" not in answer.content.decode()


def test_moments_are_of_the_person_s_zone(program: Any, lead: Lead) -> None:
    team = make_team(time_zone="Pacific/Auckland")
    tui = make_rep(team=team)
    Lead.objects.filter(pk=lead.pk).update(owner=tui)

    then = {"what": "touch", "due_on": "2030-01-15"}
    answer = program(tui).post(f"/leads/{lead.pk}/touches", a_touch(next=then))

    assert answer.status_code == 201, answer.json()
    assert answer.json()["next_step"]["due_at"] == "2030-01-15T11:00:00Z"


def test_a_program_leaves_no_session(by_ana: Program) -> None:
    answer = by_ana.get("/me")

    assert (answer.status_code, answer.cookies) == (200, {})
    assert not Session.objects.exists()


def test_who_has_to_set_up_a_second_factor_first_is_told_as_json() -> None:
    Organisation.objects.create(requires_two_factor=True)
    program = Program(make_admin(two_factor_asked_at=clock.now() - 8 * DAY))

    answer = program.get("/me")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "two_factor_needed")
