"""A new version of what "qualified" means stands on the bell of every rep until he has read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from followups import operations
from followups.notices.listing import new_notices, notice_list
from followups.tests.factories import MONDAY, after, make_owned_lead
from leadfollow.people.models import User
from leadfollow.people.readers import readers_of
from leadfollow.people.tests.factories import make_manager, make_rep
from leads import qualification
from leads.models import Definition, Lead
from leads.qualification import asked_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_() -> User:
    return make_manager(name="Max Orr")


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


def write(by: User, text: str = "Has money") -> Definition:
    current = Definition.objects.current()
    criteria = asked_in(current)
    return qualification.define(
        text=text, criteria=criteria, after=current.version, by=by, at=MONDAY
    )


def read(definition: Definition, by: User) -> None:
    qualification.accept(definition=definition, by=by, at=after(hours=1))


def test_what_came_with_the_product_reminds_nobody(ana: User) -> None:
    assert new_notices(ana) == ""


def test_a_new_version_stands_on_the_bell_until_it_is_read(
    client: Any, ana: User, max_: User
) -> None:
    made = write(max_)
    client.force_login(ana)

    page = client.get(reverse("followups:notices")).content.decode()
    before = new_notices(ana)
    client.post(reverse("leads:accept_definition", args=[made.version]))

    assert "What “qualified” means, version 2" in page
    assert "written by Max Orr" in page
    assert '<b class="bell-count">1</b>' in page
    assert (before, new_notices(ana)) == ("1", "")


def test_marking_all_read_does_not_put_it_away(client: Any, ana: User, max_: User) -> None:
    write(max_)
    client.force_login(ana)

    client.post(reverse("followups:read_all_notices"), {"until": "999"})

    assert new_notices(ana) == "1"
    assert notice_list(QueryDict(), person=ana).to_read != []
    assert notice_list(QueryDict("show=all"), person=ana).to_read == []


def test_the_next_version_reminds_again_and_of_itself_alone(ana: User, max_: User) -> None:
    read(write(max_), ana)

    write(max_, "Has money, and a date")

    [to_read] = notice_list(QueryDict(), person=ana).to_read
    assert (to_read.version.version, new_notices(ana)) == (3, "1")


def test_who_is_no_rep_is_not_reminded(max_: User) -> None:
    write(make_manager())

    assert new_notices(max_) == ""


def test_the_manager_sees_who_has_not_read_it(client: Any, max_: User) -> None:
    team = max_.teams_led.get()
    ana, ben = make_rep(team=team, name="Ana"), make_rep(team=team, name="Ben")
    read(write(max_), ana)

    has_read, has_not = readers_of(Definition.objects.current().readings.all(), seen_by=max_)

    assert (has_read, has_not) == ([ana], [ben])
    assert (new_notices(ana), new_notices(ben)) == ("", "1")


@pytest.fixture
def qualified(max_: User) -> Lead:
    lead = make_owned_lead(owner=make_rep(team=max_.teams_led.get()))
    operations.convert_lead(lead=lead, by=max_, at=MONDAY, override="Paid")
    return lead


def test_the_word_leads_to_its_definition_in_lists_and_reports(
    client: Any, qualified: Lead, max_: User
) -> None:
    client.force_login(max_)
    meaning = reverse("leads:qualification")

    leads = client.get(reverse("followups:leads")).content.decode()
    verdicts = client.get(reverse("reports:report", args=["verdicts"])).content.decode()

    assert f'<a class="qualified" href="{meaning}">' in leads
    assert f'<a href="{meaning}" title="What it means">Qualified</a>' in verdicts
