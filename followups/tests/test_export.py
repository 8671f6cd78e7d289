"""The lead list as a file: whose, which rows, what it says, and that nothing in it is a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from followups import operations
from followups.exports import writing
from followups.tests.factories import MONDAY, make_owned_lead
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
    sign_in_before,
)
from leads.imports.guard import guarded, unguarded
from leads.models import Contact, Inquiry, Lead, LeadTag, OwnField, Tag
from leads.tests.factories import make_person
from leads.tests.own_fields import make_own_field, say

pytestmark = pytest.mark.django_db
EXPORT, LEADS = reverse("followups:export_leads"), reverse("followups:leads")
PAYLOADS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1",
    "＠SUM", "%0A=1", ";=1+1", "a;=1+1", "a,@x", "'=1", "''=1", " =1+1", 'x"\n=1', "|cmd", "a\n+1",
]  # fmt: skip


def sign_in(client: Any, user: User) -> None:
    """With a password, just now."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


def take(client: Any, user: User, asked: str = "", form: str = "csv") -> Any:
    sign_in(client, user)
    return client.post(f"{EXPORT}?{asked}", {"form": form})


def lines(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sheet(answer: Any) -> str:
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="Europe/Berlin"))


@pytest.fixture
def mia(ana: User) -> User:
    return make_manager(of=ana.team, own_time_zone="Europe/Berlin")


@pytest.fixture
def lead(ana: User) -> Lead:
    karla = make_person(name="Karla", company="Brandt", email="k@b.example", phone="+4930123456")
    lead = make_owned_lead(owner=ana, person=karla)
    Lead.objects.filter(pk=lead.pk).update(value="1234.50")
    LeadTag.objects.create(lead=lead, tag=Tag.objects.create(name="Hot"), at=MONDAY)
    for field, said in (
        (make_own_field("Machines", kind="number"), {"number": -3}),
        (make_own_field("Tender", kind="yes_no"), {"yes": True}),
    ):
        say(field, lead, **said)
    return lead


def test_a_row_tells_what_the_list_and_the_lead_tell(client: Any, mia: User, lead: Lead) -> None:
    answer = take(client, mia)

    row = lines(answer)[0]
    assert row["Leadfollow number"] == str(lead.pk)
    assert (row["Company"], row["Name"], row["E-mail"]) == ("Brandt", "Karla", "k@b.example")
    assert (row["Value"], row["Currency"], row["Owner"]) == ("1234.5", "EUR", "Ana")
    assert datetime.fromisoformat(row["Received"]) == MONDAY
    assert row["Received"].endswith("+01:00")
    assert (row["Tags"], row["Flags"], row["Do not contact"]) == ("Hot", "", "")
    assert (row["Machines"], row["Tender"]) == ("-3", "Yes")
    assert row["Phone"] == "'+4930123456"


def test_who_must_not_be_contacted_is_marked(client: Any, mia: User, lead: Lead) -> None:
    Contact.objects.update(do_not_contact=True)

    assert lines(take(client, mia))[0]["Do not contact"] == "yes"


def test_all_that_is_filtered_leaves_in_its_order(client: Any, mia: User, ana: User) -> None:
    for number in range(60):
        make_owned_lead(owner=ana, person=make_person(company=f"Firm {number:02}"))
    make_owned_lead(owner=make_rep(team=ana.team))

    rows = lines(take(client, mia, f"owner={ana.pk}&sort=organisation"))

    assert [row["Company"] for row in rows] == [f"Firm {number:02}" for number in range(60)]
    entry = Entry.objects.get(event="leads exported")
    assert (entry.by, entry.details["rows"]) == (mia, 60)
    assert entry.details["filter"] == f"owner={ana.pk}&sort=organisation"


def test_each_takes_along_what_is_his(client: Any, ana: User, mia: User, lead: Lead) -> None:
    theirs = make_owned_lead()
    eva = make_event_manager()
    theirs.campaign.owner = eva
    theirs.campaign.save()

    def numbers(user: User) -> set[str]:
        return {row["Leadfollow number"] for row in lines(take(client, user))}

    assert numbers(mia) == {str(lead.pk)}
    assert numbers(eva) == {str(theirs.pk)}
    assert numbers(make_admin()) == {str(lead.pk), str(theirs.pk)}
    assert take(client, ana).status_code == 404


def test_a_rep_takes_his_own_along_where_his_team_lets_him(
    client: Any, ana: User, lead: Lead
) -> None:
    make_owned_lead(owner=make_rep(team=ana.team))
    ana.team.reps_export = True  # type: ignore[union-attr]
    ana.team.save()  # type: ignore[union-attr]

    assert [row["Leadfollow number"] for row in lines(take(client, ana))] == [str(lead.pk)]


def test_the_list_offers_it_with_its_filters_and_only_to_those(
    client: Any, ana: User, mia: User, lead: Lead
) -> None:
    client.force_login(ana)
    assert EXPORT not in client.get(LEADS).content.decode()

    client.force_login(mia)
    assert f"{EXPORT}?owner={ana.pk}" in client.get(f"{LEADS}?owner={ana.pk}").content.decode()


def test_an_open_screen_asks_again(client: Any, mia: User, lead: Lead) -> None:
    mia.set_password("a long password")
    mia.save()
    sign_in_before(client, mia)

    answer = client.post(EXPORT, {"form": "csv"})

    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not Entry.objects.filter(event="leads exported").exists()


def test_a_workbook_is_no_larger_than_said(
    client: Any, mia: User, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(operations.TooManyRows, match="0 leads at most"):
        operations.export_leads(
            leads=Lead.objects.all(), query="", form="xlsx", most=0, by=mia, at=MONDAY
        )
    assert writing.MOST_IN_WORKBOOK == 50_000


def with_payloads(lead: Lead) -> None:
    """One in each column that somebody can write into."""
    texts = ("name", "job_title", "email", "phone", "address", "postal_code", "city", "region")
    Contact.objects.update(**dict(zip(texts, PAYLOADS, strict=False)))
    Contact.objects.update(country=PAYLOADS[8])
    Lead.objects.update(organisation=PAYLOADS[9])
    lead.campaign.name = PAYLOADS[10]
    lead.campaign.save()
    Tag.objects.update(name=PAYLOADS[11])
    User.objects.update(name=PAYLOADS[12])
    for number, payload in enumerate(PAYLOADS):
        say(make_own_field(f"{payload}{number}", code=f"own{number}"), lead, text=payload)


def test_no_cell_of_a_csv_begins_a_formula(client: Any, mia: User, lead: Lead) -> None:
    with_payloads(lead)

    text = b"".join(take(client, mia).streaming_content).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    cells += re.split(r"[;\t]", text)  # as in countries where these part cells
    for cell in cells:
        assert not re.match(r'"?\s*([=+@＝＋－＠%|]|-(?!\d+$))', cell), cell


def test_no_cell_of_a_workbook_is_a_formula(client: Any, mia: User, lead: Lead) -> None:
    with_payloads(lead)

    written = sheet(take(client, mia, form="xlsx"))

    assert "<f>" not in written
    assert "=1+1" in written


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_guarded_is_read_as_it_was(payload: str) -> None:
    assert unguarded(guarded(payload)) == payload
    assert not re.match(r"\s*[=+\-@＝＋－＠%|]", guarded(payload))


@given(st.text(alphabet="=+-@';,\t\n |a＝"))
def test_whatever_is_guarded_is_read_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_exported_file_creates_nothing(
    client: Any, mia: User, lead: Lead, tmp_path: Any, capsys: Any, form: str
) -> None:
    make_owned_lead(owner=lead.owner, person=make_person(name="", email="", company="Nobody’s"))
    Lead.objects.update(received_at=MONDAY.replace(microsecond=7))
    path, mapping = tmp_path / f"leads.{form}", tmp_path / "mapping.json"
    path.write_bytes(b"".join(take(client, mia, form=form).streaming_content))
    columns = {
        "number": "Leadfollow number", "organisation": "Company", "name": "Name",
        "email": "E-mail", "phone": "Phone", "campaign": "Campaign code", "received_at": "Received",
        "own:machines": "Machines", "own:tender": "Tender", "value": "Value",
    }  # fmt: skip
    mapping.write_text(json.dumps({"columns": columns}))
    before = (Lead.objects.count(), Contact.objects.count(), Inquiry.objects.count())

    call_command("import_file", str(path), kind="leads", mapping=mapping, json=True)

    result = json.loads(capsys.readouterr().out)
    assert (result["created"], result["added"], result["rejected"]) == (0, 2, 0)
    assert before == (Lead.objects.count(), Contact.objects.count(), Inquiry.objects.count())


def test_it_is_known_without_a_mapping_too(
    client: Any, mia: User, lead: Lead, tmp_path: Any, capsys: Any
) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(b"".join(take(client, mia).streaming_content))

    call_command("import_file", str(path), kind="leads", json=True)

    assert json.loads(capsys.readouterr().out)["reasons"] == {"Already there": 1}


def test_many_rows_ask_no_more(
    client: Any, mia: User, lead: Lead, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60) as few:
        lines(take(client, mia))
    for _ in range(8):
        make_owned_lead(owner=lead.owner)

    with django_assert_max_num_queries(len(few)):
        lines(take(client, mia))
    assert OwnField.objects.count() == 2
