"""A log of calls: the lines name neither leads nor contacts, only who called when."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.imports.starting import draft
from followups.models import Touch
from followups.tests.files.conftest import violations
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_admin, make_rep, make_team
from leads.imports.preparing import Options
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db
HEADER = "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved\n"
CALLS = (
    HEADER
    + "C1,Ida,2021-03-08,09:12:58,Contract,Y,Y\n"
    + "C2,Ida,2021-03-08,09:12:58,Contract,N,\n"  # the same minute: two calls
    + "C3,Jon,2021-03-14,5:59 PM,Streaming,Y,N\n"
    + "C4,Jon,2021-03-15,10:00,Streaming,Y,N\n"
)


@pytest.fixture
def calls():
    return make_campaign(code="CALLS", name="Calls")


def week(report):
    rows = report("activity", week="2021-W10")["rows"]
    return {row["rep"]: (row["touches"], row["answered"]) for row in rows}


def test_each_call_gets_a_closed_lead_of_its_own(bring, report, calls):
    reps = bring(CALLS, "reps")
    first = bring(CALLS, "touches", campaign="CALLS", tz="Europe/Lisbon")
    again = bring(CALLS, "touches", campaign="CALLS", tz="Europe/Lisbon")

    assert (reps["created"], reps["added"]) == (2, 2)
    assert (first["created"], again["created"], again["added"]) == (4, 0, 4)
    assert week(report) == {"Ida": (2, 1), "Jon": (1, 1)}
    assert Touch.objects.values("lead").distinct().count() == 4
    assert not Contact.objects.exists()
    assert set(Lead.objects.values_list("status", "campaign__code")) == {("closed", "CALLS")}
    late = Touch.objects.get(external_id="C3")
    assert late.happened_at == datetime(2021, 3, 14, 17, 59, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert (late.channel, late.subject, late.outcome) == ("call", "Streaming", "talked")
    assert late.lead.owner == late.logged_by == User.objects.get(name="Jon")
    assert violations() == {}


def test_the_shared_log_of_calls(bring, report, calls, shared):
    file = shared("calls_callcentre/Call-Center-Dataset.xlsx")

    reps, touches = bring(file, "reps"), bring(file, "touches", campaign="CALLS")

    assert (reps["created"], touches["created"], Lead.objects.count()) == (8, 5000, 5000)
    assert week(report) == {
        "Becky": (45, 40), "Dan": (51, 45), "Diane": (55, 43), "Greg": (47, 36), "Jim": (51, 42),
        "Joe": (43, 33), "Martha": (43, 38), "Stewart": (35, 29),
    }  # fmt: skip
    whole = Touch.objects.filter(outcome="talked")
    assert whole.count() == 4054
    assert whole.filter(logged_by__name="Jim").count() == 536


def test_reps_of_a_file_without_teams_go_to_the_only_one(bring):
    bring(CALLS, "reps")
    assert Team.objects.get().name == "Imported reps"

    make_team(name="North")
    bring("Agent\nMia\n", "reps")
    assert User.objects.get(name="Mia").team.name == "Imported reps"


def test_a_first_name_is_taken_where_one_alone_bears_it_and_said(bring, calls):
    ida, _jon, _other = (make_rep(name=name) for name in ("Ida Ruiz", "Jon Berg", "Jon Abel"))

    result = bring(CALLS, "touches", campaign="CALLS")

    assert result["reasons"]["Owner: is taken as Ida Ruiz"] == 2
    assert set(Touch.objects.values_list("logged_by", flat=True)) == {ida.pk, None}


def test_calls_without_leads_need_a_campaign_and_a_moment(bring, calls):
    with pytest.raises(CommandError, match="name a campaign"):
        bring(CALLS, "touches")

    planned = bring("Due Date,Subject\n2026-01-01,Call\n", "touches", campaign="CALLS")

    assert planned["reasons"] == {"It names no lead, and does not say that and when it happened": 1}
    assert not Lead.objects.exists()


def test_an_id_that_comes_twice_is_one_call_and_one_that_is_not_done_is_none(bring, calls):
    rows = "Call Id,Agent,Date,Done\nC1,,2021-03-08,yes\nC1,,2021-03-08,yes\nC2,,2021-03-08,no\n"

    columns = {"external_id": "Call Id", "happened_at": "Date", "done": "Done"}

    result = bring(rows, "touches", {"columns": columns}, campaign="CALLS")

    assert (result["created"], result["added"], result["rejected"]) == (1, 1, 1)


def test_a_call_that_is_rejected_leaves_no_lead(bring, calls):
    columns = {"happened_at": "Date", "owner": "Agent"}

    result = bring(CALLS, "touches", {"columns": columns}, campaign="CALLS")

    assert result["rejected"] == 4  # a mapping says who called, and nobody here is called that
    assert not Lead.objects.exists()


def test_the_page_asks_for_the_campaign_and_says_what_follows(client, calls):
    client.force_login(admin := make_admin())
    batch = draft(
        kind="touches", file_name="calls.csv", content=CALLS.encode(), options=Options(),
        by=admin, at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )  # fmt: skip
    url = reverse("followups:import", args=[batch.pk])
    form = client.get(url).context["form"]
    chosen = {bound.name: bound.value() or "" for bound in form} | {"table": form.table}

    without = client.post(url, chosen)
    checked = client.post(url, chosen | {"campaign": "CALLS"}, follow=True)

    assert without.status_code == 422
    assert "a closed lead of its own" in checked.content.decode()
    assert checked.context["found"]["created"] == 4
