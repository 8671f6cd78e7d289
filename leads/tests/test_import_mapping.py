"""The guess at a mapping is right for the exports people have; nonsense is refused."""

import pytest

from leads.imports.fields import KINDS
from leads.imports.guessing import guess
from leads.imports.mapping import Mapping
from leads.imports.refusals import BadMapping


def guessed(kind, header, *rows):
    names = [name.strip() for name in header.split(",")]
    cells = [[cell.strip() for cell in row.split(",")] for row in rows]
    return guess(KINDS[kind], names, cells).columns


def test_hubspot_headers():
    header = (
        "Record ID, First name, Last name, Email, Phone number, Job title, Company name, City,"
        "Country/Region, LinkedIn URL, Industry, Number of employees, Contact owner,"
        "Lifecycle stage, Lead status, Create date"
    )

    columns = guessed("leads", header)

    assert columns == {
        "first_name": "First name", "last_name": "Last name", "email": "Email",
        "phone": "Phone number", "job_title": "Job title", "organisation": "Company name",
        "city": "City", "country": "Country/Region", "linkedin_url": "LinkedIn URL",
        "owner": "Contact owner", "status": "Lead status", "received_at": "Create date",
    }  # fmt: skip


def test_pipedrive_headers():
    header = (
        "Person - Name*,Person - First name,Person - Last name,Person - Phone,"
        "Person - Email (Work),Organization - Name*,Organization - Address,Deal - Value"
    )

    columns = guessed("leads", header)

    assert columns == {
        "name": "Person - Name*", "first_name": "Person - First name",
        "last_name": "Person - Last name", "phone": "Person - Phone",
        "email": "Person - Email (Work)", "organisation": "Organization - Name*",
        "address": "Organization - Address", "value": "Deal - Value",
    }  # fmt: skip


def test_meta_headers():
    header = "id,created_time,ad_id,campaign_id,campaign_name,full_name,phone_number,work_email"
    row = "l:1,2026-01-02T10:00:00+01:00,ag:1,c:7,Spring,Ana Ruiz,p:+34612345678,ana@x.example"

    columns = guessed("leads", header, row)

    assert columns == {
        "external_id": "id", "received_at": "created_time", "campaign_external_id": "campaign_id",
        "campaign": "campaign_name", "name": "full_name", "phone": "phone_number",
        "email": "work_email",
    }  # fmt: skip


def test_the_id_column_is_one_that_tells_rows_apart():
    columns = guessed("leads", "Record ID,ID,Email", "7,1,a@x.example", "7,2,b@x.example")

    assert columns["external_id"] == "ID"


def test_of_two_headers_for_one_field_the_first_wins():
    mapping = guess(KINDS["leads"], ["Email", "Email (2)"], [["a@x.example", "b@x.example"]])

    assert mapping.columns == {"email": "Email"}


def test_headers_with_a_slip_are_understood():
    assert guessed("leads", "Nmae,Emial,Phne,Stage") == {
        "name": "Nmae", "email": "Emial", "phone": "Phne", "status": "Stage",
    }  # fmt: skip


def test_an_email_column_is_known_by_its_cells():
    columns = guessed("leads", "Who,Where to write", "Ana,ana@x.example", "Bo,bo@x.example")

    assert columns == {"email": "Where to write"}


def test_a_column_that_holds_something_else_is_not_taken():
    columns = guessed("leads", "Title,Company,Email", "Mrs.,001Ec00000GINb1IAH,a@x.example")

    assert columns == {"email": "Email"}


def test_a_due_column_with_times_is_a_moment():
    columns = guessed("touches", "Lead ID,Due Date", "1,2026-01-02 10:00")

    assert columns == {"lead_external_id": "Lead ID", "due_at": "Due Date"}


def test_known_words_are_shown_with_the_guess():
    mapping = guess(KINDS["leads"], ["Email", "Status"], [["a@x.example", "Lost"], ["b", "Foo"]])

    assert mapping.values == {"status": {"Lost": "closed:no_response"}}


def test_the_source_is_the_kind_and_the_id_column():
    mapping = guess(KINDS["leads"], ["Prospect ID"], [["1"], ["2"]])

    assert mapping.source == "leads:prospectid"


def test_select_and_its_like_are_blank_by_guess():
    header = ["Email", "City"]
    mapping = guess(KINDS["leads"], header, [["a@x.example", "Ulm"]])

    assert mapping.bind(header)(["a@x.example", " select "]) == {"email": "a@x.example"}


def test_a_mapping_file_is_understood():
    raw = {
        "columns": {"external_id": "LeadID", "status": "State"},
        "values": {"status": {"Lost": "closed:no response"}},
        "defaults": {"campaign": "WEB"},
        "dates": "%Y-%m-%d",
        "blank": ["-"],
        "source": "crm",
    }
    header = ["leadid", "State", "More"]

    mapping = Mapping.parse(raw, kind="leads").check(header)

    read = mapping.bind(header)
    assert read(["7", " LOST "]) == {
        "campaign": "WEB", "external_id": "7", "status": "closed:no response",
    }  # fmt: skip
    assert read(["8", "-"]) == {"campaign": "WEB", "external_id": "8"}
    assert (mapping.source, mapping.dates) == ("crm", ("%Y-%m-%d",))
    assert mapping.unmapped(header) == ["More"]


def test_a_mapping_comes_back_from_what_it_says():
    mapping = guess(KINDS["leads"], ["Id", "Email", "Status"], [["1", "a@x.example", "Won"]])

    again = Mapping.parse(mapping.as_dict(), kind="leads")

    assert again.as_dict() == mapping.as_dict()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ([], "must be an object"),
        ({"colums": {}}, "no part named 'colums'"),
        ({"columns": {"mail": "Email"}}, "no field 'mail'"),
        ({"columns": {"email": 3}}, "names nothing for E-mail"),
        ({"columns": ["email"]}, "must be an object of texts"),
        ({"columns": {"email": "E"}, "values": {"status": {"Lost": "gone"}}}, "Status to 'gone'"),
        ({"columns": {"email": "E"}, "values": {"status": ["Lost"]}}, "object of texts"),
        ({"columns": {"email": "E"}, "defaults": {"received_at": "soon"}}, "'soon', which is no"),
        ({"columns": {"email": "E"}, "dates": "yyyy-mm-dd"}, '"dates" must be a format'),
        ({"columns": {"email": "E"}, "blank": "Select"}, '"blank" must be a list'),
        ({"columns": {"email": "E"}, "source": 1}, '"source" must be a text'),
        ({"columns": {"city": "City"}}, "No column is taken as Id in the file, E-mail,"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(raw, sentence):
    with pytest.raises(BadMapping, match=sentence):
        Mapping.parse(raw, kind="leads")


def test_a_column_that_the_file_has_not_is_refused():
    mapping = Mapping.parse({"columns": {"email": "E-Mail 2"}}, kind="leads")

    with pytest.raises(BadMapping, match="no column 'E-Mail 2' for E-mail: it has Name, Email"):
        mapping.check(["Name", "Email"])
