"""What every page pays before it shows anything of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups.notices.telling import tell_flags
from followups.sweep import sweep
from followups.tests.factories import after, make_planned_lead
from leadfollow import clock
from leadfollow.people import operations
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
BARE = reverse("reports:reports")  # a list of links, which asks for one team


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


def stand_in_for(absent: User, deputy: User) -> None:
    now = clock.now()
    today = clock.today(absent.time_zone, now)
    last_on = today + timedelta(days=3)
    operations.set_absence(
        user=absent, deputy=deputy, first_on=today, last_on=last_on, by=absent, at=now
    )


def test_a_page_pays_for_session_person_and_bar(
    client: Any, ana: User, django_assert_num_queries: Any
) -> None:
    client.force_login(ana)

    with django_assert_num_queries(4):
        client.get(BARE)


def test_a_deputy_pays_one_more_for_whom_he_stands_in(
    client: Any, ana: User, django_assert_num_queries: Any
) -> None:
    stand_in_for(make_rep(name="Ben", team=ana.team), ana)
    client.force_login(ana)

    with django_assert_num_queries(5):
        client.get(BARE)


def test_the_bar_tells_how_fresh_the_flags_are_and_what_is_new(client: Any, ana: User) -> None:
    make_planned_lead(owner=ana, by=ana, person=make_person(company="Hafen AG"))
    sweep(now=after(hours=1))
    tell_flags(now=after(hours=1))
    client.force_login(ana)

    page = client.get(BARE)

    assert (page.context["flags_as_of"](), page.context["new_notices"]()) == (after(hours=1), "1")
    assert page.context["flags_stale"]()


def test_before_the_first_sweep_nothing_is_new_and_no_moment_is_told(
    client: Any, ana: User
) -> None:
    client.force_login(ana)

    page = client.get(BARE)

    assert (page.context["flags_as_of"](), page.context["new_notices"]()) == (None, "")


def test_who_was_switched_off_is_signed_out(client: Any, ana: User) -> None:
    client.force_login(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert client.get("/queue/").status_code == 302
