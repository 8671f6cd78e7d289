"""Who may post what of an outside qualifier's, each role at each address; and what is said of a
post that comes too late."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Touch
from followups.tests.factories import after, fresh, make_lead, person_of
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_qualifier,
    make_rep,
    make_team,
)
from leads.models import BANT, Back, Lead, Qualifying, Rejection

pytestmark = pytest.mark.django_db
NOW = after(hours=1)
TICKS = {f"met-{code}": "on" for code in BANT} | {f"evidence-{code}": "Said so" for code in BANT}
UNFIT = {"says": Back.NOT_QUALIFIED, "reason": Rejection.DUPLICATE, "words": "Known to us"}
ROLES = (
    "marta", "of another team", "event manager", "of another event", "admin", "rep",
    "ola", "another qualifier", "nobody",
)  # fmt: skip
HIS_ALONE = dict.fromkeys(ROLES, 404) | {"ola": 302, "nobody": 302}
WHO_GIVES = HIS_ALONE | {"marta": 302, "event manager": 302, "admin": 302, "rep": 403, "ola": 404}
IN_BULK = WHO_GIVES | {"rep": 422, "of another team": 422, "of another event": 422}
WHO_CLOSES = WHO_GIVES | {"event manager": 404, "rep": 404}


@pytest.fixture(autouse=True)
def time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second from one look at the clock to the next."""
    seconds = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=next(seconds)))


@pytest.fixture
def people() -> dict[str, User | None]:
    """One of each role; the rep joins when the lead waits already."""
    return {
        "marta": make_manager(of=make_team(time_zone="UTC")), "of another team": make_manager(),
        "event manager": make_event_manager(), "of another event": make_event_manager(),
        "admin": make_admin(), "ola": make_qualifier(), "another qualifier": make_qualifier(),
        "nobody": None,
    }  # fmt: skip


@pytest.fixture
def waiting(people: dict[str, Any]) -> Lead:
    """Marta's team receives it, the event manager owns its campaign."""
    team = people["marta"].led_teams[0]
    lead = make_lead(campaign=make_campaign(team=team, owner=people["event manager"]))
    people["rep"] = make_rep(team=team)
    return lead


@pytest.fixture
def given(waiting: Lead, people: dict[str, Any]) -> Lead:
    how = {"by": people["marta"], "at": NOW}
    operations.give_to_qualifier(lead=waiting, person=people["ola"], **how)
    return waiting


def press(user: User | None, name: str, *args: int, **typed: Any) -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return client.post(reverse(f"followups:{name}", args=args), typed)


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def try_of(lead: Lead) -> dict[str, Any]:
    return {
        "channel": "call", "outcome": "no_answer", "direction": "outbound", "key": str(uuid4()),
        "contact": str(person_of(lead).pk), "happened_at": "", "due_at": "",
    }  # fmt: skip


def came_back(given: Lead, people: dict[str, Any]) -> Qualifying:
    press(people["ola"], "outside_return", given.pk, **UNFIT)
    return given.qualifyings.get()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["outside_log", "outside_tick", "outside_return"])
def test_what_is_done_with_it_is_his_alone(
    given: Lead, people: dict[str, Any], name: str, role: str
) -> None:
    typed = {"outside_log": try_of(given), "outside_tick": TICKS, "outside_return": UNFIT}[name]

    answer = press(people[role], name, given.pk, **typed)

    assert answer.status_code == HIS_ALONE[role]
    row = given.qualifyings.get()
    done = (fresh(given).touch_count, given.ticks.count(), row.returned_at)
    assert any(done) == (role == "ola")


@pytest.mark.parametrize("role", ROLES)
def test_what_he_did_is_his_to_undo(given: Lead, people: dict[str, Any], role: str) -> None:
    press(people["ola"], "outside_log", given.pk, **try_of(given))
    touch = Touch.objects.logged().get()

    answer = press(people[role], "outside_undo_touch", given.pk, touch.pk)
    assert answer.status_code == HIS_ALONE[role]
    assert (fresh(given).touch_count == 0) == (role == "ola")

    row = came_back(given, people)
    answer = press(people[role], "outside_undo_return", row.pk)
    assert answer.status_code == HIS_ALONE[role]
    assert Qualifying.objects.running().exists() == (role == "ola")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_give_it_takes_it_back(given: Lead, people: dict[str, Any], role: str) -> None:
    answer = press(people[role], "take_back_from_outside", given.pk)

    assert answer.status_code == WHO_GIVES[role]
    may = role in ("marta", "event manager", "admin")
    assert Qualifying.objects.running().exists() != may


@pytest.mark.parametrize("role", ROLES)
def test_who_may_give_it_gives_it_from_the_inbox(
    waiting: Lead, people: dict[str, Any], role: str
) -> None:
    answer = press(people[role], "assign_lead", waiting.pk, rep=f"outside-{people['ola'].pk}")

    assert answer.status_code == WHO_GIVES[role]
    may = role in ("marta", "event manager", "admin")
    assert Qualifying.objects.running().exists() == may


@pytest.mark.parametrize("role", ROLES)
def test_in_bulk_only_what_one_may_give_goes(
    waiting: Lead, people: dict[str, Any], role: str
) -> None:
    """Who has not the action is told so by the list, and nothing is changed."""
    typed = {"lead": [waiting.pk], "action": "outside", "outside": people["ola"].pk}

    answer = press(people[role], "leads", **typed)

    may = role in ("marta", "event manager", "admin")
    assert Qualifying.objects.running().exists() == may
    assert answer.status_code == IN_BULK[role]


def test_in_bulk_it_is_said_and_undone(waiting: Lead, people: dict[str, Any]) -> None:
    """One that is nobody's goes; one that was with her before is counted apart."""
    ola, marta = people["ola"], people["marta"]
    before = make_lead(campaign=make_campaign(team=None))
    operations.give_to_qualifier(lead=before, person=ola, by=marta, at=NOW)
    typed = {"lead": [waiting.pk, before.pk], "action": "outside", "outside": ola.pk}

    none = press(marta, "leads", **(typed | {"outside": ""}))
    assert "Choose the outside qualifier." in none.content.decode()
    answer = press(marta, "leads", **typed)

    assert said(answer) == [f"1 lead given to {ola} to be qualified; 1 was so already."]
    assert Qualifying.objects.running().count() == 2
    undo = next(iter(get_messages(answer.wsgi_request))).extra_tags
    client = Client()
    client.force_login(people["admin"])
    assert client.post(undo).status_code == 404  # somebody else's
    client.force_login(marta)
    client.post(undo)
    assert [row.lead for row in Qualifying.objects.running()] == [before]


@pytest.mark.parametrize("role", ROLES)
def test_who_leads_the_team_closes_what_came_back_unfit(
    given: Lead, people: dict[str, Any], role: str
) -> None:
    came_back(given, people)

    answer = press(people[role], "close_unfit", given.pk)

    assert answer.status_code == WHO_CLOSES[role]
    may = role in ("marta", "admin")
    assert fresh(given).is_open != may
    if may:
        assert press(people[role], "close_unfit", given.pk).status_code == 404  # it is closed
        other = people["admin" if role == "marta" else "marta"]
        assert press(other, "undo_close", given.pk).status_code == 404
        assert not fresh(given).is_open


def test_a_post_that_comes_too_late_is_answered_by_a_sentence(
    given: Lead, people: dict[str, Any]
) -> None:
    """Refused by the operation: 409 with what was typed, or a line where there is no form."""
    ola = people["ola"]
    press(ola, "outside_return", given.pk, says=Back.NOT_REACHED)
    early = press(ola, "outside_return", given.pk, says=Back.NOT_REACHED)
    assert (early.status_code, "Log what you tried first" in early.content.decode()) == (409, True)
    bare = press(ola, "outside_return", given.pk, says=Back.QUALIFIED)
    assert (bare.status_code, "not ticked: " in bare.content.decode()) == (409, True)
    tick = press(ola, "outside_tick", given.pk, **{"met-need": "on", "evidence-need": ""})
    assert tick.status_code in (409, 422)
    assert not given.ticks.exists()

    row = came_back(given, people)
    press(people["marta"], "assign_lead", given.pk, rep=people["rep"].pk)
    late = press(ola, "outside_undo_return", row.pk)

    assert (late.status_code, "went on since" in said(late)[-1]) == (302, True)
    assert fresh(given).owner == people["rep"]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_nothing_of_his_is_done_by_opening_an_address(
    given: Lead, people: dict[str, Any], role: str
) -> None:
    client = Client()
    client.force_login(people[role])
    for name in ("outside_log", "outside_tick", "outside_return", "take_back_from_outside"):
        answer = client.get(reverse(f"followups:{name}", args=[given.pk]))
        assert answer.status_code in (404, 405)
    assert Qualifying.objects.running().exists()
