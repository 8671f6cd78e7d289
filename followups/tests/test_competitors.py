"""The mark of a lead that may be a competitor's, and the filter that finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from followups.tests.factories import make_owned_lead
from leadfollow.people.tests.factories import make_admin
from leads.competitors import COMPETITORS
from leads.models import Lead
from leads.tests.factories import make_person, make_row

pytestmark = pytest.mark.django_db
LEADS = reverse("followups:leads")
RIVAL = {"name": "Rival Inc", "domain": "rival.example"}


def theirs() -> Lead:
    return make_owned_lead(person=make_person(email="karla@sales.rival.example"))


def test_the_mark_says_who_it_may_be_and_nothing_closes(client: Any) -> None:
    lead = theirs()
    make_row(COMPETITORS, RIVAL)
    client.force_login(make_admin())

    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()

    assert "May be a competitor" in page
    assert "Rival Inc, rival.example" in page
    lead.refresh_from_db()
    assert lead.is_open


@pytest.mark.parametrize(
    "retired", [pytest.param(None, id="none"), pytest.param(True, id="retired")]
)
def test_without_one_nothing_speaks_of_competitors(client: Any, retired: bool | None) -> None:
    lead = theirs()
    if retired:
        make_row(COMPETITORS, RIVAL, retired=True)
    client.force_login(make_admin())

    for address in (reverse("followups:lead", args=[lead.pk]), LEADS):
        assert "May be a competitor" not in client.get(address).content.decode()


def test_the_filter_finds_them_and_the_others(client: Any) -> None:
    make_row(COMPETITORS, RIVAL)
    lead, other = theirs(), make_owned_lead()
    client.force_login(make_admin())

    found = [client.get(LEADS, {"competitor": said}).context["list"] for said in ("yes", "no")]

    assert [[row.lead_id for row in each.rows] for each in found] == [[lead.pk], [other.pk]]
