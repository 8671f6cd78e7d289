"""The rules are read by managers and admins; each change can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from campaigns.tests.factories import make_campaign, make_segment
from followups.models import DistributionRule
from followups.operations import NobodyNamed, add_rule
from followups.operations.distributing import Draft
from followups.tests.factories import after, fresh
from followups.tests.rules import make_rule
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db
PAGE = "/settings/distribution/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_admin())
    return client


def sent(**fields: Any) -> dict[str, Any]:
    return {"way": "round_robin", "place": "1"} | fields


def order() -> list[int]:
    return list(DistributionRule.objects.in_use().values_list("pk", flat=True))


def said(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_rule_is_added_in_its_place_and_told_in_a_sentence(admin: Client) -> None:
    other = make_rule(team=make_team())
    segment, ana = make_segment(name="Dealers"), make_rep(name="Ana Lind")

    admin.post(PAGE + "new/", sent(segment=segment.pk, reps=[ana.pk], way="least_loaded"))

    rule = DistributionRule.objects.exclude(pk=other.pk).get()
    assert order() == [rule.pk, other.pk]
    assert (
        "Leads of segment Dealers go to Ana Lind, to whoever has the least follow-up due."
    ) in said(admin)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a team, or tick the reps that get these leads."),
        ({"team": True, "reps": True}, "Either the whole team or single reps: clear one of them."),
    ],
    ids=["nobody", "both"],
)
def test_a_rule_names_a_team_or_reps(admin: Client, fields: dict[str, bool], sentence: str) -> None:
    ana = make_rep()
    named = {"team": ana.team_id, "reps": ana.pk}

    answer = admin.post(PAGE + "new/", sent(**{name: named[name] for name in fields}))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not order()


def test_a_rule_for_nobody_is_refused() -> None:
    with pytest.raises(NobodyNamed):
        add_rule(draft=Draft(place=1), by=make_admin(), at=after())


@pytest.mark.parametrize("to", ["up", "down", "retired"])
def test_what_was_moved_or_retired_comes_back_by_undo(admin: Client, to: str) -> None:
    first, rule, last = (make_rule(team=make_team()).pk for _ in range(3))
    moved = {"up": [rule, first, last], "down": [first, last, rule], "retired": [first, last]}

    admin.post(f"{PAGE}{rule}/to/", {"to": to})
    after_it = order()
    entry = Entry.objects.filter(kind="distributionrule").latest("pk")
    admin.post(f"{PAGE}undo/{entry.pk}/")

    assert after_it == moved[to]
    assert order() == [first, rule, last]
    assert [*DistributionRule.objects.in_use().values_list("position", flat=True)] == [1, 2, 3]


def test_what_was_edited_comes_back_by_undo_unless_it_was_edited_again(admin: Client) -> None:
    ana = make_rep()
    rule = make_rule(reps=[ana])
    edit = f"{PAGE}{rule.pk}/"
    admin.post(edit, sent(team=ana.team_id, only_at_work="on"))
    first = Entry.objects.latest("pk")
    admin.post(edit, sent(team=ana.team_id))

    admin.post(f"{PAGE}undo/{first.pk}/")
    refused = said(admin)
    admin.post(f"{PAGE}undo/{Entry.objects.latest('pk').pk}/")

    assert "The rule was changed again since." in refused
    assert (fresh(rule).team, fresh(rule).only_at_work) == (ana.team, True)


def test_a_manager_changes_what_his_team_receives_and_nothing_else(client: Client) -> None:
    ana = make_rep()
    own, foreign = make_campaign(team=ana.team), make_campaign(team=make_team())
    mine = make_rule(campaign=own, team=ana.team)
    others = [
        make_rule(campaign=foreign, team=ana.team),
        make_rule(team=ana.team),
        make_rule(campaign=own, reps=[make_rep()]),
    ]
    client.force_login(make_manager(of=ana.team))

    pages = [client.get(f"{PAGE}{rule.pk}/").status_code for rule in (mine, *others)]
    saved = client.post(f"{PAGE}{mine.pk}/", sent(campaign=foreign.pk, team=ana.team_id))
    without = client.post(f"{PAGE}new/", sent(team=ana.team_id))

    assert pages == [200, 404, 404, 404]
    assert (saved.status_code, without.status_code) == (422, 422)
    assert client.post(f"{PAGE}{others[0].pk}/to/", {"to": "retired"}).status_code == 404


def test_a_rep_sees_no_rules(client: Client) -> None:
    client.force_login(make_rep())

    assert [client.get(PAGE + page).status_code for page in ("", "new/")] == [404, 404]


def test_more_rules_cost_no_more_queries(admin: Client, django_assert_max_num_queries: Any) -> None:
    make_rule(team=make_rep().team), make_rule(reps=[make_rep()])
    said(admin)
    with django_assert_max_num_queries(50) as few:
        said(admin)
    for _ in range(5):
        make_rule(team=make_rep().team, campaign=make_campaign())
        make_rule(reps=[make_rep(), make_rep()])

    with django_assert_max_num_queries(len(few)):
        said(admin)
