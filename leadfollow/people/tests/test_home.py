"""Where a person's day begins, and where he may go."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (make_rep, "/queue/"),
        (make_manager, "/retrospective/"),
        (make_event_manager, "/campaigns/"),
        (make_admin, "/health/"),
        (make_user, "/leads/"),
    ],
)
def test_each_role_has_its_page(client: Any, make: Any, address: str) -> None:
    client.force_login(make())

    assert client.get(reverse("people:home")).headers["Location"] == address


def test_who_manages_and_sells_begins_with_the_queue(client: Any) -> None:
    client.force_login(make_rep(is_manager=True))

    assert client.get(reverse("people:home")).headers["Location"] == "/queue/"


def test_nobody_signed_in_is_asked_to(client: Any) -> None:
    answer = client.get(reverse("people:home"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("make", "has", "lacks"),
    [
        (make_rep, {"Queue", "Leads", "Inbox", "Retrospective", "Reports"}, {"Health"}),
        (make_manager, {"Retrospective", "Leads", "Flags"}, {"Queue", "Health"}),
        (make_event_manager, {"Campaigns", "Inbox"}, {"Queue", "Retrospective"}),
        (make_admin, {"Health", "Flags"}, {"Queue"}),
    ],
)
def test_the_bar_offers_what_the_role_uses(
    client: Any, make: Any, has: set[str], lacks: set[str]
) -> None:
    client.force_login(make())

    labels = {label for label, *_ in client.get("/leads/").context["nav"]}

    assert has <= labels
    assert not lacks & labels


def test_the_page_or_the_one_above_it_is_marked(client: Any) -> None:
    client.force_login(make_rep())

    nav = client.get("/leads/inbox/").context["nav"]

    assert [label for label, _, is_current in nav if is_current] == ["Inbox"]
