"""Held rows of files: in the inbox, completed or dropped, with the sums of their import."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.models import Campaign, LeadForm
from campaigns.tests.factories import make_campaign, make_event
from followups.audit import audit
from followups.imports import held
from followups.imports.starting import draft
from followups.imports.waiting import run_waiting_imports
from followups.tests.factories import make_planned_lead, person_of
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.imports.preparing import Options
from leads.intake import Person
from leads.models import Contact, Doubt, Import, ImportRow, Lead
from leads.models.importing import ImportState
from leads.tests.factories import make_contact
from leads.tests.submissions import make_submission

pytestmark = pytest.mark.django_db

HEADER = "Id,Name,Company,Email,Campaign,Hall\n"
ROWS = (
    "L1,Ana Ruiz,Ruiz SL,ana@ruiz.example,Show,3\n"
    ",,,,Show,4\n"
    ",Cy Dale,Desk AG,desk@desk.example,Show,5\n"
)


@pytest.fixture
def manager() -> User:
    return make_manager(of=make_team())


@pytest.fixture
def show(manager: User) -> Campaign:
    return make_campaign(code="SHOW", name="Show", team=manager.led_teams[0])


@pytest.fixture
def batch(manager: User, show: Campaign) -> Import:
    """One of three rows is created; of one nothing tells who it is, one fits two people."""
    for name in ("Ed Roe", "Al Poe"):
        make_contact(name=name, email="desk@desk.example")
    return bring_in(manager)


def bring_in(by: User) -> Import:
    now = clock.now()
    content = (HEADER + ROWS).encode()
    batch = draft(
        kind="leads", file_name="show.csv", content=content, options=Options(), by=by, at=now
    )
    columns = {"external_id": "Id", "name": "Name", "organisation": "Company", "email": "Email"}
    batch.mapping = {"columns": columns | {"campaign": "Campaign"}, "source": "fair"}
    batch.state, batch.rows_total = ImportState.WAITING, 3
    batch.save()
    run_waiting_imports(now=now, seconds=60)
    batch.refresh_from_db()
    return batch


def sums(batch: Import) -> tuple[int, ...]:
    batch.refresh_from_db()
    assert not audit(["imports-account"])["imports-account"].violations
    fates = ("created", "added", "held", "rejected")
    counted = tuple(batch.rows.filter(fate=fate).count() for fate in fates)
    assert counted == tuple(getattr(batch, fate) for fate in fates)
    return counted


def page_of(row: ImportRow) -> str:
    return reverse("followups:held_row", args=[row.pk])


def test_a_held_row_is_completed_in_the_form_that_has_what_it_says(
    client: Any, batch: Import, manager: User, show: Campaign
) -> None:
    assert sums(batch) == (1, 0, 2, 0)
    row = batch.rows.get(line=3)
    client.force_login(manager)
    result = client.get(reverse("followups:import", args=[batch.pk])).content.decode()
    assert "2 rows are held" in result
    assert f"{reverse('followups:inbox')}#held-rows" in result
    assert page_of(row) in client.get(reverse("followups:inbox")).content.decode()
    form = client.get(page_of(row)).context["form"]
    assert form.chosen_campaign == show
    typed = {"name": "Di Fox", "company": "Fox AG", "email": "di@fox.example", "address": "Weg 1",
             "postal_code": "10115", "no_phone": "on", "campaign": show.pk,
             "key": form["key"].value()}  # fmt: skip
    assert client.post(page_of(row), {**typed, "name": ""}).status_code == 422

    client.post(page_of(row), typed)

    row.refresh_from_db()
    assert sums(batch) == (2, 0, 1, 0)
    assert (row.fate, str(row.lead), row.settled_by) == ("created", "Fox AG", manager)
    assert row.lead
    assert row.lead.extra == {"Hall": "4"}
    assert row.lead.received_at == batch.created_at
    assert client.get(page_of(row)).status_code == 404


def test_one_that_fits_several_is_taken_in_and_then_decided(
    client: Any, batch: Import, manager: User, show: Campaign
) -> None:
    row = batch.rows.get(line=4)
    client.force_login(manager)
    form = client.get(page_of(row)).context["form"]
    assert [form[name].value() for name in ("name", "company")] == ["Cy Dale", "Desk AG"]
    typed = {"name": "Cy Dale", "company": "Desk AG", "email": "desk@desk.example",
             "address": "Weg 1", "postal_code": "10115", "no_phone": "on", "campaign": show.pk,
             "key": form["key"].value()}  # fmt: skip

    answer = client.post(page_of(row), typed)

    assert answer.url == reverse("followups:doubt", args=[Doubt.objects.get().pk])
    assert sums(batch) == (2, 0, 1, 0)


def test_who_is_meant_is_said_beside_those_it_may_be(
    client: Any, batch: Import, manager: User, show: Campaign
) -> None:
    row, al = batch.rows.get(line=4), Contact.objects.get(name="Al Poe")
    client.force_login(manager)
    page = client.get(page_of(row))
    assert [str(card.contact) for card in page.context["cards"]] == ["Ed Roe", "Al Poe"]
    cards = page.content.decode().partition("may be somebody")[2].partition("<form")[0]
    assert "Al Poe" in cards
    assert "desk@desk.example" not in cards  # nobody's lead of his
    said = {"who": al.pk, "campaign": show.pk, "key": page.context["form"]["key"].value()}
    assert client.post(page_of(row), said | {"who": make_contact().pk}).status_code == 404
    assert client.post(page_of(row), said | {"campaign": ""}).status_code == 422

    client.post(page_of(row), said | {"request": "Prices"})

    row.refresh_from_db()
    inquiry = al.inquiries.get()
    assert (row.lead, inquiry.lead, inquiry.request) == (inquiry.lead, row.lead, "Prices")
    assert not Doubt.objects.exists()
    assert Contact.objects.filter(email_key="desk@desk.example").count() == 2
    assert sums(batch) == (2, 0, 1, 0)
    assert client.post(page_of(row), said).status_code == 404


def test_who_has_a_lead_gets_it_as_a_further_inquiry(
    batch: Import, manager: User, show: Campaign
) -> None:
    lead = make_planned_lead()
    said = {"person": Person(name="Ana"), "contact": person_of(lead), "campaign": show}

    entered = held.complete_row(
        row=batch.rows.get(line=3), by=manager, at=clock.now(), key=uuid4(), **said
    )

    assert entered.inquiry.lead == lead
    assert sums(batch) == (1, 1, 1, 0)


def test_a_row_with_a_name_alone_may_mean_whom_it_names() -> None:
    ana = make_contact(name="Ana Ruiz", company="Ruiz SL", email="", phone="")
    make_contact(name="Bo Ek", company="Ruiz SL", email="", phone="")

    assert held.those_meant(Person(name="ana ruiz", company="Ruiz SL")) == [ana]
    assert held.those_meant(Person(company="Ruiz SL")) == []


def test_dropped_it_is_rejected_until_that_is_taken_back(
    client: Any, batch: Import, manager: User
) -> None:
    row = batch.rows.get(line=3)
    client.force_login(manager)

    client.post(reverse("followups:drop_held_row", args=[row.pk]))

    assert sums(batch) == (1, 0, 1, 1)
    client.post(reverse("followups:undo_drop_of_row", args=[row.pk]))
    assert sums(batch) == (1, 0, 2, 0)
    client.post(reverse("followups:undo_drop_of_row", args=[row.pk]))
    assert sums(batch) == (1, 0, 2, 0)


def test_a_row_is_decided_once(batch: Import, manager: User) -> None:
    row, said = batch.rows.get(line=3), {"by": manager, "at": clock.now()}
    held.drop_row(row=row, **said)

    with pytest.raises(held.RowSettled):
        held.drop_row(row=row, **said)
    with pytest.raises(held.RowSettled):
        held.complete_row(row=row, **said)
    with pytest.raises(held.RowSettled):
        held.undo_drop(row=batch.rows.get(line=2), **said)
    assert Lead.objects.count() == 1


def test_whose_rows_somebody_decides_on(client: Any, batch: Import, manager: User) -> None:
    row = batch.rows.get(line=3)
    team = manager.led_teams[0]
    others = (make_manager(), make_event_manager(), make_rep(team=team))
    for user in others:
        client.force_login(user)
        assert page_of(row) not in client.get(reverse("followups:inbox")).content.decode()
        assert client.get(page_of(row)).status_code == 404
        for name in ("drop_held_row", "undo_drop_of_row"):
            assert client.post(reverse(f"followups:{name}", args=[row.pk])).status_code == 404
    client.force_login(make_admin())
    assert client.get(page_of(row)).status_code == 200
    assert sums(batch) == (1, 0, 2, 0)


def test_a_file_that_is_not_kept_any_more_leaves_the_cells(batch: Import, manager: User) -> None:
    Import.objects.update(content=None)

    told = held.told_by(ImportRow.objects.get(line=4))

    assert ("", "Cy Dale") in told.cells
    assert told.typed == {}


def test_of_a_row_whose_cells_are_gone_only_dropping_is_left(
    client: Any, batch: Import, manager: User
) -> None:
    batch.rows.filter(line=3).update(cells=[], reason="")
    client.force_login(manager)

    answer = client.get(page_of(batch.rows.get(line=3)))

    assert answer.context["form"] is None
    assert "not kept any more" in answer.content.decode()
    assert "not kept any more" in client.get(reverse("followups:inbox")).content.decode()


def test_the_inbox_counts_what_forms_keep_in_quarantine(client: Any) -> None:
    owner = make_event_manager()
    event = make_event(owner=owner)
    quarantine_one(event)

    client.force_login(owner)

    page = client.get(reverse("followups:inbox")).content.decode()
    assert reverse("followups:quarantine", args=[event.pk]) in page
    client.force_login(make_event_manager())
    page = client.get(reverse("followups:inbox")).content.decode()
    assert reverse("followups:quarantine", args=[event.pk]) not in page


def quarantine_one(event: Campaign) -> None:
    form = LeadForm.objects.create(campaign=event)
    make_submission(form=form, fate="quarantined", suspicion="trap")
