"""A lead that a colleague took meanwhile: who and when, and the typed text is given back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from followups import operations
from followups.next_step import Due
from followups.tests.factories import log, make_owned_lead, make_touch, next_touch
from leadfollow import clock
from leadfollow.people import operations as people
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Assignment, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOGGED = {"note": "A long story", "at_once": "no_answer"}
HTMX = {"HX-Request": "true", "HX-Target": "pane"}


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep(name="Ana")
    client.force_login(rep)
    return rep


@pytest.fixture
def ben(ana: User) -> User:
    return make_rep(name="Ben", team=ana.team)


@pytest.fixture
def lead(ana: User) -> Lead:
    now, person = clock.now(), make_person(company="Hafen AG", phone="+49 30 5550101")
    lead = make_owned_lead(owner=ana, at=now - 9 * DAY, person=person)
    make_touch(lead=lead, due_at=now - HOUR, at=now - 9 * DAY)
    return lead


def give(lead: Lead, rep: User, **when: Any) -> None:
    at = when.get("at", clock.now())
    operations.assign_lead(lead=lead, rep=rep, by=make_manager(of=rep.team), at=at)


def text(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def test_opening_a_lead_that_was_handed_over_says_who_has_it(client, ana, ben, lead):
    give(lead, ben)

    pane = client.get(f"/queue/?lead={lead.pk}", headers=HTMX)

    assert pane.status_code == 200
    assert f"Taken by Ben, {clock.now().astimezone(ana.time_zone):%H:}" in text(pane)
    assert f'<li id="row-{lead.pk}" class="row-over" hx-swap-oob="true">' in text(pane)
    assert "5550101" not in text(pane)


def test_so_does_the_whole_page_without_scripts(client, ben, lead):
    give(lead, ben)

    page = client.get(f"/queue/?lead={lead.pk}")

    assert page.status_code == 200
    assert "Taken by Ben" in text(page)
    assert "<title>Queue" in text(page)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "work"}])
def test_logging_on_it_gives_the_text_back_to_copy(client, ben, lead, headers):
    touch = next_touch(lead)
    give(lead, ben)

    answer = client.post(
        f"/touches/{touch.pk}/log/", LOGGED | {"key": str(uuid4())}, headers=headers
    )

    assert answer.status_code == 409
    assert "Taken by Ben" in text(answer)
    assert "A long story</textarea>" in text(answer)
    assert 'data-copy="taken-note"' in text(answer)
    assert "additional touch" not in text(answer)
    assert not lead.touches.logged().exists()


def test_so_does_moving_it(client, ben, lead):
    touch = next_touch(lead)
    give(lead, ben)

    answer = client.post(f"/touches/{touch.pk}/move/", {"when": "2050-07-01T09:00"})

    assert answer.status_code == 409
    assert "Taken by Ben" in text(answer)


def test_where_he_may_still_write_the_note_is_offered_beside_it(client, ana, lead):
    touch = next_touch(lead)
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))

    refused = client.post(f"/touches/{touch.pk}/log/", LOGGED | {"key": str(uuid4())})
    assert "Mia logged this touch at" in text(refused)
    assert "Log it as an additional touch" in text(refused)
    fields = {"note": "A long story", "key": str(uuid4()), "direction": "outbound"}
    fields |= {"channel": "call", "contact": touch.contact_id, "outcome": "no_answer"}
    client.post(f"/leads/{lead.pk}/log/", fields)

    assert lead.touches.logged().count() == 2
    assert lead.touches.logged().get(note="A long story").logged_by == ana


def test_a_row_whose_step_a_colleague_logged_says_so(client, ana, lead):
    step = next_touch(lead)
    log(step, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))

    pane = client.get(f"/queue/?lead={lead.pk}&step={step.pk}", headers=HTMX)

    assert "Mia logged this touch at" in text(pane)
    assert f'href="/leads/{lead.pk}/"' in text(pane)
    assert "data-taken" not in text(client.get(f"/queue/?lead={lead.pk}", headers=HTMX))


def test_a_row_whose_step_a_colleague_moved_says_so(client, ana, lead):
    step, now = next_touch(lead), clock.now()
    mia = make_manager(of=ana.team, name="Mia")
    operations.move_touch(touch=step, due=Due(now + DAY), by=mia, at=now)

    pane = client.get(f"/queue/?lead={lead.pk}&step={step.pk}", headers=HTMX)

    assert "Moved by Mia" in text(pane)


def test_what_he_did_himself_is_no_news(client, ana, lead):
    step = next_touch(lead)
    log(step, at=clock.now(), by=ana)

    pane = client.get(f"/queue/?lead={lead.pk}&step={step.pk}", headers=HTMX)

    assert "data-taken" not in text(pane)
    assert pane.context["situation"].lead == lead


@pytest.mark.parametrize("step", ["0", "x", "999999"])
def test_a_step_that_is_none_is_no_news(client, lead, step):
    pane = client.get(f"/queue/?lead={lead.pk}&step={step}", headers=HTMX)

    assert pane.context["situation"].lead == lead


def test_a_lead_that_was_taken_back_into_the_inbox(client, ana, lead):
    operations.release_lead(lead=lead, by=make_manager(of=ana.team), at=clock.now())

    assert "Back in the inbox" in text(client.get(f"/queue/?lead={lead.pk}", headers=HTMX))


def test_who_stood_in_is_told_that_the_colleague_is_back(client, ana, ben, lead):
    now = clock.now()
    absence = be_away(ana, ben)
    client.force_login(ben)
    assert client.get(f"/queue/?lead={lead.pk}", headers=HTMX).context["situation"]

    people.end_absence(absence=absence, by=ana, at=now)

    assert "Back with Ana" in text(client.get(f"/queue/?lead={lead.pk}", headers=HTMX))


def test_who_stood_in_learns_nothing_of_what_came_later(client, ana, ben):
    now = clock.now()
    people.end_absence(absence=be_away(ana, ben), by=ana, at=now)
    later = make_owned_lead(owner=ana, at=clock.now())
    client.force_login(ben)

    assert client.get(f"/queue/?lead={later.pk}", headers=HTMX).status_code == 404


def test_who_stood_in_is_told_of_a_hand_over_meanwhile(client, ana, ben, lead):
    be_away(ana, ben)
    give(lead, make_rep(name="Cleo", team=ana.team))
    client.force_login(ben)

    assert "Taken by Cleo" in text(client.get(f"/queue/?lead={lead.pk}", headers=HTMX))


def test_who_stands_in_sees_what_is_due_after_the_colleague_is_back(client, ana, ben, lead):
    be_away(ana, ben)
    step, now = next_touch(lead), clock.now()
    operations.move_touch(touch=step, due=Due(now + 60 * DAY), by=ana, at=now)
    client.force_login(ben)

    assert "Due after Ana is back" in text(client.get(f"/queue/?lead={lead.pk}", headers=HTMX))


def test_nothing_is_told_of_a_lead_that_was_never_his(client, ana, ben):
    theirs = make_owned_lead(owner=ben, at=clock.now() - DAY)
    touch = make_touch(lead=theirs, due_at=clock.now() + DAY)
    give(theirs, make_rep(name="Cleo", team=ana.team))

    assert client.get(f"/queue/?lead={theirs.pk}", headers=HTMX).status_code == 404
    assert client.post(f"/touches/{touch.pk}/log/", LOGGED).status_code == 404


def test_nothing_is_told_of_one_that_left_him_long_ago(client, ana, ben, lead):
    touch = next_touch(lead)
    give(lead, ben)
    Assignment.objects.filter(lead=lead, rep=ana).update(ended_at=clock.now() - 2 * DAY)

    assert client.get(f"/queue/?lead={lead.pk}", headers=HTMX).status_code == 404
    assert client.post(f"/touches/{touch.pk}/log/", LOGGED).status_code == 404


def test_a_manager_who_reads_the_queue_learns_nothing_more(client, ana, ben, lead):
    give(lead, ben)
    client.force_login(make_manager(of=ana.team))

    assert client.get(f"/queue/?rep={ana.pk}&lead={lead.pk}", headers=HTMX).status_code == 404


def test_opening_a_row_asks_no_more_than_before(client, lead, django_assert_max_num_queries):
    step = next_touch(lead)
    client.get(f"/queue/?lead={lead.pk}", headers=HTMX)

    with django_assert_max_num_queries(13):
        client.get(f"/queue/?lead={lead.pk}&step={step.pk}", headers=HTMX)


def be_away(user: User, deputy: User) -> Any:
    now = clock.now()
    today = clock.today(user.time_zone, now)
    return people.set_absence(
        user=user, deputy=deputy, first_on=today, last_on=today + 3 * DAY, by=user, at=now
    )
