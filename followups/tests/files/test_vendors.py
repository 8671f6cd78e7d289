"""What programs of others send: linked exports, reports in sections, headers over two lines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError
from django.db.models import Count

from campaigns.models import Campaign
from followups import operations
from followups.models import Touch
from followups.next_step import Due
from followups.tests.files.conftest import violations
from leadfollow.people.tests.factories import make_rep
from leads.models import Contact, Inquiry, Lead

pytestmark = pytest.mark.django_db
SALESFORCE = "vendor_exports/salesforce_campaigns"
FEBRUARY = datetime(2024, 2, 1, tzinfo=UTC)
LINKED = {  # two campaigns of one name; Ida is in both, Jon is no lead yet
    "campaigns": "Id,Name,StartDate\n701A,Spring,2023-06-15\n701B,Spring,2023-07-15\n",
    "leads": "Id,Name,Company,Email\n00Q1,Ida Berg,Hafen AG,ida@hafen.example\n"
    "00Q2,Eva Lind,Kai AG,eva@kai.example\n",
    "contacts": "Id,Name,Email\n0031,Jon Ruiz,jon@molen.example\n",
    "members": "Id,CampaignId,LeadId,ContactId,Added_Date__c\n"
    "00v1,701A,00Q1,,2023-06-18\n00v2,701B,00Q1,,2023-07-18\n"
    "00v3,701A,,0031,2023-06-20\n00v4,701B,00Q2,,2023-07-20\n",
    "touches": "Id,WhoId,Subject,ActivityDate,Status\n"
    "00T1,00Q1,Call,2023-07-01,Not Started\n00T2,0031,Call,2023-06-01,Not Started\n",
}
SECTIONS = (
    "Attendee Report\nTopic,Webinar ID,# Registrants\nCranes,000 0000,2\nHost Details\n"
    "Attended,User Name (Original Name),Email,Join Time,Leave Time\n"
    "Yes,Mia Host,mia@us.example,08/09/2026 10:45:00 AM,08/09/2026 02:30:00 PM\n"
    "Attendee Details\n"
    "Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Join Time\n"
    "Yes,Ida,Ida,Berg,ida@hafen.example,08/08/2026 09:00:00 PM,08/09/2026 10:50:00 AM\n"
    "No,Jon,Jon,Ruiz,jon@molen.example,08/08/2026 09:00:00 PM,\n"
    "Yes,Eva,Eva,Lind,eva@kai.example,08/08/2026 09:00:00 PM,08/09/2026 10:51:00 AM\n"
    "Yes,Uwe,Uwe,Ott,uwe@kai.example,08/08/2026 09:00:00 PM,08/09/2026 10:52:00 AM\n"
)


def planned_by_campaign():
    """Of each campaign: its members, those with a step to come, those with one since they asked."""
    found = {}
    for campaign in Campaign.objects.exclude(external_id=""):
        members = Inquiry.objects.counted().filter(campaign=campaign)
        planned = members.filter(first_touch_at=None, lead__next_due_at__isnull=False)
        since = [
            one
            for one in members
            if Touch.objects.scheduled().filter(lead=one.lead, due_at__gt=one.received_at).exists()
        ]
        found[campaign.external_id] = (members.count(), planned.count(), len(since))
    return found


def test_members_point_to_leads_and_contacts(bring, report):
    first = [bring(rows, kind)["created"] for kind, rows in LINKED.items()]
    again = [bring(rows, kind)["created"] for kind, rows in LINKED.items()]

    assert (first, again) == ([2, 2, 1, 1, 2], [0] * 5)  # of the members Jon alone is new
    assert planned_by_campaign() == {"701A": (2, 2, 1), "701B": (2, 1, 0)}
    assert report("overdue", at=FEBRUARY)["totals"]["touches"] == 2
    assert violations() == {}


def test_the_shared_members_of_campaigns(bring, report, shared):
    for name, kind in (
        ("Campaign", "campaigns"), ("Lead", "leads"), ("Contact", "contacts"),
        ("CampaignMember", "members"), ("Task", "touches"),
    ):  # fmt: skip
        file = shared(f"{SALESFORCE}/{name}.csv")
        rows = bring(file, kind)["created"]
        assert rows > 0
        assert bring(file, kind)["created"] == 0

    known = {
        "l7IAH": (6, 2, 2), "l8IAH": (11, 2, 1), "l9IAH": (7, 3, 3), "lAIAX": (8, 1, 1),
        "lBIAX": (10, 4, 0), "lCIAX": (6, 1, 1), "lDIAX": (12, 6, 0), "lEIAX": (8, 4, 3),
    }  # fmt: skip
    assert {name[-5:]: found for name, found in planned_by_campaign().items()} == known
    members = Inquiry.objects.filter(campaign__in=Campaign.objects.exclude(external_id=""))
    times = members.values("lead").annotate(n=Count("pk")).values_list("n", flat=True)
    assert members.count() == 68
    assert (len(times), sorted(times)[-7:]) == (61, [1, 2, 2, 2, 2, 2, 3])
    assert members.exclude(first_touch_at=None).count() == 0

    # Tasks of people in no campaign are nobody's work, until somebody says that they are leads.
    everybody = {"columns": {"contact_external_id": "Id", "name": "Name"}}
    bring(shared(f"{SALESFORCE}/Contact.csv"), "leads", everybody)
    bring(shared(f"{SALESFORCE}/Task.csv"), "touches")
    assert report("overdue", at=FEBRUARY)["totals"]["touches"] == 75


def test_who_registered_and_did_not_come_is_known(bring):
    result = bring(SECTIONS)

    attended = Lead.objects.order_by("pk").values_list("extra__Attended", flat=True)
    assert (result["created"], list(attended)) == (4, ["Yes", "No", "Yes", "Yes"])
    assert not Contact.objects.filter(email="mia@us.example").exists()  # the host is no lead


def test_the_shared_attendees(bring, shared):
    result = bring(shared("vendor_exports/zoom/attendee_report.csv"), tz="America/New_York")

    assert (result["created"], result["held"]) == (6, 0)
    absent = Lead.objects.get(extra__Attended="No")
    assert absent.people.get().contact.name == "Noshow Person"
    assert absent.received_at == datetime(2026, 8, 9, 1, tzinfo=UTC)  # 8 August, 9 pm there


def test_nobody_who_wants_no_mail_is_to_get_one(bring):
    bring(
        "Prospect ID,Lead Source,Do Not Email,Converted\n"
        "a1,Google,Yes,0\na2,google,No,0\na3,Select,No,1\n"
    )
    lead, rep = Lead.objects.get(external_id="a1"), make_rep()
    at = lead.received_at + timedelta(hours=1)
    operations.assign_lead(lead=lead, rep=rep, by=None, at=at)

    touch = operations.schedule_touch(
        lead=lead, contact=lead.people.get().contact, channel="mail",
        due=Due(at + timedelta(days=1)), by=rep, at=at,
    )  # fmt: skip

    assert touch.channel != "mail"
    assert dict(Lead.objects.values_list("external_id", "campaign__name")) == {
        "a1": "Google", "a2": "Google", "a3": "No source",
    }  # fmt: skip


def test_spellings_of_a_source_become_one_where_a_mapping_says_so(bring):
    values = {"campaign": {"goggle": "Google", "G. Ads": "Google"}}
    columns = {"name": "Name", "campaign": "Source"}

    bring(
        "Name,Source\nIda Berg,goggle\nJon Ruiz,Google\nEva Lind,G. Ads\n",
        mapping={"columns": columns, "values": values},
    )

    assert set(Lead.objects.values_list("campaign__name", flat=True)) == {"Google"}


def test_the_shared_broken_workbook_is_refused_in_one_sentence(bring, shared):
    with pytest.raises(CommandError, match=r"^[A-Z].*\.$"):
        bring(shared("vendor_exports/odoo/crm_lead_corrupt.xls"))
    assert not Lead.objects.exists()


WIDE = (  # repeated groups, tags in one cell, a row with almost nothing in it
    "Lead name,Name prefix,First name,Last name,Company name,Emails 1 Email,Emails 2 Email,"
    "Phones 1 Phone,Phones 2 Phone,Tags,Status Id\n"
    "Cranes,Ms.,Ida,Berg,Hafen AG,ida@hafen.example,berg@hafen.example,+49 30 5550101,"
    '+49 30 5550102,"hot, fair",new\n'
    ",Mr.,,,,,,,,,\n"
)


def test_of_repeated_groups_the_first_is_taken_and_the_rest_kept(bring):
    result = bring(WIDE)

    assert (result["created"], result["rows"]) == (1, 2)
    lead, person = Lead.objects.get(), Contact.objects.get()
    assert (person.name, person.email, person.phone) == (
        "Ida Berg", "ida@hafen.example", "+49 30 5550101",
    )  # fmt: skip
    assert {"berg@hafen.example", "+49 30 5550102", "hot, fair"} <= set(lead.extra.values())
    assert bring(WIDE)["created"] == 0


def test_the_shared_files_of_oro(bring, shared):
    people = {
        "lead_export": {"fname lname", "fname 2 lname 2", "fname 3 lname 3"},
        "lead_export_template": {"Jerry Coleman"},
        "lead_import_exist_contact": {"John Barrows"},  # a second name has his address: it is he
        "lead_import_same_phone_address": {"Alicia Birkholz"},
        "contact_with_duplicate_address_phone": {"Andrea B", "Matteo C", "Roberto B", "Stefano G"},
    }
    for name, expected in people.items():
        bring(shared(f"vendor_exports/oro/{name}.csv"))
        assert expected <= set(Contact.objects.values_list("name", flat=True)), name
    nothing = bring(shared("vendor_exports/oro/import_wrong_data.csv"))
    assert (nothing["rows"], nothing["created"], nothing["added"]) == (1, 0, 0)
    campaigns = bring(shared("vendor_exports/oro/demo_campaigns.csv"), "campaigns")
    assert campaigns["created"] == 8
    assert Campaign.objects.get(name="Google AdWords").code.lower() == "google"
    assert violations() == {}
