"""Somebody who may be one of several: in at once, and a person says who it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.audit import audit
from followups.bin import rows_of_lead
from followups.tests.factories import (
    after,
    ask,
    fresh,
    log,
    make_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.intake import Person
from leads.models import Contact, ContactMerge, Doubt, Inquiry, Lead, LeadContact
from leads.tests.factories import make_contact, make_person

pytestmark = pytest.mark.django_db

DESK = "desk@nord.example"
ANA = make_person(name="Ana Berg", company="Nord AG", email=DESK, phone="")
BO = make_person(name="Bo Ek", company="Nord AG", email="bo@nord.example", phone="")


@pytest.fixture
def admin() -> User:
    return make_admin()


@pytest.fixture
def known() -> tuple[Lead, Lead]:
    """Two leads of two people; later Bo reads the desk's mail too."""
    two = make_planned_lead(person=ANA), make_planned_lead(person=BO)
    Contact.objects.filter(email_key="bo@nord.example").update(email=DESK, email_key=DESK)
    return two


def doubt_of(inquiry: Inquiry) -> Doubt:
    return Doubt.objects.get(inquiry=inquiry)


def asked(person: Person = ANA, **more: Any) -> Doubt:
    return doubt_of(ask(after(hours=5), person=person, owner=make_rep(), **more))


def everything() -> list[str]:
    """Every row of every lead and person, word for word."""
    return [
        serializers.serialize("json", model._default_manager.filter(pk__in=ids).order_by("pk"))
        for lead in Lead.objects.order_by("pk")
        for model, ids in sorted(rows_of_lead(lead).items(), key=lambda item: item[0].__name__)
    ] + [serializers.serialize("json", Contact.objects.order_by("pk"))]


def broken() -> dict[str, list[str]]:
    return {name: found.violations for name, found in audit().items() if found.violations}


def test_it_is_in_at_once_with_a_clock_and_a_doubt(known: tuple[Lead, Lead]) -> None:
    doubt = asked()

    lead = doubt.inquiry.lead
    assert lead not in known
    assert lead.is_open
    assert doubt.inquiry.respond_by
    assert {str(each.contact) for each in doubt.candidates.all()} == {"Ana Berg", "Bo Ek"}
    assert broken() == {}


def test_who_is_certain_raises_none(known: tuple[Lead, Lead]) -> None:
    ask(after(hours=5), person=make_person())
    ask(after(hours=5), person=replace(BO, email="bo.ek@nord.example"))

    assert not Doubt.objects.exists()


def test_the_doubtful_one_is_known_when_he_asks_again(known: tuple[Lead, Lead]) -> None:
    doubt = asked()

    again = ask(after(hours=6), person=ANA)

    assert again.lead == doubt.inquiry.lead
    assert Doubt.objects.count() == 1


def test_somebody_known_has_it_all(known: tuple[Lead, Lead], admin: User) -> None:
    doubt, ana = asked(), person_of(known[0])
    log(next_touch(known[0]), at=after(hours=6))

    operations.settle_doubt(doubt=doubt, contact=ana, by=admin, at=after(hours=7))

    assert Lead.objects.count() == 2
    assert Contact.objects.count() == 2
    assert known[0].inquiries.count() == 2
    assert set(known[0].inquiries.values_list("contact", flat=True)) == {ana.pk}
    assert LeadContact.objects.filter(lead=known[0]).count() == 1
    assert fresh(doubt).outcome == "same"
    assert broken() == {}


def test_taken_back_it_is_as_it_was(known: tuple[Lead, Lead], admin: User) -> None:
    doubt, before = asked(), everything()
    operations.settle_doubt(doubt=doubt, contact=person_of(known[1]), by=admin, at=after(hours=7))

    operations.undo_settling(doubt=doubt, by=admin, at=after(hours=7))

    assert everything() == before
    assert broken() == {}
    with pytest.raises(operations.NotSettled):
        operations.undo_settling(doubt=doubt, by=admin, at=after(hours=7))


def test_taken_back_one_who_stands_at_no_lead_answered_nothing(admin: User) -> None:
    """Two are known by the desk's address and have no lead; what came of it was the third's."""
    ida, _jo = (make_contact(name=name, email=DESK) for name in ("Ida Lie", "Jo Lie"))
    doubt = asked(make_person(name="Desk", email=DESK, phone=""))
    talk = make_touch(lead=doubt.inquiry.lead, at=after(hours=5), due_at=after(hours=6))
    log(talk, at=after(hours=6), outcome="talked")

    operations.settle_doubt(doubt=doubt, contact=ida, by=admin, at=after(hours=7))
    assert fresh(ida).responded_at == after(hours=6)
    operations.undo_settling(doubt=fresh(doubt), by=admin, at=after(hours=8))

    assert fresh(ida).responded_at is None
    assert broken() == {}


def test_a_closed_lead_of_his_goes_into_the_new_one(known: tuple[Lead, Lead], admin: User) -> None:
    doubt = asked()
    said = {"disposition": "no_response", "by": None, "at": after(hours=6)}
    operations.close_lead(lead=known[0], **said)

    operations.settle_doubt(doubt=doubt, contact=person_of(known[0]), by=admin, at=after(days=1))

    lead = fresh(doubt.inquiry.lead)
    assert lead.is_open
    assert lead.inquiries.count() == 2
    assert not Lead.objects.filter(pk=known[0].pk).exists()
    assert broken() == {}


def test_somebody_new_stays_himself(known: tuple[Lead, Lead], admin: User) -> None:
    doubt = asked()

    operations.settle_doubt(doubt=doubt, contact=None, by=admin, at=after(hours=7))

    assert Lead.objects.count() == 3
    assert fresh(doubt).outcome == "new"
    operations.undo_settling(doubt=doubt, by=admin, at=after(hours=8))
    assert fresh(doubt).outcome == ""


def test_it_is_decided_once_and_among_those_named(known: tuple[Lead, Lead], admin: User) -> None:
    doubt = asked()
    with pytest.raises(operations.NoCandidate):
        operations.settle_doubt(doubt=doubt, contact=make_contact(), by=admin, at=after(days=1))
    operations.settle_doubt(doubt=doubt, contact=None, by=admin, at=after(days=1))

    with pytest.raises(operations.DoubtSettled):
        operations.settle_doubt(
            doubt=doubt, contact=person_of(known[0]), by=admin, at=after(days=1)
        )


def test_nobody_asked_there(known: tuple[Lead, Lead], admin: User) -> None:
    doubt, before = asked(), everything()

    removed = operations.drop_doubt(doubt=doubt, by=admin, at=after(hours=7))

    assert not Doubt.objects.exists()
    assert Lead.objects.count() == 2
    assert broken() == {}
    operations.restore_lead(removed=removed, by=admin, at=after(hours=8))
    assert everything() == before
    assert fresh(doubt).outcome == ""
    assert broken() == {}


def test_it_is_not_nobody_where_more_is_known(known: tuple[Lead, Lead], admin: User) -> None:
    doubt, said = asked(), {"by": admin, "at": after(hours=9)}
    ask(after(hours=6), person=ANA)
    with pytest.raises(operations.MoreThanThat):
        operations.drop_doubt(doubt=doubt, **said)

    other = asked(replace(ANA, name="Cy Dale"))
    log(make_touch(lead=other.inquiry.lead), at=after(hours=7))
    with pytest.raises(operations.MoreThanThat):
        operations.drop_doubt(doubt=other, **said)

    operations.settle_doubt(doubt=other, contact=None, **said)
    with pytest.raises(operations.DoubtSettled):
        operations.drop_doubt(doubt=other, **said)
    assert Doubt.objects.count() == 2


def test_who_may_say_that_nobody_asked(known: tuple[Lead, Lead], client: Any) -> None:
    owner, team = make_event_manager(), make_team()
    doubt = asked(campaign=make_event(owner=owner, team=team))
    page, drop = (reverse(f"followups:{name}", args=[doubt.pk]) for name in ("doubt", "drop_doubt"))
    lead, rep = doubt.inquiry.lead, make_rep(team=team)
    operations.assign_lead(lead=lead, rep=rep, by=None, at=after(hours=6))
    for user in (owner, rep, make_manager()):
        client.force_login(user)
        assert drop not in client.get(page).content.decode()
        assert client.post(drop).status_code == 404
    client.force_login(make_manager(of=team))
    assert drop in client.get(page).content.decode()

    answer = client.post(drop, follow=True)

    assert not Lead.objects.filter(pk=lead.pk).exists()
    client.post(next(str(each.extra_tags) for each in answer.context["messages"]))
    assert fresh(doubt).outcome == ""
    assert drop in client.get(page).content.decode()


def test_of_two_records_the_kept_one_says_what_either_said(admin: User) -> None:
    keep = make_lead(person=make_person(job_title="", email="", phone=""))
    lose = make_lead(person=make_person(job_title="Buyer", no_phone=True))
    kept, lost = person_of(keep), person_of(lose)

    merge = operations.merge_contacts(keep=kept, lose=lost, by=admin, at=after(days=1))

    kept.refresh_from_db()
    assert (kept.job_title, kept.email_key, kept.no_phone) == ("Buyer", lost.email_key, True)
    assert person_of(lose) == kept
    assert broken() == {}
    operations.undo_contact_merge(merge=merge, by=admin, at=after(days=2))
    kept.refresh_from_db()
    assert (kept.job_title, kept.email_key, kept.no_phone) == ("", "", False)
    assert person_of(lose) == lost
    assert broken() == {}


def test_people_at_one_lead_become_one_and_two(admin: User) -> None:
    lead = make_planned_lead()
    other = operations.add_person(lead=lead, person=make_person(), by=admin, at=after())
    before = everything()

    merge = operations.merge_contacts(keep=other, lose=person_of(lead), by=admin, at=after(days=1))

    assert person_of(lead) == other
    assert next_touch(lead).contact == other
    operations.undo_contact_merge(merge=merge, by=admin, at=after(days=1))
    assert everything() == before


def test_who_must_not_be_contacted_is_not_mixed_up(admin: User) -> None:
    one, other = make_contact(do_not_contact=True), make_contact()

    for keep, lose in ((one, other), (other, one), (one, one)):
        with pytest.raises(operations.CannotMerge):
            operations.merge_contacts(keep=keep, lose=lose, by=admin, at=after())


def test_a_lead_of_the_lost_one_comes_back_from_the_bin(admin: User) -> None:
    lead, kept = make_planned_lead(), make_contact()
    lost = person_of(lead)
    removed = operations.remove_lead(lead=lead, reason="test", by=admin, at=after())
    merge = operations.merge_contacts(keep=kept, lose=lost, by=admin, at=after())

    operations.restore_lead(removed=removed, by=admin, at=after(days=1))

    assert person_of(lead) == kept
    assert operations.purge_contact_merges(now=after(days=40)) == 1
    with pytest.raises(operations.CannotPart):
        operations.undo_contact_merge(merge=merge, by=admin, at=after(days=40))


def test_it_is_decided_on_a_page(known: tuple[Lead, Lead], client: Any, admin: User) -> None:
    doubt, ana = asked(), person_of(known[0])
    client.force_login(admin)
    inbox = client.get(reverse("followups:inbox")).content.decode()
    address = reverse("followups:doubt", args=[doubt.pk])
    assert address in inbox
    assert (
        address
        in client.get(reverse("followups:lead", args=[doubt.inquiry.lead_id])).content.decode()
    )
    page = client.get(address).content.decode()
    assert "same address, same name" in page

    client.post(address, {"who": ana.pk})

    assert fresh(doubt).outcome == "same"
    assert client.get(address).status_code == 404
    client.post(reverse("followups:undo_doubt", args=[doubt.pk]))
    assert fresh(doubt).outcome == ""
    assert client.post(address, {"who": "x"}).status_code == 404


def test_event_managers_decide_on_their_own_managers_on_their_teams(
    known: tuple[Lead, Lead], client: Any
) -> None:
    owner, team = make_event_manager(), make_team()
    doubt = asked(campaign=make_event(owner=owner, team=team))
    operations.assign_lead(
        lead=doubt.inquiry.lead, rep=make_rep(team=team), by=None, at=after(hours=6)
    )
    address = reverse("followups:doubt", args=[doubt.pk])
    allowed = {owner: 200, make_manager(of=team): 200, make_manager(): 404,
               make_event_manager(): 404, make_rep(team=team): 404}  # fmt: skip

    for user, status in allowed.items():
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        assert DESK not in cards_in(answer)  # theirs are others' leads
        inbox = client.get(reverse("followups:inbox")).content.decode()
        assert (address in inbox) is (status == 200)
        if status != 200:
            assert client.post(address, {"who": "new"}).status_code == 404


def cards_in(answer: Any) -> str:
    """What the page tells of those who may be meant."""
    return str(answer.content.decode().partition('class="stack"')[2])


def test_the_inbox_asks_no_more_often_for_more_doubts(
    known: tuple[Lead, Lead], client: Any, admin: User
) -> None:
    client.force_login(admin)
    counts = []
    for name in ("Ana One", "Ana Two", "Ana Three"):
        asked(replace(ANA, name=name))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("followups:inbox"))
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_two_records_of_one_person_are_one_on_his_page(client: Any, admin: User) -> None:
    team = make_team()
    lead = make_planned_lead(owner=make_rep(team=team))
    other = operations.add_person(lead=lead, person=make_person(), by=admin, at=after())
    page = reverse("followups:edit_contact", args=[lead.pk, person_of(lead).pk])
    same = reverse("followups:merge_contacts", args=[lead.pk, person_of(lead).pk])
    client.force_login(lead.owner)
    assert same not in client.get(page).content.decode()
    assert client.post(same, {"other": other.pk}).status_code == 404
    client.force_login(make_manager(of=team))
    assert same in client.get(page).content.decode()
    assert client.post(same, {"other": make_contact().pk}).status_code == 404

    answer = client.post(same, {"other": other.pk}, follow=True)

    assert lead.people.count() == 1
    undo = reverse("followups:undo_contact_merge", args=[lead.pk, ContactMerge.objects.get().pk])
    assert undo in answer.content.decode()
    client.post(undo)
    assert lead.people.count() == 2
    assert broken() == {}
