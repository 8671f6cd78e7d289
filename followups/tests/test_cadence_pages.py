"""Cadences and segments are read by everybody, and written by managers and admins."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Segment
from campaigns.tests.factories import make_segment
from followups import operations
from followups.cadences.builder import Builder
from followups.models import Cadence
from followups.tests.factories import MONDAY, make_cadence, make_planned_lead
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def boss(ana: User) -> User:
    return make_manager(of=ana.team)


def page(client: Any, user: User, name: str, *args: int) -> Any:
    client.force_login(user)
    return client.get(reverse(f"followups:{name}", args=args))


def typed(cadence: Cadence, **changes: str) -> dict[str, str]:
    """The builder's form of a version as a browser sends it."""
    builder = Builder.of(cadence)
    form = {"count": str(len(builder.rows)), "name": cadence.name, "kind": cadence.kind}
    form["every_days"] = str(cadence.every_days or "")
    for n, row in enumerate(builder.rows):
        form |= {f"step-{n}-{name}": str(said) for name, said in row.items() if said != ""}
    return form | changes


def send(client: Any, user: User, cadence: Cadence, act: str, **changes: str) -> Any:
    client.force_login(user)
    url = reverse("followups:edit_cadence", args=[cadence.pk])
    return client.post(url, typed(cadence, act=act, **changes))


def titles(answer: Any) -> list[str]:
    return [row["title"] for row in answer.context["builder"].rows]


def test_everybody_reads_them_and_a_rep_writes_none(client, ana):
    cadence = make_cadence()

    assert page(client, ana, "cadences").status_code == 200
    assert b"Call again" in page(client, ana, "cadence", cadence.pk).content
    assert page(client, make_event_manager(), "cadence", cadence.pk).status_code == 200
    assert page(client, ana, "edit_cadence", cadence.pk).status_code == 404
    assert send(client, ana, cadence, "save", name="Mine").status_code == 404
    assert Cadence.objects.get(slug=cadence.slug).version == 1


def test_each_number_is_the_list_behind_it(client, ana):
    lead = make_planned_lead(owner=ana)
    make_planned_lead()
    cadence = lead.enrolments.get().cadence

    rows = page(client, ana, "cadences").context["list"].segments

    assert [row.running for row in rows if row.current == cadence] == [1]
    leads = client.get(reverse("followups:leads"), {"cadence": cadence.pk}).context["list"]
    assert leads.filter.leads.count() == 1
    assert [chip.value for chip in leads.filter.chips] == [str(cadence)]


def test_the_list_asks_no_more_for_more_cadences_and_leads(client, ana):
    make_planned_lead(owner=ana)
    page(client, ana, "cadences")
    with CaptureQueriesContext(connection) as few:
        page(client, ana, "cadences")
    for _ in range(3):
        make_planned_lead(owner=ana)

    with CaptureQueriesContext(connection) as many:
        page(client, ana, "cadences")

    assert len(many) == len(few)


def test_the_builder_opens_and_saves_a_version(client, boss):
    cadence = make_cadence()
    assert page(client, boss, "edit_cadence", cadence.pk).status_code == 200

    answer = send(client, boss, cadence, "save", **{"step-0-title": "Call at once"})

    current = Cadence.objects.current().get(slug=cadence.slug)
    assert answer["Location"] == reverse("followups:cadence", args=[current.pk])
    assert (current.version, current.steps.all()[0].title) == (2, "Call at once")
    assert current.steps.all()[0].before == cadence.steps.all()[0]


def test_what_was_not_changed_makes_no_version(client, boss):
    cadence = make_cadence()

    send(client, boss, cadence, "save")

    assert Cadence.objects.get(slug=cadence.slug).version == 1


@pytest.mark.parametrize(
    ("act", "left"),
    [
        ("add", ["Call", "Mail", "Call again", ""]),
        ("remove-1", ["Call", "Call again"]),
        ("up-1", ["Mail", "Call", "Call again"]),
        ("down-1", ["Call", "Call again", "Mail"]),
        ("up-0", ["Call", "Mail", "Call again"]),
        ("remove-9", ["Call", "Mail", "Call again"]),
        ("up-x", ["Call", "Mail", "Call again"]),
    ],
)
def test_steps_are_changed_without_a_script_and_nothing_is_saved(client, boss, act, left):
    cadence = make_cadence()

    answer = send(client, boss, cadence, act)

    assert (answer.status_code, titles(answer)) == (200, left)
    assert Cadence.objects.get(slug=cadence.slug).version == 1


def test_bad_input_keeps_what_was_typed(client, boss):
    cadence = make_cadence()

    answer = send(
        client, boss, cadence, "save", **{"step-1-mail_text": "Hi {{ town }}", "step-0-day": "x"}
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "is no merge field. Known are {{ first_name }}" in shown
    assert "Hi {{ town }}" in shown
    assert Cadence.objects.get(slug=cadence.slug).version == 1


def test_the_second_of_two_keeps_his_text_and_may_save_after_all(client, boss):
    cadence = make_cadence()
    send(client, make_admin(), cadence, "save", name="Theirs")

    answer = send(client, boss, cadence, "save", name="Mine")

    shown = answer.content.decode()
    newest = Cadence.objects.current().get(slug=cadence.slug)
    assert answer.status_code == 409
    assert 'value="Mine"' in shown
    assert "saved version 2 meanwhile" in shown
    send(client, boss, newest, "save", name="Mine")
    assert Cadence.objects.current().get(slug=cadence.slug).name == "Mine"


def test_a_script_gets_the_plan_on_dates_of_what_is_typed(client, boss):
    cadence = make_cadence()
    client.force_login(boss)
    url = reverse("followups:edit_cadence", args=[cadence.pk])

    answer = client.post(
        url, typed(cadence, act="show", **{"step-0-title": "Ring"}), headers={"HX-Request": "true"}
    )

    assert b"Ring" in answer.content
    assert b"<form" not in answer.content


def test_a_segment_without_a_cadence_gets_one_from_its_page(client, boss):
    segment = make_segment()
    client.force_login(boss)
    url = reverse("followups:new_cadence", args=[segment.pk])
    assert client.get(url).status_code == 200

    client.post(
        url,
        {
            "act": "save",
            "count": "1",
            "name": "Fairs",
            "kind": "sprint",
            "step-0-title": "Call",
            "step-0-channel": "call",
            "step-0-day": "0",
        },
    )

    assert Cadence.objects.current().get(segment=segment).name == "Fairs"


def test_an_old_version_is_read_and_edits_go_to_the_current_one(client, boss):
    old = make_cadence()
    plan = operations.Plan(name="New", kind="sprint", steps=operations.Plan.of(old).steps[:1])
    new = operations.save_cadence(like=old, plan=plan, by=boss, at=MONDAY)

    assert b"replaced since" in page(client, boss, "cadence", old.pk).content
    assert page(client, boss, "edit_cadence", old.pk).context["like"] == new


def test_segments_are_read_by_all_and_set_by_managers(client, ana, boss):
    web = Segment.objects.get(slug="web-visitor")
    url = reverse("campaigns:edit_segment", args=[web.pk])
    said = {"name": "Web", "first_touch_amount": "30", "first_touch_unit": "working_minutes"}
    client.force_login(ana)
    assert client.get(reverse("campaigns:segments")).status_code == 200
    assert client.post(url, said).status_code == 404
    client.force_login(boss)

    client.post(url, said)

    web.refresh_from_db()
    assert (web.name, web.first_touch_in_words) == ("Web", "30 working minutes")


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"name": "EVENT"}, "There is a segment"), ({"first_touch_amount": "0"}, "Leave at least 1")],
)
def test_a_segment_that_makes_no_sense_is_refused(client, boss, changes, why):
    web = Segment.objects.get(slug="web-visitor")
    client.force_login(boss)
    said = {"name": "Web", "first_touch_amount": "30", "first_touch_unit": "hours"} | changes

    answer = client.post(reverse("campaigns:edit_segment", args=[web.pk]), said)

    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    web.refresh_from_db()
    assert web.name == "Web visitor"
