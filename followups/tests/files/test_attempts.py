"""Statistics of calls: no names, no ids, a count of attempts, and dates without a year."""

import pytest
from django.core.management import CommandError
from django.db.models import Count, Q
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.models import Touch
from followups.tests.files.conftest import violations
from leadfollow.people.tests.factories import make_admin
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db
HEADER = '"age";"job";"contact";"day";"month";"campaign";"poutcome";"y"\n'
ROWS = "".join(  # the last two are the same
    f'{20 + n};"services";"cellular";5;"may";{n % 3 + 1};"unknown";"{"no" if n % 3 else "yes"}"\n'
    for n in [*range(60), 59]
)
MAPPING = {"columns": {"tried_before": "campaign", "converted": "y"}, "blank": ["unknown"]}


@pytest.fixture
def bank():
    return make_campaign(code="BANK", name="Bank")


def figures(report, **options):
    answer = report("attempts", **options)
    return {row["attempts"]: (row["leads"], row["won"]) for row in answer["rows"]}


def test_nothing_false_is_guessed(bring):
    with pytest.raises(CommandError, match="cannot be told apart"):
        bring(HEADER + ROWS)

    assert not Lead.objects.exists()


def test_a_count_of_attempts_is_reported_with_its_outcome(bring, report, bank):
    first = bring(HEADER + ROWS, mapping=MAPPING, campaign="BANK")
    again = bring(HEADER + ROWS, mapping=MAPPING, campaign="BANK")

    assert (first["created"], again["created"], again["added"]) == (61, 0, 61)
    assert figures(report) == {1: (20, 20), 2: (20, 0), 3: (21, 0)}
    assert report("attempts")["totals"]["attempts"] == 20 + 40 + 63
    assert (Touch.objects.count(), Contact.objects.count()) == (0, 0)
    assert not Lead.objects.open().exists()
    one = Lead.objects.order_by("pk").first()
    assert (one.extra["day"], one.extra["month"]) == ("5", "may")  # no year was said: none is made
    assert "poutcome" not in one.extra
    assert violations() == {}


def test_rows_that_name_nobody_need_a_campaign(bring):
    with pytest.raises(CommandError, match="name a campaign"):
        bring(HEADER + ROWS, mapping=MAPPING)


def test_a_count_that_is_none_is_refused_where_it_was_said(bring, bank):
    guessed = bring("Name,Attempts\nIda Berg,3\nJon Ruiz,often\nUwe Ott,4.0\nEva Lind,\n")
    said = {"columns": {"name": "Name", "tried_before": "n"}}
    refused = bring("Name,n\nPia Roth,3\nKai Voss,-1\n", mapping=said)

    assert (guessed["created"], guessed["warnings"]) == (4, 1)
    assert (refused["created"], refused["rejected"]) == (1, 1)
    told = Lead.objects.order_by("pk").values_list("tried_before", flat=True)
    assert list(told) == [3, None, 4, None, 3]


def test_each_number_opens_its_leads(client, bring, bank):
    bring(HEADER + ROWS, mapping=MAPPING, campaign="BANK")
    client.force_login(make_admin())

    page = client.get(reverse("reports:report", args=["attempts"])).content.decode()

    behind = reverse("reports:report", args=["attempt-leads"])
    assert f"{behind}?part=1%2Cwon" in page
    for part, leads in {"1,won": 20, "1,lost": 0, "3": 21, "3,open": 0, "9" * 30: 61}.items():
        table = client.get(behind, {"part": part}).context["table"]
        assert (len(table.rows), table.totals) == (leads, [(str(leads), "leads")])
    lead = Lead.objects.filter(tried_before=3).first()
    said = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert "3 times" in said


def test_the_shared_statistics(bring, report, bank, shared):
    file = shared("attempts_bank/bank.csv")
    with pytest.raises(CommandError, match="cannot be told apart"):
        bring(file)

    brought = bring(file, mapping=MAPPING, campaign="BANK")

    assert brought["created"] == 4521
    attempts = figures(report)
    assert [attempts[n] for n in range(1, 9)] == [
        (1734, 240), (1264, 138), (558, 57), (325, 43), (167, 9), (155, 16), (75, 6), (56, 4),
    ]  # fmt: skip
    totals = report("attempts")["totals"]
    assert (totals["leads"], totals["attempts"], totals["won"]) == (4521, 12630, 521)
    assert max(attempts) == 50
    before = (
        Lead.objects.order_by()
        .values_list("extra__poutcome")
        .annotate(n=Count("pk"), sold=Count("pk", filter=Q(disposition="won")))
    )
    assert {name: (n, sold) for name, n, sold in before} == {
        "success": (129, 83), "failure": (490, 63), "other": (197, 38), None: (3705, 337),
    }  # fmt: skip
