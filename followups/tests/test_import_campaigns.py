"""Rows of campaigns: ids of several sources, kinds, receiving teams."""

import pytest

from campaigns.models import Campaign
from followups.imports.starting import import_at_once
from leadfollow import clock
from leadfollow.people.models import Organisation
from leadfollow.people.tests.factories import make_team
from leads.imports.preparing import Options, prepare
from leads.models import ImportRow

pytestmark = pytest.mark.django_db
COLUMNS = {
    "external_id": "Id", "name": "Name", "kind": "Kind", "starts_on": "Starts", "team": "Team"
}  # fmt: skip


@pytest.fixture
def bring(tmp_path):
    """Imports rows of campaigns under the name of a source."""

    def bring(rows, *, source=""):
        path, at = tmp_path / "file.csv", clock.now()
        path.write_text(f"Id,Name,Kind,Starts,Team\n{rows}")
        options, raw = Options(guessed=False), {"columns": COLUMNS, "source": source}
        plan = prepare("campaigns", path, raw=raw, options=options, at=at, by=None)
        return import_at_once(path, plan, options=options, at=at)

    return bring


def test_one_id_in_two_sources_is_two_campaigns(bring):
    bring("7,Fair,,,\n", source="crm")
    other = bring("7,Webinar,,,\n", source="shop")
    again = bring("7,Webinar,,,\n", source="shop")

    assert (other.created, again.created, again.added) == (1, 0, 1)
    assert Campaign.objects.filter(external_id="7").count() == 2


def test_a_campaign_begins_with_the_organisations_zone_and_currency(bring):
    Organisation.objects.create(time_zone="Asia/Tokyo", currency="JPY")

    bring("7,Fair,,,\n", source="crm")

    fair = Campaign.objects.get(external_id="7")
    assert (str(fair.time_zone), fair.currency) == ("Asia/Tokyo", "JPY")


def test_a_campaign_is_of_the_kind_that_the_row_says(bring):
    batch = bring(
        "1,A,Event,,\n2,B,Standing,2026-05-01,\n3,C,Event,2026-05-01,\n4,D,Gala,2026-05-01,\n"
    )

    kinds = dict(Campaign.objects.exclude(external_id="").values_list("name", "kind"))
    assert kinds == {"A": "standing", "B": "standing", "C": "event", "D": "event"}
    assert batch.warnings == 1
    assert "has no dates" in ImportRow.objects.get(line=2).warning


def test_a_receiving_team_that_is_unknown_is_warned_of(bring):
    team = make_team(name="North")

    bring("1,A,,,north\n2,B,,,Nowhere\n")

    assert Campaign.objects.get(external_id="1").team == team
    assert "Nowhere" in ImportRow.objects.get(line=3).warning
