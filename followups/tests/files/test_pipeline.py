"""A pipeline of deals: reps with their office, deals with a rep by name."""

import pytest

from followups.tests.files.conftest import violations
from leadfollow.people.models import Team
from leads.models import Inquiry, Lead, Product

pytestmark = pytest.mark.django_db
REPS = "sales_agent,manager,regional_office\nIda Berg,Max Ek,North\nJon Ruiz,Eva Holm,South\n"
DEALS = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "A1,Ida Berg,CranePro,Hafen AG,Won,2017-01-01,2017-01-11,1000\n"
    "A2,Ida Berg,Crane Pro,,Won,2017-01-01,2017-01-31,500\n"
    "A3,Ida Berg,Crane Pro,Molen BV,Lost,2017-01-01,2017-01-05,0\n"
    "B1,Jon Ruiz,Hook,Kade Ltd,Engaging,2017-01-01,,\n"
    "B2,Jon Ruiz,Hook,,Prospecting,,,\n"
)
COLUMNS = {
    "external_id": "opportunity_id", "owner": "sales_agent", "product": "product",
    "organisation": "account", "status": "deal_stage", "received_at": "engage_date",
    "closed_at": "close_date", "value": "close_value",
}  # fmt: skip


def results(report):
    return {row["rep"]: row for row in report("results")["rows"]}


def test_deals_come_in_with_reps_and_offices_and_are_counted_for_each(bring, report):
    Product.objects.create(name="Crane Pro")

    bring(REPS, "reps")
    deals = bring(DEALS, mapping={"columns": COLUMNS})

    assert deals["created"] == 5  # those without an account too
    assert Lead.objects.filter(organisation="").count() == 2
    assert Inquiry.objects.filter(product__name="Crane Pro").count() == 3  # CranePro is one
    ida, jon = (results(report)[name] for name in ("Ida Berg", "Jon Ruiz"))
    told = "team", "leads", "closed", "won", "percent", "days"
    assert [ida[name] for name in told] == ["North", 3, 2 + 1, 2, 66.67, 21]
    assert ida["value"] == 1500
    assert [jon[name] for name in told] == ["South", 2, 0, 0, None, None]
    assert [team.managers.get().name for team in Team.objects.order_by("name")] == [
        "Max Ek", "Eva Holm",
    ]  # fmt: skip
    assert violations() == {}


def test_a_manager_s_reps_make_a_team_where_the_mapping_says_so(bring, report):
    bring(REPS, "reps", {"columns": {"name": "sales_agent", "team": "manager"}})
    bring(DEALS, mapping={"columns": COLUMNS})

    assert {row["team"]: row["won"] for row in results(report).values()} == {
        "Max Ek": 2, "Eva Holm": 0,
    }  # fmt: skip


def test_the_shared_pipeline(bring, report, shared):
    folder = "pipeline_crm_opportunities"
    for name in ("GTX Pro", "GTX Basic"):
        Product.objects.create(name=name)
    by_manager = {"columns": {"name": "sales_agent", "team": "manager"}}

    reps = bring(shared(f"{folder}/sales_teams.csv"), "reps", by_manager)
    deals = bring(shared(f"{folder}/sales_pipeline.csv"), mapping={"columns": COLUMNS})

    assert (reps["created"], deals["created"]) == (35, 8800)
    assert Lead.objects.filter(organisation="").count() == 1425
    teams: dict[str, tuple[int, int]] = {}
    for row in results(report).values():
        won, closed = teams.get(row["team"], (0, 0))
        teams[row["team"]] = won + row["won"], closed + row["closed"]
    assert teams == {
        "Melvin Marxen": (882, 1418), "Summer Sewald": (828, 1287),
        "Dustin Brinkmann": (747, 1186), "Rocco Neubert": (691, 1113),
        "Celia Rouche": (610, 962), "Cara Losch": (480, 745),
    }  # fmt: skip
    darcel = results(report)["Darcel Schlecht"]
    assert (darcel["won"], darcel["closed"]) == (349, 553)
    assert report("results")["totals"]["value"] == 10005534
