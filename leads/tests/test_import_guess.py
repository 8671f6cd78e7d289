"""The guess at a mapping is right for real files."""

import os
from pathlib import Path

import pytest

from leads.imports.fields import KINDS
from leads.imports.guessing import guess
from leads.imports.reading import open_sheet

DATA = Path(os.environ.get("SHARED_FILES", Path(__file__).parents[3] / "shared" / "data"))
SALESFORCE = "vendor_exports/salesforce_campaigns"
PERSON = {"first_name": "First Name", "last_name": "Last Name", "email": "Email"}
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real files are not here")


def guessed_for(kind, name):
    sheet = open_sheet(DATA / name)
    return guess(KINDS[kind], sheet.header, sheet.sample())


@needs_data
def test_the_guess_for_xeducation():
    mapping = guessed_for("leads", "leads_xeducation/Leads.csv.gz")

    assert mapping.columns == {
        "external_id": "Prospect ID", "campaign": "Lead Source", "no_email": "Do Not Email",
        "no_phone": "Do Not Call", "converted": "Converted", "country": "Country", "city": "City",
    }  # fmt: skip


@needs_data
@pytest.mark.parametrize(
    ("kind", "name", "columns"),
    [
        (
            "contacts",
            "crm_relational/Contacts.csv",
            {
                "external_id": "ContactID", "name": "FullName", "email": "Email",
                "phone": "Phone", "city": "City", "region": "State", "country": "Country",
            },
        ),
        (
            "leads",
            "crm_relational/Leads.csv",
            {
                "external_id": "LeadID", "contact_external_id": "ContactID",
                "campaign": "LeadSource", "status": "LeadStatus", "received_at": "CreatedDate",
                "note": "Notes",
            },
        ),
        (
            "touches",
            "crm_relational/Activity.csv",
            {
                "external_id": "ActivityID", "lead_external_id": "LeadID",
                "channel": "ActivityType", "subject": "Subject", "due_on": "DueDate",
                "done": "Completed", "note": "Notes",
            },
        ),
        (
            "reps",
            "pipeline_crm_opportunities/sales_teams.csv",
            {"name": "sales_agent", "manager": "manager", "team": "regional_office"},
        ),
        (
            "leads",
            "vendor_exports/google/google_contacts.csv",
            {
                "name": "Name", "first_name": "Given Name", "last_name": "Family Name",
                "email": "E-mail 1 - Value", "phone": "Phone 1 - Value",
                "organisation": "Organization 1 - Name", "job_title": "Organization 1 - Title",
            },
        ),
        (
            "leads",
            "vendor_exports/linkedin/Connections.csv",
            {
                "first_name": "First Name", "last_name": "Last Name", "linkedin_url": "URL",
                "email": "Email Address", "organisation": "Company", "job_title": "Position",
                "received_at": "Connected On",
            },
        ),
        (
            "leads",
            "badge_scans/sample-badge-scans-50.csv",
            {
                **PERSON, "organisation": "Company", "job_title": "Title", "phone": "Phone",
                "linkedin_url": "LinkedIn", "received_at": "Badge Scan Time", "note": "Notes",
                "booth": "Booth Location",
            },
        ),
    ],
)  # fmt: skip
def test_the_guess_for_real_files(kind, name, columns):
    assert guessed_for(kind, name).columns == columns


@needs_data
@pytest.mark.parametrize(
    ("kind", "name", "some"),
    [
        ("campaigns", "Campaign", {"external_id": "Id", "name": "Name", "starts_on": "StartDate"}),
        ("leads", "Lead", {"external_id": "Id", "status": "Status", "campaign": "LeadSource"}),
        ("contacts", "Contact", {"external_id": "Id", "email": "Email"}),
        (
            "members",
            "CampaignMember",
            {
                "external_id": "Id", "campaign_external_id": "CampaignId",
                "lead_external_id": "LeadId", "contact_external_id": "ContactId",
                "received_at": "Added_Date__c", "status": "Status",
            },
        ),
        (
            "touches",
            "Task",
            {
                "external_id": "Id", "who_external_id": "WhoId", "due_on": "ActivityDate",
                "done": "Status", "channel": "Type__c", "subject": "Subject",
            },
        ),
    ],
)  # fmt: skip
def test_the_guess_for_salesforce(kind, name, some):
    columns = guessed_for(kind, f"{SALESFORCE}/{name}.csv").columns

    assert some.items() <= columns.items()


@needs_data
@pytest.mark.parametrize(
    "path", sorted((DATA / "lead_sheets_demo").rglob("*.csv")), ids=lambda path: path.stem
)
def test_every_lead_sheet_gives_people_that_can_be_reached(path):
    sheet = open_sheet(path)

    mapping = guess(KINDS["leads"], sheet.header, sheet.sample()).check(sheet.header)

    assert {"email", "email_or_phone"} & set(mapping.columns)
