"""Whose leads an import may make, and who reaches which import."""

import pytest
from django.urls import reverse

from followups.imports.starting import draft, import_at_once
from followups.imports.waiting import run_waiting_imports
from followups.models import Touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.imports.preparing import Options, prepare
from leads.imports.refusals import BadMapping
from leads.models import Import, ImportRow, Lead
from leads.models.importing import ImportState

pytestmark = pytest.mark.django_db
COLUMNS = {"columns": {"external_id": "Id", "name": "Name", "owner": "Owner", "campaign": "Source"}}


@pytest.fixture
def bring(tmp_path):
    """Imports one row that names an owner, by this person."""

    def bring(owner, *, by, options=None):
        path = tmp_path / "file.csv"
        path.write_text(f"Id,Name,Source,Owner\nL1,Ana,WEB,{owner.email if owner else ''}\n")
        options = options or Options(guessed=False)
        plan = prepare("leads", path, raw=COLUMNS, options=options, at=clock.now(), by=by)
        return import_at_once(path, plan, options=options, at=clock.now())

    return bring


def test_a_manager_gives_no_leads_to_other_teams(bring):
    stranger = make_rep()

    batch = bring(stranger, by=make_manager())

    assert (batch.created, batch.rejected) == (0, 1)
    assert "out of your reach" in ImportRow.objects.get().reason


def test_a_manager_gives_leads_to_the_own_team_and_an_admin_to_anybody(bring):
    team = make_team()
    rep = make_rep(team=team)

    bring(rep, by=make_manager(of=team))
    Lead.objects.update(external_id="L0")
    bring(rep, by=make_admin())

    assert set(Lead.objects.values_list("owner", flat=True)) == {rep.pk}
    assert Lead.objects.count() == 2


def test_an_owner_for_all_rows_has_to_be_in_reach(bring):
    stranger = make_rep()

    with pytest.raises(BadMapping, match="out of your reach"):
        bring(None, by=make_manager(), options=Options(owner=stranger.email))


def test_an_admin_starts_the_cadences_of_an_import_from_the_command_line(bring, client):
    client.force_login(make_admin())
    batch = bring(make_rep(), by=None)
    address = reverse("followups:import", args=[batch.pk])
    asked = client.get(address).context["to_begin"]

    client.post(reverse("followups:begin_cadences", args=[batch.pk]))
    run_waiting_imports(now=clock.now(), seconds=60)

    assert asked == 1
    assert Touch.objects.scheduled().count() == 1
    assert Import.objects.get().cadence_by is None


def test_an_owner_barred_since_the_check_is_told_and_nothing_starts(client):
    team = make_team()
    rep, manager = make_rep(team=team), make_manager(of=team)
    client.force_login(manager)
    batch = draft(
        kind="leads", file_name="a.csv", content=b"Id,Name\nL1,Ana\n",
        options=Options(owner=rep.email), by=manager, at=clock.now(),
    )  # fmt: skip
    Import.objects.update(mapping={"columns": {"external_id": "Id", "name": "Name"}})
    User.objects.filter(pk=rep.pk).update(is_active=False)

    answer = client.post(reverse("followups:start_import", args=[batch.pk]), follow=True)

    assert "cannot be given leads" in answer.content.decode()
    assert Import.objects.get().state == ImportState.DRAFT


def test_an_import_from_the_command_line_is_not_started_again(bring, client):
    client.force_login(make_admin())
    batch = bring(make_rep(), by=None)

    answer = client.post(reverse("followups:start_import", args=[batch.pk]))

    assert answer.status_code == 302
    assert Import.objects.get().state == ImportState.DONE
