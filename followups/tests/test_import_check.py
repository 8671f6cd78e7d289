"""The check of a file: the worker goes through all rows, writes nothing, and finds what follows."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from followups.audit import audit
from followups.imports import checking, running
from followups.imports.checking import TRIES, ask_check, check
from followups.imports.rehearsing import rehearse
from followups.imports.running import Account, Overtaken, Watch, account_of, go_on
from followups.imports.starting import as_options, draft
from followups.imports.waiting import DEAD_AFTER, claim, run_waiting_imports
from followups.tests.factories import MONDAY
from leadfollow import clock
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_admin, make_manager, make_team
from leads.imports.preparing import Options, prepare
from leads.models import Contact, Import, ImportRow, Inquiry, Lead
from leads.models.importing import ImportState

LAWS = ["kept-state", "imports-account"]
pytestmark = pytest.mark.django_db
PEOPLE = (
    "Name,Email,Phone,Company,Source,Created,Lead status,Closed\n"
    "Ana Ruiz,ana@x.example,,Ruiz SL,Fair,2026-10-01,New,\n"
    ",,,,Fair,2026-10-01,New,\n"
    "Ana Ruiz,ana@x.example,,Ruiz SL,Fair,2026-10-01,New,\n"  # there already
    "Ana Ruiz,ana@x.example,,Ruiz SL,Web,2026-10-02,New,\n"  # asks again
    "Ben Okafor,,+49 30 1234567,Okafor,Fair,2026-10-01,Lost,2026-10-05\n"
    ",,,Bare Ltd,Fair,2026-10-01,New,\n"
    "Ben Okafor,,+49 30 1234567,Okafor,Web,2026-10-20,New,\n"  # after its end
    ",,,Bare Ltd,Fair,2026-10-01,New,\n"
    "Cy,bad@@x,,Cy Ltd,Fair,2099-10-01,New,\n"
    ",ana@x.example,,Ruiz SL,Fair,31 in October,New,\n"
    "Ana Ruiz,,,Ruiz SL,Web,2026-10-02,New,\n"
)
CALLS = (
    "Activity ID,Lead ID,Subject,Due,Status\n"
    "T1,L1,Call,2026-10-01,done\nT1,L1,Call,2026-10-01,done\nT2,L9,Call,2026-10-01,done\n"
    "T3,L1,Call,,\n,L1,Mail,2026-11-30,open\n,L1,Mail,2026-11-30,open\n"
)
CAMPAIGNS = (
    "Code,Name,Start,End,Budget\nF1,Fair,2026-10-01,2026-10-03,5\nF1,Fair,2026-10-01,,\n"
    ",Fair,,,-1\n,,,,3\n,Web list,,,\nX,Web list,2026-10-05,2026-10-01,\n"
)
REPS = (
    "Name,Email,Team,Manager\nAna,ana@x.example,North,Mo\nBen,,South,mo@x.example\n"
    "Ben,,South,Mo\nCy,ana@x.example,North,\n,,,\nDee,dee@x.example,,\n"
)
CONTACTS = (
    "Id,Name,Email,Phone,Company\nC1,Ana,ana@x.example,,Ruiz\nC1,Ana,ana@x.example,,Ruiz\n"
    ",Ana,ana@x.example,+49 30 1234567,Ruiz\n,Ana,,+49 30 1234567,\n,,,,\n,Bo,,,Bo Ltd\n"
    ",Bo,bo@y.example,,Bo Ltd\n"
)
MEMBERS = (
    "Id,Lead or contact ID,Name,Email,Campaign\nM1,L1,,,Fair\nM1,L1,,,Fair\n"
    "M2,,Eve,eve@x.example,Fair\nM3,,Eve,eve@x.example,Web list\n,,Eve,eve@x.example,Fair\n"
    "M4,L9,,,Fair\n,,,,Fair\n"
)


def plan_of(kind, text):
    return prepare(
        kind, text.encode(), raw=None, options=Options(), at=clock.now(), by=make_admin()
    )


def counts():
    models = (Lead, Contact, Inquiry, Campaign, Team, User, ImportRow)
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("chunk", [1, 3, 500])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("leads", PEOPLE, id="leads"),
        pytest.param("touches", CALLS, id="touches"),
        pytest.param("campaigns", CAMPAIGNS, id="campaigns"),
        pytest.param("reps", REPS, id="reps"),
        pytest.param("contacts", CONTACTS, id="contacts"),
        pytest.param("members", MEMBERS, id="members"),
    ],
)
def test_a_check_finds_what_the_import_then_does(kind, text, chunk, monkeypatch):
    known = plan_of("leads", "Id,Name,Email,Created\nL1,Eve,e@x.example,2026-09-01\n")
    go_on(taken("leads", known), known, Watch(clock.now()))
    monkeypatch.setattr(running, "CHUNK", chunk)
    plan, before = plan_of(kind, text), counts()

    told = rehearse(plan).as_dict()

    assert counts() == before
    batch = taken(kind, plan)
    go_on(batch, plan, Watch(clock.now()))
    assert told == account_of(batch).as_dict()
    assert told["rows"] == plan.sheet.row_count
    assert [name for name, law in audit(LAWS).items() if law.violations] == []


def taken(kind, plan):
    return Import.objects.create(
        kind=kind, created_at=plan.terms.at, started_at=plan.terms.at, state=ImportState.RUNNING
    )


@pytest.fixture
def batch(monkeypatch):
    """Of 30 rows, the last of which is like the first; its check is asked for."""
    monkeypatch.setattr(running, "CHUNK", 7)
    rows = [*range(29), 0]
    content = "Name,Email\n" + "".join(f"Person {n},p{n}@x.example\n" for n in rows)
    batch = draft(
        kind="leads", file_name="a.csv", content=content.encode(), options=Options(),
        by=make_manager(of=make_team()), at=MONDAY,
    )  # fmt: skip
    mapping = {"columns": {"name": "Name", "email": "Email"}}
    ask_check(batch, mapping=mapping, options=Options(), rows=30)
    return batch


def test_the_worker_checks_all_rows_and_a_later_one_knows_the_earlier(batch):
    run_waiting_imports(now=MONDAY, seconds=20)

    batch.refresh_from_db()
    assert batch.is_checked
    found = batch.checked
    assert (found["rows"], found["created"], found["added"]) == (30, 29, 1)
    assert found["first"][0] == ["Person 0", "p0@x.example"]
    assert (batch.rows_done, Lead.objects.count()) == (0, 0)


def test_the_page_says_how_far_it_is_and_then_what_was_found(batch, client):
    client.force_login(batch.by)
    address = reverse("followups:check_import", args=[batch.pk])

    waiting = client.get(address).content.decode()
    mine = claim(batch.pk, now=MONDAY)
    half = Account(Counter(created=7)).as_dict()
    checking.keep(mine, half, Watch(MONDAY))
    half = client.get(address, headers={"HX-Request": "true"}).content.decode()
    Import.objects.update(beaten_at=None)
    run_waiting_imports(now=MONDAY, seconds=20)
    whole = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<b>0</b> of 30 rows" in waiting
    assert "<b>7</b> of 30 rows" in half
    assert "hx-get" in half
    assert "30 of all 30 rows" in whole
    assert "hx-get" not in whole
    assert "Import 30 rows" in whole


def test_a_killed_check_begins_anew_and_ends_after_some_tries(batch):
    for kill in range(TRIES):
        now = MONDAY + kill * 2 * DEAD_AFTER
        mine = claim(batch.pk, now=now)
        checking.keep(mine, {"tries": mine.checked.get("tries", 0) + 1}, Watch(now))

    run_waiting_imports(now=MONDAY + timedelta(hours=1), seconds=20)

    batch.refresh_from_db()
    assert batch.state == ImportState.DRAFT
    assert "split the file" in batch.refusal


def test_a_check_that_lasts_too_long_tells_of_the_first_rows(batch, client, monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0)
    client.force_login(batch.by)

    run_waiting_imports(now=MONDAY, seconds=20)

    page = client.get(reverse("followups:check_import", args=[batch.pk])).content.decode()
    assert "the first 7 of 30 rows" in page


def test_a_file_that_is_refused_is_a_draft_again_with_the_sentence(batch, client):
    client.force_login(batch.by)
    Import.objects.update(mapping={"columns": {"email": "Gone"}})

    run_waiting_imports(now=MONDAY, seconds=20)

    address = reverse("followups:check_import", args=[batch.pk])
    there = client.get(address, headers={"HX-Request": "true"})
    assert there.headers["HX-Redirect"] == reverse("followups:import", args=[batch.pk])
    assert "Gone" in client.get(address, follow=True).content.decode()


def test_columns_said_otherwise_void_the_check(batch):
    mine = claim(batch.pk, now=MONDAY)

    ask_check(batch, mapping=mine.mapping, options=as_options(mine.options), rows=30)

    with pytest.raises(Overtaken):
        check(mine, Watch(MONDAY))
    batch.refresh_from_db()
    assert (batch.state, batch.checked) == (ImportState.CHECKING, {})


@pytest.mark.parametrize("is_checked", [True, False])
def test_started_with_or_without_its_check_it_is_taken_once(batch, client, is_checked):
    client.force_login(batch.by)
    if is_checked:
        run_waiting_imports(now=clock.now(), seconds=20)
    start = reverse("followups:start_import", args=[batch.pk])

    client.post(start)
    client.post(start)
    run_waiting_imports(now=clock.now(), seconds=20)

    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.added) == (ImportState.DONE, 29, 1)
    assert batch.checked == {}


WIDTHS = (
    b"Name,Company,Phone,Received at\n"
    b"Ana Ruiz,Ruiz SL,030 1234567,2026-10-01\n"
    b"Ben Okafor,Okafor,,31 in October\n"
    b"Cy Dahl,Dahl AS\n"
    b"Dee Eng,Eng,,2026-10-02,left over,\n"
)


def test_no_cell_is_lost_without_a_word_and_a_person_looks_up_an_unreadable_day(client):
    by = make_manager(of=make_team())
    batch = draft(
        kind="leads", file_name="a.csv", content=WIDTHS, options=Options(), by=by, at=MONDAY
    )
    plan = prepare("leads", WIDTHS, raw=None, options=Options(), at=MONDAY, by=by)
    ask_check(batch, mapping=plan.mapping.as_dict(), options=Options(), rows=4)

    run_waiting_imports(now=MONDAY, seconds=60)

    batch.refresh_from_db()
    found = batch.checked
    assert found["header"] == ["Name", "Company", "Phone", "Received"]
    assert found["first"][0] == ["Ana Ruiz", "Ruiz SL", "030 1234567", "Thu 1 Oct 2026"]
    assert [found[fate] for fate in ("created", "held", "rejected")] == [3, 1, 0]
    Import.objects.update(state=ImportState.WAITING)
    run_waiting_imports(now=MONDAY, seconds=60)
    rows = list(batch.rows.values_list("fate", "reason", "warning"))
    assert [fate for fate, _why, _said in rows] == ["created", "held", "created", "created"]
    assert "31 in October" in rows[1][1]
    assert "ends before the last column" in rows[2][2]
    assert "left over" in rows[3][2]
    kept = Lead.objects.get(people__contact__name="Dee Eng").extra
    assert "left over" in kept.values()
    batch.refresh_from_db()
    assert account_of(batch).as_dict() == {
        name: found[name] for name in account_of(batch).as_dict()
    }


def test_reasons_and_warnings_stand_apart_before_and_after(client):
    by = make_manager(of=make_team())
    batch = draft(
        kind="leads", file_name="a.csv", content=WIDTHS, options=Options(), by=by, at=MONDAY
    )
    plan = prepare("leads", WIDTHS, raw=None, options=Options(), at=MONDAY, by=by)
    ask_check(batch, mapping=plan.mapping.as_dict(), options=Options(), rows=4)
    client.force_login(by)
    run_waiting_imports(now=MONDAY, seconds=60)
    before = client.get(reverse("followups:check_import", args=[batch.pk]))
    Import.objects.update(state=ImportState.WAITING, checked={}, warned={})

    run_waiting_imports(now=MONDAY, seconds=60)

    after = client.get(reverse("followups:import", args=[batch.pk]))
    said = after.context["said"]
    assert said == before.context["said"]
    batch.refresh_from_db()
    told = [sum(number for _reason, number in said[part]) for part in ("fated", "warned")]
    assert told == [batch.added + batch.held + batch.rejected, batch.warnings]
    assert [reason for reason, _number in said["fated"]] == ["Received: is no date"]
    assert "<h2>Warnings</h2>" in after.content.decode()
    assert "Reasons and warnings" not in after.content.decode()


def test_a_text_that_is_a_reason_here_and_a_warning_there_is_counted_as_each():
    assert running.parted({"is no date": 5, "there": 2}, {"is no date": 3}) == {
        "fated": [("is no date", 2), ("there", 2)],
        "warned": [("is no date", 3)],
    }
