"""A queue without rows: why, and what one may do instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from followups import operations
from followups.tests.factories import fresh, log, make_owned_lead, make_touch, next_touch
from followups.tests.test_nurture import bucket
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep(name="Ana")
    client.force_login(rep)
    return rep


def later(ana: User, company: str, *, silent: int) -> Lead:
    """Touched so many days ago, and due in three weeks."""
    now, person = clock.now(), make_person(company=company)
    lead = make_owned_lead(owner=ana, at=now - (silent + 1) * DAY, person=person)
    make_touch(lead=lead, due_at=now + 21 * DAY, at=now - silent * DAY)
    return fresh(lead)


def page_of(client: Any, address: str = "/queue/") -> str:
    text: str = client.get(address).content.decode()
    return text


def test_the_lead_that_sleeps_longest_is_offered(client: Any, ana: User) -> None:
    later(ana, "Alfa", silent=35)
    oldest = later(ana, "Beta", silent=80)

    text = page_of(client)

    assert "<b>Beta</b> sleeps longest: nothing was heard for 81 days." in text
    assert f'href="/queue/?show=later&amp;lead={oldest.pk}">Open it' in text
    assert "Wake it" not in text


def test_what_was_heard_of_lately_does_not_sleep(client: Any, ana: User) -> None:
    later(ana, "Alfa", silent=5)

    assert "sleeps longest" not in page_of(client)


def test_one_that_rests_in_a_bucket_is_woken_by_a_button(client: Any, ana: User) -> None:
    lead, now = later(ana, "Alfa", silent=5), clock.now()
    operations.send_to_bucket(
        lead=lead, bucket=bucket(), wake_on=(now + 90 * DAY).date(), by=ana, at=now
    )
    assert "Wake it" in page_of(client)

    woken = client.post(f"/leads/{lead.pk}/wake/?show=due", follow=True)

    assert woken.context["situation"].lead == lead
    assert fresh(lead).status != "nurturing"


def test_a_manager_who_reads_is_offered_nothing(client: Any, ana: User) -> None:
    later(ana, "Alfa", silent=80)
    client.force_login(make_manager(of=ana.team))

    assert "sleeps longest" not in page_of(client, f"/queue/?rep={ana.pk}")


def test_a_filter_without_rows_leads_to_all(client: Any, ana: User) -> None:
    now = clock.now()
    lead = make_owned_lead(owner=ana, at=now - 9 * DAY)
    make_touch(lead=lead, due_at=now - DAY, at=now - 9 * DAY)

    text = page_of(client, "/queue/?show=today")

    assert "Nothing more today" in text
    assert 'href="/queue/?show=due">Show all 1' in text


def test_on_the_first_day_the_inbox_is_named_where_reps_take(client: Any, ana: User) -> None:
    assert "given you leads yet; take one from the inbox." in page_of(client)

    ana.team.reps_take_from_inbox = False
    ana.team.save()

    text = page_of(client)
    assert "Your manager has not given you leads yet." in text
    assert "Look into the inbox" not in text


def test_nobody_is_named_to_a_manager_as_his_manager(client: Any, ana: User) -> None:
    ana.is_manager = True
    ana.save()

    assert "Nobody has given you leads yet." in page_of(client)


def test_later_nobody_says_it_is_the_first_day(client: Any, ana: User) -> None:
    lead = later(ana, "Alfa", silent=5)
    log(next_touch(lead), at=clock.now(), by=ana)
    operations.assign_lead(lead=lead, rep=make_rep(team=ana.team), by=ana, at=clock.now())

    text = page_of(client)

    assert "All that you had are closed, or with somebody else." in text
    assert "has not given you leads yet" not in text
