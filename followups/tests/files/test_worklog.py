"""A log of work on cases: each line an id, a number and a moment, without a zone."""

import gzip
import tracemalloc
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from followups.models import Touch
from followups.tests.files.conftest import violations
from leads.models import Lead

pytestmark = pytest.mark.django_db
ROWS = (
    "CaseID,ActivityID,CompleteTimestamp\n"
    "173688,3,2011-10-28 09:00:00\n"
    "173688,5,2011-10-31 09:00:00\n"  # the clocks went back an hour between
    "173688,5,2011-11-02 09:00:00\n"
    "173691,3,2011-10-31 10:00:00\n"
)
SAMPLE = 1000


def test_cases_are_leads_and_their_lines_touches(bring, report):
    leads, touches = bring(ROWS), bring(ROWS, "touches", tz="Europe/Amsterdam")
    again = bring(ROWS, "touches", tz="Europe/Amsterdam")

    assert (leads["created"], leads["added"]) == (2, 2)
    assert (touches["created"], again["created"]) == (4, 0)
    assert set(Touch.objects.values_list("subject", flat=True)) == {"3", "5"}
    [week] = report("activity", week="2011-W44")["rows"]
    assert (week["touches"], week["first_attempts"], week["days_between"]) == (3, 1, 2.5)
    moments = list(Touch.objects.order_by("happened_at").values_list("happened_at", flat=True))
    assert moments[0] == datetime(2011, 10, 28, 7, tzinfo=UTC)
    assert moments[-1] == datetime(2011, 11, 2, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert violations() == {}


def test_the_first_of_the_shared_lines(bring, shared, tmp_path):
    """All 72,413 take minutes; their memory and figures stand in docs/decisions.md."""
    path = tmp_path / "work.csv"
    with gzip.open(shared("touches_bpic2012/bpi_12_w.csv.gz"), "rt") as lines:
        rows = list(islice(lines, SAMPLE + 1))
    path.write_text("".join(rows))
    cases = {row.split(",")[0] for row in rows[1:]}
    bring(path)

    tracemalloc.start()
    result = bring(path, "touches", tz="Europe/Amsterdam")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert result["created"] == SAMPLE
    assert Lead.objects.count() == len(cases)
    assert peak < 50_000_000
