"""A file broken anyhow comes in with all its rows accounted for, or not at all, with a sentence."""

from __future__ import annotations

import resource
import time
from contextlib import suppress

import pytest

from conftest import BEFORE_A_RELEASE
from followups.imports.starting import draft
from followups.imports.waiting import run_waiting_imports
from followups.tests.factories import MONDAY
from leadfollow.people.tests.factories import make_manager
from leads.imports.preparing import Options, prepare
from leads.imports.refusals import Refused
from leads.models import Import, ImportRow, Lead
from leads.models.importing import ImportState
from leads.tests.import_corpus import broken_texts, broken_workbooks

pytestmark = pytest.mark.django_db
SEED = 7
TEXTS, WORKBOOKS = (130, 60) if BEFORE_A_RELEASE else (8, 4)
LONGEST = 30  # seconds a file
LARGEST = 512 * 1024  # kB of the child that reads it


def bring_in(content: bytes) -> Import:
    batch = draft(
        kind="leads", file_name="a", content=content, options=Options(), by=make_manager(),
        at=MONDAY,
    )  # fmt: skip
    with suppress(Refused):  # as the page proposes it
        plan = prepare("leads", content, raw=None, options=Options(), at=MONDAY, by=batch.by)
        batch.mapping, batch.rows_total = plan.mapping.as_dict(), plan.sheet.row_count
    batch.state = ImportState.WAITING
    batch.save()
    run_waiting_imports(now=MONDAY, seconds=60)
    batch.refresh_from_db()
    return batch


def test_each_is_done_whole_or_refused() -> None:
    files = [*broken_texts(SEED, TEXTS), *broken_workbooks(SEED, WORKBOOKS)]
    states = set()
    # A child begins as large as who starts it, or as the largest one that somebody started before.
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    at_first = max(resource.getrusage(each).ru_maxrss for each in whose)
    for content in files:
        leads_before = Lead.objects.count()

        began = time.monotonic()
        batch = bring_in(content)

        assert time.monotonic() - began < LONGEST
        states.add(batch.state)
        rows = ImportRow.objects.filter(batch=batch)
        if batch.state == ImportState.DONE:
            fates = batch.created + batch.added + batch.held + batch.rejected
            assert rows.count() == batch.rows_done == batch.rows_total == fates
            assert Lead.objects.count() == leads_before + batch.created
        else:
            assert batch.state == ImportState.REFUSED
            assert batch.refusal.endswith(".")
            assert "went wrong" not in batch.refusal
            assert not rows.exists()
            assert Lead.objects.count() == leads_before
    assert states == {ImportState.DONE, ImportState.REFUSED}
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest <= max(LARGEST, at_first)
