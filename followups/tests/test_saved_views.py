"""Saved views of the lead list: kept, counted, shared, renamed, taken out and brought back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import operations
from followups.lists import saved_views
from followups.lists.saved_views import SHOWN, query_of
from followups.models import SavedView
from followups.tests.factories import MONDAY, after, make_owned_lead
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)

pytestmark = pytest.mark.django_db


def make_view(owner: User, name: str = "Bare", query: str = "next=none", **fields: Any) -> Any:
    return operations.save_view(name=name, query=query, by=owner, at=MONDAY, **fields)


def names(client: Any, user: User) -> list[str]:
    client.force_login(user)
    page = client.get(reverse("followups:leads"))
    return [line.view.name for line in page.context["views"]]


def test_a_query_is_kept_in_one_form() -> None:
    asked = QueryDict("state=open&next=none&after=x&junk=1&q=&sort=-received")

    assert query_of(asked) == "next=none&state=open"


def test_an_order_is_no_filter_but_belongs_to_one() -> None:
    assert query_of(QueryDict("sort=next")) == ""
    assert query_of(QueryDict("sort=next&next=none")) == "next=none&sort=next"


def test_a_filtered_list_is_saved_and_stands_above_it_with_its_number(client: Any) -> None:
    ana = make_rep()
    make_owned_lead(owner=ana)
    client.force_login(ana)

    client.post(f"{reverse('followups:new_view')}?next=none&after=9", {"name": "Bare"})

    line = client.get(reverse("followups:leads")).context["views"][0]
    assert (line.view.name, line.view.query, line.count) == ("Bare", "next=none", "1")
    opened = client.get(line.url)
    assert len(opened.context["list"].rows) == 1
    assert opened.context["view"] == line.view


def test_a_view_beyond_those_listed_is_known(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_LISTED", 1)
    ana = make_rep()
    for name, query in [("A", "next=none"), ("B", "next=late"), ("C", "state=open")]:
        make_view(ana, name, query)
    client.force_login(ana)

    page = client.get(f"{reverse('followups:leads')}?state=open")

    assert str(page.context["view"]) == "C"


def test_a_list_without_filters_is_not_saved(client: Any) -> None:
    client.force_login(make_rep())

    client.post(f"{reverse('followups:new_view')}?sort=next", {"name": "All"})

    assert not SavedView.objects.exists()


def test_a_filter_that_cannot_be_chosen_is_not_saved(client: Any) -> None:
    client.force_login(make_rep())

    client.post(f"{reverse('followups:new_view')}?campaign=99999", {"name": "Odd"})

    assert not SavedView.objects.exists()


def test_two_views_of_one_name_are_refused_and_the_name_stays_typed(client: Any) -> None:
    ana = make_rep()
    make_view(ana, "Bare")
    client.force_login(ana)

    page = client.post(f"{reverse('followups:new_view')}?next=today", {"name": "bARE"})

    assert page.status_code == 409
    assert b"There is a view called" in page.content
    assert b'value="bARE"' in page.content


@pytest.mark.parametrize("whose", ["owner", "team"])
def test_the_database_knows_each_name_once(whose: str) -> None:
    team = make_team()
    ana, ben = make_manager(of=team), make_manager(of=team)
    make_view(ana, team=team)
    second = ana if whose == "owner" else ben

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(
            name="bare", query="x=1", owner=second, team=team, created_at=MONDAY
        )


def test_a_view_without_name_or_filters_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(name="", query="x=1", owner=make_rep(), created_at=MONDAY)


def test_a_shared_view_is_seen_by_the_team_and_lists_each_readers_own_leads(client: Any) -> None:
    team = make_team()
    manager, ana = make_manager(of=team), make_rep(team=team)
    make_owned_lead(owner=ana)
    make_owned_lead(owner=make_rep(team=team))
    make_view(manager, "Ours", team=team)
    make_view(manager, "Mine")

    assert names(client, ana) == ["Ours"]
    assert client.get(reverse("followups:leads")).context["views"][0].count == "1"
    assert names(client, make_rep()) == []
    assert names(client, manager) == ["Mine", "Ours"]


def test_only_a_manager_shares_and_only_with_his_teams(client: Any) -> None:
    foreign = make_team()
    client.force_login(make_manager())

    page = client.post(
        f"{reverse('followups:new_view')}?next=today", {"name": "X", "team": foreign.pk}
    )

    assert page.status_code == 422
    client.force_login(make_event_manager())
    client.post(f"{reverse('followups:new_view')}?next=today", {"name": "X", "team": foreign.pk})
    assert SavedView.objects.get().team is None


def test_a_view_is_renamed(client: Any) -> None:
    ana = make_rep()
    view = make_view(ana)
    client.force_login(ana)

    client.post(reverse("followups:change_view", args=[view.pk]), {"name": "Without a plan"})

    view.refresh_from_db()
    assert view.name == "Without a plan"


def test_a_name_that_is_taken_is_refused_beside_the_field(client: Any) -> None:
    ana = make_rep()
    make_view(ana, "Taken")
    view = make_view(ana)
    client.force_login(ana)

    page = client.post(reverse("followups:change_view", args=[view.pk]), {"name": "Taken"})

    assert page.status_code == 409
    assert b"Choose another name" in page.content


def test_a_deleted_view_comes_back(client: Any) -> None:
    ana = make_rep()
    view = make_view(ana)
    client.force_login(ana)

    page = client.post(reverse("followups:remove_view", args=[view.pk]), follow=True)
    undo = str(next(iter(page.context["messages"])).extra_tags)

    assert names(client, ana) == []
    client.post(undo)
    assert names(client, ana) == ["Bare"]


def test_a_view_does_not_come_back_beside_one_of_its_name() -> None:
    ana = make_rep()
    view = make_view(ana)
    operations.remove_view(view=view, by=ana, at=after(hours=1))
    operations.remove_view(view=view, by=ana, at=after(hours=2))
    make_view(ana)

    with pytest.raises(operations.NameTaken):
        operations.restore_view(view=view, by=ana, at=after(hours=3))


@pytest.mark.parametrize("page", ["change_view", "remove_view", "restore_view"])
def test_a_strangers_view_is_not_there(client: Any, page: str) -> None:
    view = make_view(make_rep())
    client.force_login(make_rep())

    answer = client.post(reverse(f"followups:{page}", args=[view.pk]), {"name": "Mine now"})

    assert answer.status_code == 404


def test_a_reader_of_a_shared_view_cannot_change_it(client: Any) -> None:
    team = make_team()
    view = make_view(make_manager(of=team), team=team)
    client.force_login(make_rep(team=team))

    assert client.post(reverse("followups:remove_view", args=[view.pk])).status_code == 404


def test_a_view_that_names_something_gone_says_so(client: Any) -> None:
    ana = make_rep()
    make_view(ana, query="campaign=99999")
    client.force_login(ana)

    page = client.get(reverse("followups:leads"))
    opened = client.get(page.context["views"][0].url)

    assert page.context["views"][0].gone == "campaign"
    assert b"gone: campaign" in page.content
    assert b"names something that is gone or out of your reach: campaign" in opened.content


def test_the_cost_is_bounded_whatever_is_saved(client: Any) -> None:
    ana = make_rep()
    client.force_login(ana)
    client.get(reverse("followups:leads"))
    costs = []
    for already in (1, SHOWN, SHOWN + 5):
        for number in range(SavedView.objects.count(), already):
            make_view(ana, f"View {number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("followups:leads"))
        costs.append(len(asked))

    assert costs[1] - costs[0] == SHOWN - 1
    assert costs[2] == costs[1]


def test_the_page_of_views_lists_them_all(client: Any) -> None:
    ana = make_rep()
    for number in range(SHOWN + 2):
        make_view(ana, f"View {number}")
    client.force_login(ana)

    page = client.get(reverse("followups:views"))

    assert len(page.context["rows"]) == SHOWN + 2
    assert b"2 more" in client.get(reverse("followups:leads")).content
