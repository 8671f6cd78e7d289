"""What the form above a report takes and offers."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.tests.factories import log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_rep, make_team
from reports.filter_form import ReportFilter

pytestmark = pytest.mark.django_db


def test_a_row_beyond_all_rows_is_refused(client: Any) -> None:
    client.force_login(make_admin())

    response = client.get(reverse("reports:report", args=["overdue"]), {"after": "9" * 22})

    assert response.status_code == 200
    assert "after" in response.context["form"].errors


def test_an_event_manager_is_offered_the_teams_of_his_leads() -> None:
    reader, receiving = make_event_manager(), make_team()
    campaign = make_campaign(owner=reader, team=receiving)
    lead, stranger = make_owned_lead(campaign=campaign), make_rep()

    form: Any = ReportFilter(reader=reader, takes={"team", "rep"})

    assert set(form.fields["team"].queryset) == {receiving, lead.owner.team}
    assert lead.owner in form.fields["rep"].queryset
    assert stranger not in form.fields["rep"].queryset


def test_what_a_number_opens_is_narrowed_as_the_report_was(client: Any) -> None:
    lead = make_owned_lead()
    touch = log(make_touch(lead=lead, due_at=clock.now(), at=clock.now()), at=clock.now())
    client.force_login(lead.owner)
    chosen = {"campaign": lead.campaign.code, "without_late": "on"}

    page = client.get(reverse("reports:report", args=["activity"]), chosen).content.decode()

    assert f"campaign={touch.lead.campaign.code}&amp;without_late=on" in page
    assert 'name="without_late"' in page
    assert "checked" in page
