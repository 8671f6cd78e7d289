"""What became one is told on the lead's page, with the way back while there is one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.policy import BIN_DAYS
from followups.tests.factories import MONDAY, after, make_lead, person_of
from followups.timeline_merges import items_of_merges
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep
from leads.intake import Person
from leads.models import Contact, Doubt, Lead, LeadMerge

pytestmark = pytest.mark.django_db
LATER = after(days=1)


def told(lead: Lead, reader: User, now: datetime = LATER) -> list[tuple[str, bool]]:
    found = Lead.objects.with_was_merged().get(pk=lead.pk)
    return [(item.what, bool(item.undo)) for item in items_of_merges(found, reader=reader, now=now)]


def test_a_lead_that_became_one_is_parted_from_its_page(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    rep = make_rep()
    keep, lose = make_lead(owner=rep), make_lead(owner=rep)
    Lead.objects.filter(pk=lose.pk).update(organisation="Nord AG")
    lose.refresh_from_db()
    assert told(keep, rep) == []

    operations.merge_leads(keep=keep, lose=lose, by=make_admin(), at=MONDAY)

    said = "Nord AG became one with this lead"
    assert told(keep, make_admin()) == [(said, True)]
    assert told(keep, rep) == [(said, False)]
    assert told(keep, make_admin(), MONDAY + timedelta(days=BIN_DAYS)) == [(said, False)]
    client.force_login(make_admin())
    page = client.get(reverse("followups:lead", args=[keep.pk])).content.decode()
    undo = reverse("followups:undo_merge", args=[LeadMerge.objects.get().pk])
    assert said in page
    assert undo in page
    client.post(undo)
    assert Lead.objects.filter(pk=lose.pk).exists()
    assert told(keep, make_admin()) == []


def test_what_happened_since_leaves_no_way_back() -> None:
    keep, lose = make_lead(owner=make_rep()), make_lead()
    operations.merge_leads(keep=keep, lose=lose, by=make_admin(), at=MONDAY)
    operations.close_lead(lead=keep, disposition="no_response", by=None, at=LATER)

    assert [way for _what, way in told(keep, make_admin())] == [False]


def test_records_of_a_person_that_became_one() -> None:
    lead, manager = make_lead(), make_manager()
    lost = make_lead()
    Contact.objects.filter(pk=person_of(lost).pk).update(name="Ana Berg")
    keep = person_of(lead)
    operations.merge_contacts(
        keep=keep, lose=Contact.objects.get(name="Ana Berg"), by=manager, at=MONDAY
    )

    said = "Two records of Ana Berg became one"
    assert told(lead, manager) == told(lead, make_admin()) == [(said, True)]
    assert told(lead, make_manager()) == [(said, False)]
    assert told(lead, manager, MONDAY + timedelta(days=BIN_DAYS)) == [(said, False)]


def test_who_asked_is_told_once_with_what_it_brought() -> None:
    admin = make_admin()
    known = make_lead(person=Person(name="Ana Berg", email="ana@nord.example"))
    other = make_lead(person=Person(name="Ana Berg", phone="+49 30 5551234", company="Nord"))
    doubtful = make_lead()
    doubt = Doubt.objects.create(inquiry=doubtful.inquiries.get(), raised_at=MONDAY)
    doubt.candidates.create(contact=person_of(known))
    doubt.candidates.create(contact=person_of(other))

    operations.settle_doubt(doubt=doubt, contact=person_of(known), by=admin, at=LATER)

    kept = Doubt.objects.get().inquiry.lead
    assert [way for _what, way in told(kept, admin)] == [True]
    assert [way for _what, way in told(kept, make_manager())] == [False]
