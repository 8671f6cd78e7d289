"""The inbox: leads that are nobody's, taken or given; held inquiries let through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.lists.inbox import inbox_of
from followups.tests.factories import make_lead, make_owned_lead, person_of
from leadfollow import clock
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.intake import add_person
from leads.models import Assignment, Inquiry, Lead
from leads.tests.factories import make_contact, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def campaign(team: Team) -> Campaign:
    return make_campaign(team=team)


@pytest.fixture
def waiting(campaign: Campaign) -> Lead:
    """It came in before the team had anybody."""
    return make_lead(
        campaign=campaign,
        person=make_person(company="Hafen AG"),
        request="price list",
        at=clock.now() - timedelta(days=14),
    )


@pytest.fixture
def ana(team: Team, waiting: Lead) -> User:
    return make_rep(team=team, name="Ana Petrova")


def page_of(client: Any, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("followups:inbox")).content.decode()


def send(client: Any, user: User, name: str, pk: int, **data: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(f"followups:{name}", args=[pk]), data)


def owner_of(lead: Lead) -> User | None:
    return Lead.objects.get(pk=lead.pk).owner


def test_a_rep_sees_what_waits_for_the_team_and_may_take_it(client: Any, ana: User) -> None:
    page = page_of(client, ana)

    assert "Hafen AG" in page
    assert "price list" in page
    assert "working days late" in page
    assert "Take<" in page
    assert "Assign to" not in page


def test_a_stranger_sees_nothing(client: Any, waiting: Lead) -> None:
    assert "Hafen AG" not in page_of(client, make_rep())


def test_a_manager_may_assign(client: Any, team: Team, ana: User) -> None:
    page = page_of(client, make_manager(of=team))

    assert "Assign to" in page
    assert "Ana Petrova" in page
    assert "Take<" not in page


def test_takes_a_lead(client: Any, ana: User, waiting: Lead) -> None:
    answer = send(client, ana, "take_lead", waiting.pk)

    assert answer.headers["Location"] == reverse("followups:lead", args=[waiting.pk])
    assert owner_of(waiting) == ana


def test_the_slower_of_two_is_told_who_was_quicker(client: Any, ana: User, waiting: Lead) -> None:
    ben = make_rep(team=ana.team)
    operations.take_lead(lead=waiting, by=ana, at=clock.now())

    answer = send(client, ben, "take_lead", waiting.pk)

    assert answer.status_code == 409
    assert "Ana Petrova took Hafen AG before you." in answer.content.decode()
    assert owner_of(waiting) == ana


def test_nobody_takes_where_the_team_does_not_allow_it(
    client: Any, team: Team, ana: User, waiting: Lead
) -> None:
    Team.objects.filter(pk=team.pk).update(reps_take_from_inbox=False)

    answer = send(client, ana, "take_lead", waiting.pk)

    assert answer.status_code == 403
    assert owner_of(waiting) is None
    assert "Take<" not in page_of(client, ana)


def test_a_rep_of_another_team_finds_no_such_lead(client: Any, waiting: Lead) -> None:
    assert send(client, make_rep(), "take_lead", waiting.pk).status_code == 404
    assert owner_of(waiting) is None


def test_a_manager_gives_a_lead_to_a_rep(client: Any, team: Team, ana: User, waiting: Lead) -> None:
    manager = make_manager(of=team)

    answer = send(client, manager, "assign_lead", waiting.pk, rep=ana.pk)

    assert answer.headers["Location"] == reverse("followups:inbox")
    assert Assignment.objects.get(lead=waiting).given_by == manager


def test_a_manager_hands_a_lead_over_and_returns_to_its_page(client: Any, team: Team) -> None:
    ana, ben = make_rep(team=team), make_rep(team=team)
    lead, page = make_owned_lead(owner=ana), "/leads/"

    answer = send(client, make_manager(of=team), "assign_lead", lead.pk, rep=ben.pk, next=page)

    assert answer.headers["Location"] == page
    assert owner_of(lead) == ben


def undo_said(answer: Any) -> str:
    return str(list(get_messages(answer.wsgi_request))[-1].extra_tags)


@pytest.mark.parametrize("is_had", [True, False])
def test_what_one_gave_is_taken_back_and_leads_to_the_same_page(
    client: Any, team: Team, waiting: Lead, is_had: bool
) -> None:
    """A lead that waited waits again; one that a rep had is his again. Twice is once."""
    ana, ben, marta = make_rep(team=team), make_rep(team=team), make_manager(of=team)
    lead = make_owned_lead(owner=ana, at=clock.now() - timedelta(hours=1)) if is_had else waiting
    undo = undo_said(send(client, marta, "assign_lead", lead.pk, rep=ben.pk, next="/leads/"))
    assert owner_of(lead) == ben
    for stranger, status in ((make_manager(), 404), (make_manager(of=team), 404), (ben, 404)):
        client.force_login(stranger)
        assert client.post(undo).status_code == status
    client.force_login(marta)

    for _ in range(2):
        answer = client.post(undo)
        assert answer.headers["Location"] == "/leads/"
        assert "Taken back" in str(list(get_messages(answer.wsgi_request))[-1])

    assert owner_of(lead) == (ana if is_had else None)


def test_what_went_on_is_not_taken_back(client: Any, team: Team, ana: User, waiting: Lead) -> None:
    marta = make_manager(of=team)
    undo = undo_said(send(client, marta, "assign_lead", waiting.pk, rep=ana.pk))
    operations.assign_lead(
        lead=waiting, rep=make_rep(team=team), by=make_manager(of=team), at=clock.now()
    )

    answer = client.post(undo)

    assert "was handed on since" in str(list(get_messages(answer.wsgi_request))[-1])
    given = Assignment.objects.get(lead=waiting, rep=ana)
    for by, at in ((ana, clock.now()), (marta, clock.now() + timedelta(days=2))):
        with pytest.raises(operations.NotUndoable, match="What you gave yourself"):
            operations.undo_assigning(given=given, by=by, at=at)


def test_never_leads_to_another_site(client: Any, team: Team, ana: User, waiting: Lead) -> None:
    answer = send(
        client,
        make_manager(of=team),
        "assign_lead",
        waiting.pk,
        rep=ana.pk,
        next="//elsewhere.example/",
    )

    assert answer.headers["Location"] == reverse("followups:inbox")


@pytest.mark.parametrize("rep", ["", "nobody", "999999"])
def test_gives_a_lead_to_nobody_else(
    client: Any, team: Team, ana: User, waiting: Lead, rep: str
) -> None:
    send(client, make_manager(of=team), "assign_lead", waiting.pk, rep=rep)

    assert owner_of(waiting) is None


def test_gives_no_lead_to_another_teams_rep(client: Any, team: Team, waiting: Lead) -> None:
    send(client, make_manager(of=team), "assign_lead", waiting.pk, rep=make_rep().pk)

    assert owner_of(waiting) is None


def test_a_rep_hands_nothing_over(client: Any, ana: User, waiting: Lead) -> None:
    assert send(client, ana, "assign_lead", waiting.pk, rep=ana.pk).status_code == 403


def test_another_teams_manager_finds_no_such_lead(client: Any, ana: User, waiting: Lead) -> None:
    answer = send(client, make_manager(), "assign_lead", waiting.pk, rep=ana.pk)

    assert answer.status_code == 404
    assert owner_of(waiting) is None


def test_an_event_manager_assigns_once(client: Any, team: Team) -> None:
    eva, event_team = make_event_manager(), make_team()
    event = make_event(owner=eva, team=event_team)
    lead = make_lead(campaign=event, at=clock.now() - timedelta(days=1))
    ana, ben = make_rep(team=event_team), make_rep(team=event_team)

    first = send(client, eva, "assign_lead", lead.pk, rep=ana.pk)
    second = send(client, eva, "assign_lead", lead.pk, rep=ben.pk)

    assert (first.status_code, second.status_code) == (302, 404)
    assert owner_of(lead) == ana


@pytest.fixture
def held(campaign: Campaign) -> Any:
    contact = make_contact(name="Ida Moe", company="Solveig AS", do_not_contact=True)
    person = make_person(name="Ida Moe", company="Solveig AS", email=contact.email)
    lead = make_lead(campaign=campaign, person=person, at=clock.now() - timedelta(hours=2))
    return lead.inquiries.get()


def test_a_held_inquiry_shows_what_was_said_and_all_his_leads(
    client: Any, team: Team, campaign: Campaign, held: Any
) -> None:
    Inquiry.objects.filter(pk=held.pk).update(message="Please send me the price list.")
    other = make_lead(campaign=campaign, person=make_person(company="Fjord AS"), at=clock.now())
    elsewhere = make_lead(campaign=make_campaign(team=make_team()), at=clock.now())
    for lead in (other, elsewhere):
        add_person(lead, held.contact)

    page = page_of(client, make_manager(of=team))

    assert "Please send me the price list." in page
    assert f'href="/leads/{held.lead_id}/"' in page
    also_at = page.split("also at ")[1].split("</small>")[0]
    assert also_at == f'<a href="/leads/{other.pk}/">Fjord AS</a>'


def test_a_manager_lets_a_held_inquiry_through(client: Any, team: Team, held: Any) -> None:
    manager = make_manager(of=team)
    assert "Let through" in page_of(client, manager)

    send(client, manager, "release_inquiry", held.pk)

    held.refresh_from_db()
    assert held.released_at is not None
    assert person_of(held.lead).do_not_contact is False


def test_twice_let_through_is_told(client: Any, held: Any) -> None:
    admin = make_admin()
    send(client, admin, "release_inquiry", held.pk)

    client.post(reverse("followups:release_inquiry", args=[held.pk]))

    assert "was released before" in page_of(client, admin)


def test_only_who_leads_the_team_lets_through(client: Any, team: Team, held: Any) -> None:
    rep = make_rep(team=team)

    assert send(client, rep, "release_inquiry", held.pk).status_code == 403
    assert send(client, make_manager(), "release_inquiry", held.pk).status_code == 404
    held.refresh_from_db()
    assert held.released_at is None


def test_many_rows_cost_no_more_queries_than_one(
    client: Any, team: Team, django_assert_max_num_queries: Any
) -> None:
    campaign = make_campaign(team=team)
    manager = make_manager(of=team)
    client.force_login(manager)
    for _ in range(9):
        make_lead(campaign=campaign, at=clock.now())

    with django_assert_max_num_queries(16):  # of them two: with whom it was, and why it waits
        client.get(reverse("followups:inbox"))


def test_an_events_lead_tells_how_much_is_left_of_the_day_there() -> None:
    event = make_event(time_zone="Pacific/Auckland")
    noon = datetime(2026, 11, 2, 23, tzinfo=UTC)  # of Tuesday there
    lead = make_lead(campaign=event, at=noon)

    (row,) = inbox_of(make_admin(), now=noon + timedelta(hours=5))

    assert row.lead_id == lead.pk
    assert row.there == "7 h left of the day there, where it is 17:00"
