"""manage.py import_file: the accounting, the refusals, the same file again."""

import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from followups.audit import audit
from followups.imports.rehearsing import rehearse
from followups.models import Touch
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.imports.preparing import Options, prepare
from leads.models import Assignment, Closure, Contact, Import, ImportRow, Inquiry, Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path, capsys):
    """Imports rows given as text; answers what --json printed."""

    def bring(text, kind="leads", mapping=None, **options):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        if mapping is not None:
            options["mapping"] = tmp_path / "mapping.json"
            options["mapping"].write_text(json.dumps(mapping))
        call_command("import_file", str(path), kind=kind, json=True, **options)
        return json.loads(capsys.readouterr().out)

    return bring


def fates(result):
    return tuple(result[fate] for fate in ("created", "added", "held", "rejected"))


def clean():
    return {name: found.violations for name, found in audit().items() if found.violations}


# --- Leads


def test_rows_with_ids_become_leads_and_the_same_file_again_creates_nothing(bring):
    rows = "Id,Name,Email\n1,Ana,a@x.example\n2,Ana,a@x.example\n"

    first, second = bring(rows), bring(rows)

    assert fates(first) == (2, 0, 0, 0)
    assert fates(second) == (0, 2, 0, 0)
    assert second["reasons"] == {"Already there": 2}
    assert Lead.objects.count() == 2
    assert Contact.objects.count() == 1  # an id beats every likeness; the person is still one
    assert clean() == {}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("Hafen AG,,", id="nothing but the company"),
        pytest.param("Hafen AG,London,GB", id="with a place, which tells nobody apart"),
    ],
)
def test_a_company_alone_comes_in_once(bring, row):
    rows = f"Company,City,Country\n{row}\n{row}\n"

    first, second = bring(rows), bring(rows)

    assert fates(first) == (1, 1, 0, 0)
    assert fates(second) == (0, 2, 0, 0)
    assert Lead.objects.count() == Inquiry.objects.count() == 1
    assert clean() == {}


def test_a_company_alone_is_not_the_one_whose_people_are_known(bring):
    bring("Company,Name,Email\nHafen AG,Ida,ida@hafen.example\n")

    assert fates(bring("Company,City\nHafen AG,London\n")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("Name,Email\nAna,a@x.example\nBen,\n", id="address, name"),
        pytest.param("Name,Company\nMÜLLER,Öl AG\nmüller,Öl AG\n", id="umlauts"),
        pytest.param("Phone\n+34612345678\n030 1234567\n", id="numbers"),
        pytest.param("Company\nRuiz SL\nÄrzte eG\n", id="companies"),
    ],
)
def test_rows_without_ids_are_known_again_by_likeness(bring, rows):
    bring(rows)
    before = Lead.objects.count()

    again = bring(rows)

    assert again["created"] == 0
    assert Lead.objects.count() == before
    assert Inquiry.objects.count() == before


def test_a_known_person_in_another_campaign_asks_again(bring):
    make_campaign(code="FAIR", name="Fair")
    bring("Name,Email\nAna,a@x.example\n")

    result = bring("Name,Email\nAna R,A@x.example\n", campaign="fair")

    assert fates(result) == (0, 1, 0, 0)
    assert list(Lead.objects.get().inquiries.values_list("campaign__code", flat=True)) == [
        "NOSOURCE",
        "FAIR",
    ]


def test_nobody_and_somebody_ambiguous_are_held(bring):
    bring("Id,Name,Email\n1,Ana,a@x.example\n")
    Contact.objects.create(name="Ana B", email="a@x.example", email_key="a@x.example")

    result = bring("Name,Email,City\nAna,a@x.example,Bonn\n,,Bonn\n")

    assert fates(result) == (0, 0, 2, 0)


def test_status_words_closures_and_owner(bring):
    rep = make_rep()
    mapping = {
        "columns": {"external_id": "No", "status": "St", "received_at": "In", "owner": "Rep"},
        "values": {"status": {"x": "closed:bought elsewhere", "w": "working"}},
    }

    bring(f"No,St,In,Rep\n1,x,2026-01-05,{rep.email}\n2,w,2026-01-05,{rep.name}\n", mapping=mapping)

    closed, working = Lead.objects.order_by("external_id")
    assert (closed.disposition, closed.owner) == ("bought_elsewhere", rep)
    assert Closure.objects.get().imported
    assert working.status == "working"
    assert working.unplanned_since == working.received_at  # missing, until a person starts a plan
    assert Assignment.objects.filter(imported=True, began_at=working.received_at).count() == 2
    assert not Touch.objects.exists()
    assert Entry.objects.filter(event="lead imported").count() == 2
    assert clean() == {}


def test_campaign_values_become_standing_sources_without_case(bring):
    bring("Id,Source\n1,Google\n2,google\n3,\n4,Select\n5,Web Site\n")

    by_lead = dict(Lead.objects.values_list("external_id", "campaign__code"))
    assert by_lead == {
        "1": "GOOGLE", "2": "GOOGLE", "3": "NOSOURCE", "4": "NOSOURCE", "5": "WEB",
    }  # fmt: skip
    assert Campaign.objects.get(code="GOOGLE").kind == "standing"


def test_a_refusal_to_be_mailed_is_never_lost(bring):
    bring("Prospect ID,Do Not Email,Converted\n1,Yes,0\n2,No,1\n")
    mapping = {"columns": {"lead_external_id": "Lead", "channel": "Type", "due_on": "Due"}}

    result = bring("Lead,Type,Due\n1,Email,2027-01-05\n", "touches", mapping)

    assert result["warnings"] == 1
    assert Touch.objects.get().channel == "call"
    assert Lead.objects.get(external_id="2").disposition == "won"
    assert clean() == {}


def test_somebody_not_to_be_contacted_comes_in_closed_and_held(bring):
    bring("Id,Name,Email,Do Not Contact\n1,Ana,a@x.example,yes\n")

    lead = Lead.objects.get()
    assert lead.disposition == "do_not_contact"
    assert lead.inquiries.get().is_held
    assert clean() == {}


def test_columns_without_a_field_are_kept_unless_dropped(bring):
    mapping = {"columns": {"external_id": "Id"}, "drop": ["Secret"]}

    bring("Id,Shoe size,Secret\n1,43,x\n", mapping=mapping)

    assert Lead.objects.get().extra == {"Shoe size": "43"}


def test_a_row_with_a_bad_date_waits_for_a_person_and_the_rest_comes_in(bring):
    result = bring("Id,Created\n1,2026-01-05\n2,the day after\n")

    assert fates(result) == (1, 0, 1, 0)
    assert "the day after" in ImportRow.objects.get(fate="held").reason


def test_what_is_cut_is_named_as_people_know_it(bring):
    result = bring(f"Id,Email,LinkedIn\n1,a@x.example,https://linkedin.com/in/{'a' * 300}\n")

    assert [reason.split(":")[0] for reason in result["reasons"]] == ["LinkedIn"]


# --- Touches

LEADS = "Lead ID,Name,Status,Created\nL1,Ana,New,2026-02-01\nL2,Ben,Lost,2026-02-01\n"
TOUCHES = (
    "Activity ID,Lead ID,Activity Type,Due Date,Completed\n"
    "T1,L1,Call,2026-03-05,True\nT2,L1,Email,2026-01-05,False\nT3,L2,Call,2027-03-05,False\n"
    "T4,L9,Call,2026-03-05,False\nT5,L1,Call,,False\n"
)


def test_touches_are_logged_scheduled_or_cancelled(bring):
    bring(LEADS)

    result = bring(TOUCHES, "touches", tz="Europe/Berlin")

    assert fates(result) == (3, 0, 0, 2)
    done, early, lost = Touch.objects.order_by("external_id")
    assert (done.state, done.outcome, done.is_assumed) == ("logged", "unknown", True)
    assert done.happened_at == done.logged_at < done.due_at
    assert f"{early.due_at:%m-%d %H:%M}" == "01-05 23:00"  # the end of the day in Berlin
    assert (early.state, early.enrolment, early.first_due_at) == ("scheduled", None, early.due_at)
    assert (lost.state, lost.cancel_reason) == ("cancelled", "closed")
    assert result["warnings"] == 2
    assert clean() == {}


def test_the_same_touches_again_create_nothing_also_without_ids(bring):
    bring(LEADS)
    rows = "Lead ID,Completed at\nL1,2026-03-05 10:00\nL1,2026-03-05 10:00\n"

    first, second = bring(rows, "touches"), bring(rows, "touches")

    assert fates(first) == (2, 0, 0, 0)
    assert fates(second) == (0, 2, 0, 0)


# --- Members, campaigns, reps


def test_members_link_leads_and_people_and_make_leads_of_people(bring):
    bring("Id,Name,Start Date,End Date\nC1,Fair,2026-05-01,2026-05-02\nC2,Fair,,\n", "campaigns")
    bring("Lead ID,Name\nL1,Ana\n")
    bring("Contact ID,Name,Email\nP1,Ben,b@x.example\n", "contacts")
    rows = (
        "Id,Campaign Id,Lead ID,Contact ID,Added Date\nM1,C1,L1,,2026-05-02\n"
        "M2,C1,,P1,2026-05-02\nM3,C2,,P1,2026-05-03\nM4,C1,L7,,2026-05-02\nM5,C9,L1,,2026-05-02\n"
    )

    first, second = bring(rows, "members"), bring(rows, "members")

    assert fates(first) == (1, 2, 0, 2)
    assert fates(second) == (0, 3, 0, 2)
    assert Campaign.objects.filter(name="Fair").count() == 2
    assert Lead.objects.count() == 2
    assert Lead.objects.get(external_id="").inquiries.count() == 2
    assert clean() == {}


def test_a_record_that_a_file_of_people_completes_is_whole(bring):
    whole = "10115,Hafenweg 12,Alfa,b@x.example,+49 30 5550101"
    bring("Lead ID,Name,Email\nL1,Ben Ott,b@x.example\n")
    assert Lead.objects.get().incomplete_since

    bring(f"Name,Postal Code,Address,Company,Email,Phone\nBen Ott,{whole}\n", "contacts")

    assert Lead.objects.get().incomplete_since is None
    assert clean() == {}


def test_reps_come_with_team_and_manager_and_cannot_sign_in(bring):
    result = bring("sales_agent,manager,regional_office\nAna,Max,North\nBen,Max,North\n", "reps")

    assert fates(result) == (2, 0, 0, 0)
    rep = User.objects.get(name="Ana")
    assert rep.is_rep
    assert not rep.has_usable_password()
    assert [str(one) for one in rep.team.managers.all()] == ["Max"]
    assert fates(bring("sales_agent,regional_office\nAna,North\n", "reps")) == (0, 1, 0, 0)


# --- The command


def test_a_rehearsal_writes_nothing(bring):
    result = bring("Id,Name\n1,Ana\n", dry_run=True)

    assert result["created"] == 1
    assert not Lead.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        pytest.param("", {}, "empty", id="empty"),
        pytest.param("Name,Email\n", {}, "no rows", id="only names"),
        pytest.param("%PDF-1.7", {}, "PDF", id="no table"),
        pytest.param("Shoe,Size\n1,2\n", {}, "told apart", id="nobody's columns"),
        pytest.param("Id\n1\n", {"owner": "no@x.example"}, "nobody", id="owner"),
        pytest.param("Id\n1\n", {"campaign": "NONE"}, "NONE", id="campaign"),
        pytest.param("Id\n1\n", {"tz": "Europe/Atlantis"}, "Atlantis", id="zone"),
        pytest.param(
            "Id\n1\n",
            {"mapping": {"columns": {"external_id": "No"}}},
            "no column 'No'",
            id="column",
        ),
        pytest.param(
            "Id\n1\n",
            {"mapping": {"columns": {"external_id": "Id"}, "defaults": {"owner": "x"}}},
            "nobody",
            id="default",
        ),
    ],
)
def test_nonsense_refuses_the_file_with_one_sentence(bring, text, options, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        bring(text, **options)

    assert refusal.value.returncode == 2
    assert str(refusal.value).count("\n") == 0
    assert not Lead.objects.exists()
    assert not Import.objects.exists()


def test_the_guess_is_told_in_words_that_people_know(tmp_path, capsys):
    path = tmp_path / "file.csv"
    path.write_text("Lead ID,Email\n1,a@x.example\n2,b@x.example\n")

    call_command("import_file", str(path), kind="leads")

    told = capsys.readouterr().out
    assert "Lead ID is taken as Id in the file" in told
    assert "Email is taken as E-mail" in told


def test_the_fields_of_a_kind_are_listed(capsys):
    call_command("import_file", kind="touches", fields=True)

    assert "lead_external_id" in capsys.readouterr().out


def test_an_owner_who_is_no_rep_refuses_the_file(bring):
    somebody = User.objects.create_user("boss@x.example", name="Boss", team=make_team())

    with pytest.raises(CommandError, match="cannot be given leads"):
        bring("Id\n1\n", owner=somebody.email)


CELLS = st.sampled_from(["", "1", "2", "Ana", "a@x.example", "bad@@", "2026-01-05", "31/31/2026"])


class EveryRowIsAccountedFor(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=12))
    def test_rows_are_created_added_held_or_rejected(self, rows):

        lines = ["Id,Name,Email,Created", "0,Zoe,z@x.example,2026-01-01", *map(",".join, rows)]
        content = "\n".join(lines).encode()
        plan = prepare("leads", content, raw=None, options=Options(), at=clock.now(), by=None)

        told = rehearse(plan).as_dict()

        assert sum(fates(told)) == told["rows"] == plan.sheet.row_count
