"""A worker that is killed, or two at once: no row is lost and none is taken twice."""

from datetime import timedelta

import pytest

from campaigns.tests.factories import make_campaign
from followups.imports import running
from followups.imports.running import Overtaken, Watch, go_on, take_chunk
from followups.imports.starting import as_options, draft
from followups.imports.waiting import DEAD_AFTER, claim, give_up, run_waiting_imports
from followups.tests.factories import MONDAY
from leadfollow.people.tests.factories import make_admin, make_manager
from leads.imports.preparing import Options, prepare
from leads.models import Import, ImportRow, Lead
from leads.models.importing import ImportState

pytestmark = pytest.mark.django_db
ROWS = 30


@pytest.fixture
def batch(monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 7)
    content = "Id,Name\n" + "".join(f"{number},Person {number}\n" for number in range(ROWS))
    batch = draft(
        kind="leads", file_name="a.csv", content=content.encode(), options=Options(),
        by=make_manager(), at=MONDAY,
    )  # fmt: skip
    batch.mapping = {"columns": {"external_id": "Id", "name": "Name"}}
    batch.state = ImportState.WAITING
    batch.save()
    return batch


def plan_of(batch):
    return prepare(
        batch.kind, bytes(batch.content), raw=batch.mapping, options=as_options(batch.options),
        at=MONDAY, by=batch.by,
    )  # fmt: skip


@pytest.mark.parametrize("chunks", [0, 1, 3])
def test_a_killed_worker_is_followed_by_one_that_goes_on(batch, chunks):
    taken = claim(batch.pk, now=MONDAY)
    for _ in range(chunks):
        go_on(taken, plan_of(taken), Watch(MONDAY, seconds=0))  # then it is killed

    run_waiting_imports(now=MONDAY + DEAD_AFTER / 2, seconds=60)
    assert Import.objects.get().rows_done == chunks * 7  # it may still live
    run_waiting_imports(now=MONDAY + DEAD_AFTER + timedelta(minutes=1), seconds=60)

    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.rows_done) == (ImportState.DONE, ROWS, ROWS)
    assert Lead.objects.count() == ImportRow.objects.count() == ROWS


def test_a_slice_of_time_leaves_the_rest_for_the_next(batch):
    run_waiting_imports(now=MONDAY, seconds=0.000001)
    Import.objects.filter(state=ImportState.WAITING).update(state=ImportState.RUNNING)
    for _ in range(8):
        run_waiting_imports(now=MONDAY, seconds=60)

    batch.refresh_from_db()
    assert batch.rows_done == ROWS


def test_of_two_workers_one_gets_it(batch):
    assert claim(batch.pk, now=MONDAY)

    assert claim(batch.pk, now=MONDAY) is None


def test_a_worker_that_was_overtaken_writes_nothing(batch):
    first, second = claim(batch.pk, now=MONDAY), Import.objects.get()
    plan = plan_of(first)
    rows = list(plan.rows())[:7]
    take_chunk(first, plan, rows, now=MONDAY)

    with pytest.raises(Overtaken):
        take_chunk(second, plan, rows, now=MONDAY)

    assert Lead.objects.count() == 7


def test_what_cannot_go_on_is_refused_with_a_sentence(batch):
    Import.objects.update(mapping={"columns": {"external_id": "Gone"}})

    run_waiting_imports(now=MONDAY, seconds=60)

    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED
    assert "Gone" in batch.refusal


def test_a_chunk_is_taken_again_with_what_others_made_meanwhile(batch):
    Import.objects.update(
        mapping=batch.mapping | {"columns": {"external_id": "Id", "campaign": "Name"}}
    )
    taken = claim(batch.pk, now=MONDAY)
    plan = plan_of(taken)
    campaign = make_campaign(code="PERSON-3", name="Person 3")

    go_on(taken, plan, Watch(MONDAY))

    assert Lead.objects.count() == ROWS
    assert Lead.objects.get(external_id="3").campaign == campaign


def test_an_import_whose_cadences_fail_stays_done(batch):
    run_waiting_imports(now=MONDAY, seconds=60)
    batch = Import.objects.get()
    batch.cadence_by = make_admin()
    batch.save()

    give_up(batch, Watch(MONDAY))

    batch.refresh_from_db()
    assert (batch.state, batch.cadence_by, batch.refusal) == (ImportState.DONE, None, "")
