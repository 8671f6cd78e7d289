"""Play: one lead at a time, the next by itself, without JavaScript too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from followups.queue.work import Show
from followups.tests.factories import log, make_owned_lead, make_touch, next_touch
from followups.views.panel import Place, Play
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep(name="Ana", queue_order="due")
    client.force_login(rep)
    return rep


@pytest.fixture
def leads(ana: User) -> list[Lead]:
    """Alfa, Beta and Cargo, due in that order."""
    now, found = clock.now(), []
    for hours, company in ((3, "Alfa"), (2, "Beta"), (1, "Cargo")):
        person = make_person(company=company)
        lead = make_owned_lead(owner=ana, at=now - 99 * HOUR, person=person)
        make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 99 * HOUR)
        found.append(lead)
    return found


def no_answer(client: Any, page: Any) -> Any:
    """The first answer of the panel that a page shows; the page after it."""
    situation, place = page.context["situation"], page.context["place"]
    form = {"key": uuid4(), "note": "", "at_once": "no_answer"}
    address = f"/touches/{situation.touch.pk}/log/?{place.query()}"
    return client.post(address, form, follow=True)


def test_start_opens_the_first_lead_alone(client: Any, leads: list[Lead]) -> None:
    start = client.get("/queue/").context["play_query"]

    page = client.get(f"/queue/?{start}")

    text = page.content.decode()
    assert page.context["situation"].lead == leads[0]
    assert "<h1>1 of 3</h1>" in text
    assert '<div class="card" hidden>' in text
    assert 'data-key="Escape">Stop' in text


def test_after_each_save_the_next_comes_by_itself(client: Any, leads: list[Lead]) -> None:
    page = client.get("/queue/?show=due&play=0-3")

    seen = []
    for _ in leads:
        seen.append((page.context["place"].play.at, page.context["situation"].lead))
        page = no_answer(client, page)

    assert seen == [(1, leads[0]), (2, leads[1]), (3, leads[2])]
    assert "<h1>All 3 done</h1>" in page.content.decode()


def test_the_end_says_what_comes_next(client: Any, ana: User, leads: list[Lead]) -> None:
    for lead in leads:
        log(next_touch(lead), at=clock.now(), by=ana)

    text = client.get("/queue/?show=due&play=3-3").content.decode()

    assert "Nothing is left for today" in text
    assert "3 in the next 7 days. The next one is due " in text


def test_what_came_due_meanwhile_is_offered(client: Any, leads: list[Lead]) -> None:
    text = client.get("/queue/?show=due&play=2-2").content.decode()

    assert "3 more are in the list" in text
    assert 'href="/queue/?show=due&amp;play=0-3">Go on with 3' in text


def test_the_end_of_a_part_leads_to_the_rest(client: Any, leads: list[Lead]) -> None:
    text = client.get("/queue/?show=none&play=1-1").content.decode()

    assert "3 wait in the whole list of today." in text
    assert 'href="/queue/?show=due"' in text


def test_one_may_be_skipped_and_is_not_counted(client: Any, leads: list[Lead]) -> None:
    text = client.get("/queue/?show=due&play=0-3").content.decode()

    skip = f"/queue/?show=due&amp;play=0-3-1&amp;lead={leads[1].pk}"
    assert f'href="{skip}" data-key="n">Skip' in text
    after = client.get(skip.replace("&amp;", "&")).content.decode()
    assert "<h1>2 of 3</h1>" in after
    assert '<progress max="3" value="0"' in after


def test_after_a_skip_the_walk_ends_with_its_last_lead(client: Any, leads: list[Lead]) -> None:
    page = client.get(f"/queue/?show=due&play=0-3-1&lead={leads[1].pk}")
    page = no_answer(client, page)
    assert page.context["place"].play == Play(1, 3, skipped=1)
    assert page.context["situation"].lead == leads[2]

    text = no_answer(client, page).content.decode()

    assert "<h1>2 of 3 done, 1 left out</h1>" in text
    assert "Go on with 1" in text


def test_a_move_goes_on_too_and_an_undo_goes_back(client: Any, leads: list[Lead]) -> None:
    page = client.get("/queue/?show=due&play=0-3")
    touch, place = page.context["situation"].touch, page.context["place"]
    when = f"{clock.now() + 48 * HOUR:%Y-%m-%dT%H:%M}"

    moved = client.post(f"/touches/{touch.pk}/move/?{place.query()}", {"when": when}, follow=True)

    assert moved.context["situation"].lead == leads[1]
    assert moved.context["place"].play == Play(1, 3)
    [message] = moved.context["messages"]
    back = client.post(message.extra_tags, follow=True)
    assert back.context["place"].play == Play(0, 3)
    assert back.context["situation"].lead == leads[0]


def test_those_without_a_next_step_come_last_and_a_plan_goes_on(
    client: Any, ana: User, leads: list[Lead]
) -> None:
    plans = [make_owned_lead(owner=ana, at=clock.now() - days * DAY) for days in (9, 8)]
    start = f"/queue/?show=due&play=3-5&lead={plans[0].pk}&next={plans[1].pk}"
    page = client.get(start)
    assert "<h1>4 of 5</h1>" in page.content.decode()
    when = f"{clock.now() + 48 * HOUR:%Y-%m-%dT%H:%M}"
    form = {"channel": "call", "due_at": when, "subject": "Ring them"}
    address = f"/leads/{plans[0].pk}/schedule/?{page.context['place'].query()}"

    planned = client.post(address, form, follow=True)

    assert planned.context["situation"].lead == plans[1]
    assert planned.context["place"].play == Play(4, 5)


def test_a_plan_keeps_a_lead_open_that_the_list_still_holds(client: Any, ana: User) -> None:
    now = clock.now()
    lead = make_owned_lead(owner=ana, at=now - DAY)
    make_touch(lead=lead, due_at=now + 3 * DAY, at=now - DAY)
    form = {"channel": "call", "due_at": f"{now + 2 * DAY:%Y-%m-%dT%H:%M}"}

    planned = client.post(f"/leads/{lead.pk}/schedule/?show=later&play=0-1", form, follow=True)

    assert planned.context["situation"].lead == lead
    assert planned.context["place"].play == Play(0, 1)
    assert lead.touches.scheduled().count() == 2


@pytest.mark.parametrize("named", ["", "3", "x-3", "3-x", "-", "1-2-x", "1-2-3-4"])
def test_an_address_that_makes_no_sense_plays_nothing(named: str) -> None:
    assert Play.named(named) is None


def test_a_place_goes_one_further_only_while_playing() -> None:
    assert Place(Show.DUE).one_further == Place(Show.DUE)
    assert Place(Show.DUE, play=Play(2, 9)).one_further.play == Play(3, 9)
    assert Place(Show.DUE).one_skipped == Place(Show.DUE)
    assert Place(Show.DUE, play=Play(2, 9)).one_skipped.play == Play(2, 9, skipped=1)


def test_who_only_reads_does_not_play(client: Any, ana: User, leads: list[Lead]) -> None:
    client.force_login(make_manager(of=ana.team))

    assert "data-start" not in client.get(f"/queue/?rep={ana.pk}").content.decode()


def test_an_empty_list_has_no_start(client: Any, ana: User) -> None:
    assert "data-start" not in client.get("/queue/").content.decode()
