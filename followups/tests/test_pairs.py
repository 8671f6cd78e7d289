"""Leads that may be one: found, put together, or told apart for good."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.tasks import pairs as look
from followups.tests.factories import MONDAY, after, make_lead, person_of
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads import pairs
from leads.models import Contact, Doubt, Lead, LeadContact, Pair
from leads.pairs import look_for_pairs

pytestmark = pytest.mark.django_db


def two(one: dict[str, Any], other: dict[str, Any], **lead: Any) -> tuple[Lead, Lead]:
    """Leads of two people who became alike after both were in."""
    leads = make_lead(**lead), make_lead(**lead)
    blank = {"email": "", "email_key": "", "phone": "", "phone_key": "", "company": ""}
    for each, said in zip(leads, (one, other), strict=True):
        Contact.objects.filter(pk=person_of(each).pk).update(**blank | said)
    return leads


def twin_of(lead_id: int, reader: Any) -> int | None:
    lead = Lead.objects.with_twin(reader).get(pk=lead_id)
    proposed: int | None = lead.twin_id  # type: ignore[attr-defined]
    return proposed


def found() -> list[tuple[int, int, list[str]]]:
    look_for_pairs(now=MONDAY)
    return list(Pair.objects.standing().values_list("first_id", "second_id", "signs"))


ANA = {"name": "Ana Berg"}
NORD = {"email_key": "ana@nord.example"}
ALIKE: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (NORD, NORD, ["email"]),
    (ANA | {"phone_key": "+49301"}, {"name": "A. Berg", "phone_key": "+49301"}, ["phone"]),
    (ANA | {"phone_key": "+49301"}, {"name": "Bo Ek", "phone_key": "+49301"}, []),
    (ANA | NORD, {"name": "ana berg", "email_key": "a.b@nord.example"}, ["domain"]),
    (ANA | {"email_key": "a@gmx.de"}, ANA | {"email_key": "b@gmx.de"}, []),
    (ANA | NORD | {"phone_key": "+1"},
     ANA | {"email_key": "b@nord.example", "phone_key": "+2"}, []),
    (ANA | {"company": "Nord AG"}, ANA | {"company": "nord ag"}, ["company"]),
    (ANA | {"company": "Nord AG"}, ANA | {"company": "Sued AG"}, []),
    (ANA | {"company": "n/a"}, ANA | {"company": "n/a"}, []),
    ({"name": "Test Test", "company": "Nord"}, {"name": "Test Test", "company": "Nord"}, []),
    ({"name": "Ana", "company": "Nord"}, {"name": "Ana", "company": "Nord"}, []),
    (ANA | NORD | {"company": "Nord"}, ANA | NORD | {"company": "Nord"},
     ["email", "domain", "company"]),
    ({"name": "Ana Berg"}, {"name": "Ana Berg"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "signs"), ALIKE)
def test_what_speaks_for_it(one: dict[str, Any], other: dict[str, Any], signs: list[str]) -> None:
    leads = two(one, other)

    assert found() == ([(leads[0].pk, leads[1].pk, signs)] if signs else [])
    assert found() == found()  # a second look writes nothing


def test_one_person_at_two_leads() -> None:
    lead, other = make_lead(), make_lead()
    LeadContact.objects.create(lead=other, contact=person_of(lead))

    assert found() == [(lead.pk, other.pk, ["person"])]


def test_a_desk_is_no_sign() -> None:
    for _n in range(pairs.MOST_ALIKE + 1):
        Contact.objects.filter(pk=person_of(make_lead()).pk).update(**NORD)

    assert found() == []


def test_two_closed_ones_are_left_alone_and_one_open_is_not() -> None:
    leads = two(NORD, NORD, owner=make_rep())
    said = {"disposition": "no_response", "by": None, "at": after(days=1)}
    operations.close_lead(lead=leads[0], **said)
    assert len(found()) == 1

    operations.close_lead(lead=leads[1], **said)

    assert found() == []  # what was proposed goes


def test_what_waits_for_who_asked_and_who_is_new_are_left_to_that() -> None:
    leads = two(NORD, NORD)
    doubt = Doubt.objects.create(inquiry=leads[0].inquiries.get(), raised_at=MONDAY)
    assert found() == []

    operations.settle_doubt(doubt=doubt, contact=None, by=make_admin(), at=after(days=1))

    assert found() == []


def test_told_apart_they_are_never_proposed_again() -> None:
    one, other = two(NORD, NORD)
    admin, other_pair = make_admin(), two(ANA, ANA)
    assert len(found()) == 1

    pair = pairs.part_leads(one=other, other=one, by=admin, at=after(days=1))

    assert pairs.part_leads(one=one, other=other, by=admin, at=after(days=2)) == pair
    assert pair.parted_at == after(days=1)
    assert found() == []
    assert twin_of(other_pair[0].pk, admin) is None
    assert twin_of(one.pk, admin) is None
    pairs.undo_parting(pair=pair, by=admin, at=after(days=2))
    assert len(found()) == 1
    assert twin_of(one.pk, admin) == other.pk
    with pytest.raises(pairs.NotParted):
        pairs.undo_parting(pair=pair, by=admin, at=after(days=3))


def test_a_lead_proposes_what_was_found() -> None:
    event = make_event(owner=make_event_manager(), team=make_team())
    one, other = two(*[ANA | {"company": "Nord AG"}] * 2, campaign=event)
    admin = make_admin()
    assert twin_of(one.pk, admin) is None

    look_for_pairs(now=MONDAY)

    for lead, twin in ((one, other), (other, one)):
        assert twin_of(lead.pk, admin) == twin.pk
        assert twin_of(lead.pk, make_manager(of=make_team())) is None


def test_put_together_it_goes_and_what_was_told_apart_stays_so() -> None:
    one, other = two(NORD, NORD)
    third, admin = make_lead(), make_admin()
    Contact.objects.filter(pk=person_of(third).pk).update(**NORD)
    assert len(found()) == 3
    pairs.part_leads(one=other, other=third, by=admin, at=after(days=1))

    merge = operations.merge_leads(keep=one, lose=other, by=admin, at=after(days=1))

    assert found() == []
    operations.undo_merge(merge=merge, by=admin, at=after(days=2))
    assert [row[:2] for row in found()] == [(one.pk, other.pk)]


def test_the_list_is_of_who_may_put_them_together(client: Any) -> None:
    team, owner = make_team(), make_event_manager()
    event = make_event(owner=owner, team=team)
    one, other = two(NORD, NORD, campaign=event)
    look.apply()
    page = reverse("followups:pairs")
    here, undo = reverse("followups:part_leads", args=[one.pk, other.pk]), "followups:undo_part"
    allowed = {make_manager(of=team): True, owner: True, make_admin(): True,
               make_manager(of=make_team()): False, make_event_manager(): False}  # fmt: skip
    for user, may in allowed.items():
        client.force_login(user)
        answer = client.get(page).content.decode()
        assert (here in answer) is may
        assert ("No two leads look alike" in answer) is not may
        assert (page in client.get(reverse("followups:inbox")).content.decode()) is may
        if not may:
            assert client.post(here).status_code == 404
            assert client.post(reverse(undo, args=[Pair.objects.get().pk])).status_code == 404
    client.force_login(make_rep(team=team))
    assert client.get(page).status_code == 403
    client.force_login(owner)

    client.post(here)

    assert "No two leads look alike" in client.get(page).content.decode()
    client.post(reverse(undo, args=[Pair.objects.get().pk]))
    assert here in client.get(page).content.decode()
    assert (
        here
        in client.get(reverse("followups:compare_leads", args=[one.pk, other.pk])).content.decode()
    )
    assert client.post(reverse("followups:part_leads", args=[one.pk, one.pk])).status_code == 404


def test_the_list_asks_no_more_often_for_more(client: Any) -> None:
    client.force_login(make_admin())
    counts = []
    for number in (1, 3):
        for n in range(number):
            two(*[{"email_key": f"ana{number}{n}@nord.example"}] * 2)
        look_for_pairs(now=MONDAY)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("followups:pairs"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
