"""Ticked leads of the list: what is sent, what is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Segment
from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Bucket, Touch
from followups.operations.bulk import MOST
from followups.tests.bulk.changing import change
from followups.tests.factories import (
    MONDAY,
    fresh,
    make_lead,
    make_owned_lead,
    make_touch,
)
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import (
    make_rep,
)
from leadfollow.words import day_in_full
from leads.models import Lead, LeadTag, Tag

pytestmark = pytest.mark.django_db
LIST = reverse("followups:leads")


@pytest.fixture
def today() -> Any:
    return timezone.now()


def make_rows(ana: User, today: Any, count: int = 3) -> list[Lead]:
    return [
        make_touch(
            lead=make_owned_lead(owner=ana, at=today - timedelta(days=2)),
            at=today - timedelta(days=1),
            due_at=today + timedelta(hours=1),
        ).lead
        for _ in range(count)
    ]


def post(client: Any, leads: list[Lead], query: str = "", **fields: Any) -> Any:
    fields = {"lead": [lead.pk for lead in leads]} | fields
    return client.post(f"{reverse('followups:leads')}{query}", fields, follow=True)


def test_ticked_leads_are_handed_over_and_the_line_takes_it_back(
    client: Any, ana: User, manager: User, team: Team, today: Any
) -> None:
    rows, ben = make_rows(ana, today), make_rep(team=team)
    client.force_login(manager)

    page = post(client, rows, "?next=scheduled", action="assign", assign=ben.pk)

    message = next(iter(page.context["messages"]))
    assert str(message) == f"3 leads handed to {ben}."
    assert page.redirect_chain[0][0].endswith("?next=scheduled")
    assert {fresh(lead).owner for lead in rows} == {ben}
    again = client.post(str(message.extra_tags), follow=True)
    assert "3 leads are as they were" in again.content.decode()
    assert again.redirect_chain[0][0].endswith("?next=scheduled")
    assert {fresh(lead).owner for lead in rows} == {ana}


def test_ticked_leads_are_put_into_a_bucket(client: Any, ana: User, today: Any) -> None:
    rows, bucket = make_rows(ana, today), Bucket.objects.get(slug="price")
    client.force_login(ana)

    page = post(client, rows, action="bucket", bucket=bucket.pk)

    message = next(iter(page.context["messages"]))
    assert str(message).startswith(f"3 leads put into “{bucket}” until ")
    assert {fresh(lead).status for lead in rows} == {"nurturing"}
    again = client.post(str(message.extra_tags), follow=True)
    assert "3 leads are as they were" in again.content.decode()


def many_rows(ana: User, number: int) -> None:
    """So many of hers, and one of a colleague's."""
    campaign = make_campaign(team=ana.team)
    made = {"campaign": campaign, "received_at": MONDAY}
    for n in range(number):
        Lead.objects.create(organisation=f"Lead {n}", owner=ana, **made)
    Lead.objects.create(organisation="Foreign", owner=make_rep(), **made)


def test_all_of_a_list_are_ticked_at_once(client: Any, ana: User) -> None:
    many_rows(ana, 60)
    client.force_login(ana)
    offered = client.get(LIST).content.decode()

    page = post(client, [], action="tag", tag="Hot", all="60")

    assert "All 60 of this list, on every page" in offered
    assert "60 leads tagged “Hot”." in page.content.decode()
    assert LeadTag.objects.filter(lead__owner=ana).count() == LeadTag.objects.count() == 60


def test_all_are_those_of_the_filter(client: Any, ana: User) -> None:
    many_rows(ana, 60)
    for lead in Lead.objects.filter(organisation="Lead 1"):
        operations.tag_lead(lead=lead, name="Cold", by=ana, at=MONDAY)
    client.force_login(ana)
    cold = Tag.objects.get().pk

    post(client, [], f"?tag={cold}", action="tag", tag="Hot", all="1")

    assert LeadTag.objects.filter(tag__name="Hot").count() == 1


def test_a_list_that_grew_is_to_be_looked_at_again(client: Any, ana: User) -> None:
    many_rows(ana, 61)
    client.force_login(ana)

    page = post(client, [], action="tag", tag="Hot", all="60")

    assert page.status_code == 422
    assert "had 60 leads when you ticked all, and has 61 now" in page.content.decode()
    assert not LeadTag.objects.exists()


def test_of_more_than_the_most_all_are_not_offered(client: Any, ana: User) -> None:
    many_rows(ana, MOST + 1)
    client.force_login(ana)
    offered = client.get(LIST).content.decode()

    page = post(client, [], action="tag", tag="Hot", all=str(MOST + 1))

    assert "Of 201 leads at most 200 at once: filter further to tick all." in offered
    assert "data-tick-everything" not in offered
    assert "At most 200 leads at once" in page.content.decode()
    assert not LeadTag.objects.exists()


def test_a_list_of_one_page_offers_no_more(client: Any, ana: User) -> None:
    many_rows(ana, 3)
    client.force_login(ana)

    assert "on every page" not in client.get(LIST).content.decode()


def test_nothing_ticked_is_said(client: Any, ana: User) -> None:
    client.force_login(ana)

    page = post(client, [], action="tag", tag="Hot")

    assert page.status_code == 422
    assert "Tick the leads first" in page.content.decode()


def test_what_is_refused_keeps_ticks_and_text(client: Any, ana: User, today: Any) -> None:
    rows = make_rows(ana, today)
    client.force_login(ana)

    page = post(client, rows[:1], action="move", move="2020-01-01", tag="Hot")

    html = page.content.decode()
    assert page.status_code == 422
    assert "Choose a later one" in html
    assert f'value="{rows[0].pk}" aria-label="Tick {rows[0]}" checked' in html
    assert 'value="2020-01-01"' in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": ""}, "Choose what to do"),
        ({"action": "tag"}, "Write the tag."),
        ({"action": "tag", "tag": " # "}, "Write the tag."),
        ({"action": "move", "move": ""}, "Choose the day."),
        ({"action": "bucket", "bucket": ""}, "Choose the bucket."),
        ({"action": "bucket", "bucket": "99999"}, "Select a valid choice"),
        ({"action": "assign", "assign": "1"}, "Select a valid choice"),
        ({"action": "untag", "untag": "99999"}, "Select a valid choice"),
        ({"action": "tag", "tag": "x" * 41}, "at most 40"),
    ],
)
def test_bad_input_is_said(
    client: Any, ana: User, today: Any, fields: dict[str, str], said: str
) -> None:
    rows = make_rows(ana, today, 1)
    client.force_login(ana)

    page = post(client, rows, **fields)

    assert page.status_code == 422
    assert said in page.content.decode()


def test_more_than_the_most_are_refused(client: Any, ana: User) -> None:
    client.force_login(ana)

    page = client.post(
        reverse("followups:leads"),
        {"lead": list(range(1, MOST + 2)), "action": "tag", "tag": "Hot"},
    )

    assert page.status_code == 422
    assert "At most 200 leads at once" in page.content.decode()


def test_a_strangers_lead_is_refused_and_not_named(client: Any, ana: User, today: Any) -> None:
    rows, foreign = make_rows(ana, today, 1), make_owned_lead()
    client.force_login(ana)

    page = post(client, [*rows, foreign], action="tag", tag="Hot")

    assert page.status_code == 422
    assert (
        f"Lead {foreign.pk} is not among your leads. Nothing was changed." in page.content.decode()
    )
    assert str(foreign) not in page.content.decode()
    assert not Tag.objects.exists()


def test_a_strangers_change_is_not_there(client: Any, leads: list[Lead], ana: User) -> None:
    done = change(leads, operations.PutTag("Hot"), by=ana)
    client.force_login(make_rep(team=ana.team))

    assert client.post(reverse("followups:undo_bulk", args=[done.pk])).status_code == 404


def test_the_list_is_filtered_by_tag_and_offers_only_tags_in_reach(
    client: Any, ana: User, today: Any
) -> None:
    mine, _ = make_rows(ana, today, 2)
    operations.tag_lead(lead=mine, name="Hot", by=ana, at=today)
    operations.tag_lead(lead=make_owned_lead(), name="Secret", by=None, at=today)
    client.force_login(ana)

    page = client.get(reverse("followups:leads"), {"tag": Tag.objects.get(name="Hot").pk})

    assert [row.lead_id for row in page.context["list"].rows] == [mine.pk]
    assert "Secret" not in page.content.decode()


def test_a_far_day_for_many_asks_why_once_and_says_it_of_each(
    client: Any, ana: User, manager: User, today: Any
) -> None:
    rows = make_rows(ana, today)
    Segment.objects.filter(campaigns__leads__in=rows).update(longest_silence=2)
    day = manager.working_time.add_working_days((today + timedelta(days=60)).date(), 0)
    client.force_login(manager)

    refused = post(client, rows, action="move", move=day.isoformat())
    asked = refused.content.decode()
    post(client, rows, action="move", move=day.isoformat(), why="Their plant is closed")

    assert "say why it is later." in asked
    steps = Touch.objects.scheduled().filter(lead__in=rows)
    assert {(step.due_on, step.why) for step in steps} == {(day, "Their plant is closed")}


def test_many_are_not_moved_to_a_day_off(client: Any, ana: User, manager: User, today: Any) -> None:
    rows = make_rows(ana, today)
    sunday = (today + timedelta(days=7 - today.isoweekday() + 7)).date()
    client.force_login(manager)

    page = post(client, rows, action="move", move=sunday.isoformat())

    assert "is no working day. The next one is Mon" in page.content.decode()
    assert not Touch.objects.scheduled().filter(lead__in=rows, due_on=sunday).exists()


def test_an_agreed_day_is_said_as_a_day_wherever_it_stands(
    client: Any, ana: User, manager: User, today: Any
) -> None:
    rows = make_rows(ana, today, count=1)
    day = manager.working_time.add_working_days((today + timedelta(days=3)).date(), 0)
    client.force_login(manager)
    post(client, rows, action="move", move=day.isoformat())

    page = client.get(reverse("followups:lead", args=[rows[0].pk])).content.decode()

    assert f"to {day_in_full(day)}" in page
    assert ", 00:00" not in page


def test_what_waits_is_given_by_the_rules_and_what_nobody_can_take_stays(
    client: Any, ana: User, manager: User, team: Team
) -> None:
    received = make_campaign(team=team)
    waiting = [make_lead(campaign=received) for _ in range(2)]
    for lead in waiting:
        operations.release_lead(lead=lead, by=manager, at=MONDAY)
    unclaimed = make_lead(campaign=received)
    operations.release_lead(lead=unclaimed, by=manager, at=MONDAY)
    User.objects.filter(pk=ana.pk).update(open_cap=2)
    client.force_login(manager)

    page = post(client, [*waiting, unclaimed], "?owner=none", action="distribute")

    message = next(iter(page.context["messages"]))
    assert str(message).startswith("2 leads given by the rules; 1 stays in the inbox")
    assert Lead.objects.filter(owner=ana).count() == 2
    client.post(str(message.extra_tags))
    assert not Lead.objects.filter(owner=ana).exists()
