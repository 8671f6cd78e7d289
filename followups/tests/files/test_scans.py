"""Badges scanned at a booth."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from followups.models import Touch
from followups.tests.files.conftest import violations
from leadfollow.people.tests.factories import make_admin, make_rep
from leads.models import Import, Inquiry, Lead

pytestmark = pytest.mark.django_db
SCANS = (
    "First Name,Last Name,Email,Badge Scan Time,Event Name,Event Date,Booth Location,Notes\n"
    "Ida,Berg,ida@hafen.example,2025-11-10 10:15:00,Port Days,2025-11-10,Booth A1,Wants a demo\n"
    "Jon,Ruiz,jon@molen.example,2025-11-09 16:40:00,Port Days,2025-11-09,Booth A2,\n"
)


def test_an_event_comes_from_the_file_and_each_scan_is_a_first_touch(bring):
    first = bring(SCANS, tz="Europe/Lisbon")
    again = bring(SCANS, tz="Europe/Lisbon")

    assert (first["created"], again["created"], again["added"]) == (2, 0, 2)
    event = Campaign.objects.get(name="Port Days")
    assert (event.kind, event.segment.slug) == ("event", "event")
    assert (event.starts_on, event.ends_on) == (date(2025, 11, 9), date(2025, 11, 10))
    assert str(event.time_zone) == "Europe/Lisbon"
    ida, jon = Touch.objects.order_by("-happened_at")
    assert ida.happened_at == ida.lead.received_at == datetime(2025, 11, 10, 10, 15, tzinfo=UTC)
    assert (ida.channel, ida.direction, ida.subject) == ("meeting", "inbound", "Booth A1")
    assert (ida.note, jon.note) == ("Wants a demo", "")
    assert ida.contact.name == "Ida Berg"
    assert Inquiry.objects.filter(first_touch_at=None).count() == 2  # ours is still to be made
    assert violations() == {}


def test_somebody_known_who_is_scanned_keeps_the_lead_and_gets_the_touch(bring):
    bring("Name,Email\nIda Berg,ida@hafen.example\n", owner=make_rep().email)

    result = bring(SCANS)

    assert (result["created"], result["added"]) == (1, 1)
    assert Touch.objects.get(subject="Booth A1").lead == Lead.objects.order_by("pk")[0]
    assert violations() == {}


def test_the_result_proposes_a_first_follow_up(client, bring):
    bring(SCANS)
    client.force_login(make_admin())

    page = client.get(reverse("followups:import", args=[Import.objects.get().pk]))

    [step] = page.context["proposed"]
    assert step.cadence.segment.slug == "event"
    assert f"“{step.title}”" in page.content.decode()
    assert not Touch.objects.scheduled().exists()  # an import starts nothing by itself


def test_an_event_that_was_there_keeps_its_days(bring):
    event = make_campaign(
        name="Port Days", code="PORT", kind="event",
        starts_on=date(2025, 11, 10), ends_on=date(2025, 11, 10),
    )  # fmt: skip

    bring(SCANS)

    event.refresh_from_db()
    assert event.starts_on == date(2025, 11, 10)
    assert event.inquiries.count() == 2


def test_the_shared_scans_of_two_fairs(bring, shared):
    make_campaign(
        name="Fair", code="FAIR", kind="event",
        starts_on=date(2025, 11, 9), ends_on=date(2025, 11, 9),
    )  # fmt: skip

    ten = bring(shared("badge_scans/test-scans.csv"))
    fifty = bring(shared("badge_scans/sample-badge-scans-50.csv"), campaign="FAIR")

    assert (ten["created"], fifty["created"]) == (10, 50)
    assert Campaign.objects.get(name="Test Trade Show 2024").starts_on == date(2024, 12, 1)
    assert Touch.objects.filter(direction="inbound", channel="meeting").count() == 60
    assert Touch.objects.filter(subject="Booth A1", note="Asked about pricing").exists()
    assert Lead.objects.unassigned().count() == 60
    assert violations() == {}
