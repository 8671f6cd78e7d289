"""Files of programs that many use are recognised by their headers."""

import pytest

from followups.tests.files.conftest import violations
from leads.imports.fields import KINDS
from leads.imports.guessing import guess
from leads.models import Contact, ImportRow, Lead

pytestmark = pytest.mark.django_db
HEADERS = {  # as vendors document them
    "HubSpot": "Record ID,First name,Last name,Email,Phone number,Job title,Company name,City,"
    "Country/Region,LinkedIn URL,Industry,Number of employees,Contact owner,Lifecycle stage,"
    "Lead status,Create date",
    "Pipedrive": "Person - Name*,Person - First name,Person - Last name,Person - Phone,"
    "Person - Email (Work),Person - Email (Home),Organization - Name*,Organization - Address,"
    "Deal - Title,Deal - Value,Activity - Subject*,Activity - Due date,Note - Content*",
    "Luma": "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,"
    "checked_in_at,custom_source,ticket_type_id,ticket_name",
    "Eventbrite": "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,"
    "Attendee Status",
    "Meta lead ads": "id,created_time,ad_id,ad_name,adset_id,adset_name,campaign_id,"
    "campaign_name,form_id,form_name,is_organic,platform,full_name,phone_number,work_email,city,"
    "inbox_url,lead_status",
    "LinkedIn lead forms": "Lead ID,Campaign Name,Form Name,First Name,Last Name,Email,Company",
    "Google Ads": "GCLID,Conversion Time,Full Name,Email,Phone Number",
    "Google contacts": "Given Name,Family Name,Organization Name,E-mail 1 - Value,Phone 1 - Value",
    "Zoom": "First Name,Last Name,Email,Registration Time,Approval Status,Organization",
    "Salesforce": "Lead ID,Lead Owner,First Name,Last Name,Company,Email,Lead Source,Lead Status",
    "Zoho": "Record Id,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Lead Status",
    "Odoo": "Opportunity,Contact Name,Email,Phone,Salesperson,Stage,Expected Revenue",
    "Oro": "Lead name,Status Id,First name,Last name,Emails 1 Email,Phones 1 Phone",
    "Mautic": "firstname,lastname,email,company,points,country",
}
FILES = {
    "vendor_exports/odoo/res_partner.xlsx": "Odoo",
    "vendor_exports/mautic/fakeleaddata.csv": "Mautic",
    "vendor_exports/mautic/10contacts.csv": "",  # five columns that anybody may have
    "badge_scans/sample-badge-scans-50.csv": "",
    "vendor_exports/oro/lead_export.csv": "Oro",
    "vendor_exports/oro/contact_with_duplicate_records.csv": "Oro",
    "vendor_exports/zoom/attendee_report.csv": "Zoom",
    "vendor_exports/linkedin/Connections.csv": "LinkedIn connections",
    "vendor_exports/google/google_contacts.csv": "Google contacts",
    "vendor_exports/convention/PreRegDataImportExample.tsv": "Convention registration",
    "vendor_exports/meta/facebook-leads.utf16le.tsv.csv": "Meta lead ads",
    "vendor_exports/salesforce_campaigns/Lead.csv": "Salesforce",
    "lead_sheets_demo/real-world/zoho-crm-export.csv": "Zoho",
    "lead_sheets_demo/real-world/hubspot-export.csv": "HubSpot",
    "lead_sheets_demo/real-world/google-ads-realistic.csv": "Google Ads",
    "lead_sheets_demo/01-facebook-leads-standard.csv": "Meta lead ads",
    "lead_sheets_demo/26-large-dataset-200-rows.csv": "",
}


@pytest.mark.parametrize("program", HEADERS)
def test_a_program_is_told_by_its_headers(program):
    assert guess(KINDS["leads"], HEADERS[program].split(","), []).preset == program


@pytest.mark.parametrize("name", FILES)
def test_the_shared_file_is_told(bring, shared, name):
    assert bring(shared(name), dry_run=True)["preset"] == FILES[name]


def test_pipedrive(bring):
    rows = ["Ida Berg,Ida,Berg,+4930123456,,ida@home.example,Hafen AG,,Crane,1200,Call,45631.0,Hi"]

    result = bring("\n".join([HEADERS["Pipedrive"], *rows]))

    lead, person = Lead.objects.get(), Contact.objects.get()
    assert result["preset"] == "Pipedrive"
    assert (person.name, person.email, person.company) == (
        "Ida Berg", "ida@home.example", "Hafen AG",
    )  # fmt: skip
    assert (lead.value, lead.note, lead.inquiries.get().request) == (1200, "Hi", "Crane")
    assert lead.extra["Activity - Due date"] == "45631.0"


def test_a_refunded_ticket_comes_in_closed(bring):
    rows = ["1,2026-01-05,Ida,Berg,i@hafen.example,1,Day,Attending",
            "2,2026-01-06,Jon,Ruiz,j@molen.example,1,Day,Refunded"]  # fmt: skip

    bring("\n".join([HEADERS["Eventbrite"], *rows]))

    told = Lead.objects.order_by("received_at").values_list("status", "disposition")
    assert list(told) == [("new", ""), ("closed", "not_interested")]
    assert violations() == {}


def test_a_test_lead_of_the_platform_is_held(bring):
    rows = (
        "id\tcreated_time\tform_name\tplatform\tfull_name\temail\n"
        "l:1\t2026-01-05T09:00:00+0000\tCranes\tfb\t<test lead: dummy data for full_name>"
        "\ttest@meta.com\n"
        "l:2\t2026-01-05T09:00:00+0000\tCranes\tfb\tIda Berg\tida@hafen.example\n"
    )

    result = bring(rows)

    assert (result["created"], result["held"]) == (1, 1)
    assert ImportRow.objects.get(fate="held").reason == "A test lead of the ad platform"
    assert Lead.objects.get().external_id == "2"
