"""Somebody from outside finds his own pages and no others: every address is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.tests.factories import make_lead, person_of
from leadfollow import clock
from leadfollow.people.models import Scope, Token, User
from leadfollow.people.models.token import digest_of, new_text
from leadfollow.people.operations import BadToken, change_person, make_token
from leadfollow.people.outside import OUTSIDE
from leadfollow.people.tests.factories import make_admin, make_manager, make_qualifier, make_rep
from leads.models import Lead, Qualifying
from leads.tests.factories import make_person
from reports.tests.pages import ARGUMENT

pytestmark = pytest.mark.django_db
QUEUE = reverse("followups:outside_queue")


def pages(
    resolver: URLResolver | None = None, before: str = "/", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Every address, with its name and its view."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            inside = f"{space}{part.namespace}:" if part.namespace else space
            yield from pages(part, before + str(part.pattern), inside)
        elif isinstance(part, URLPattern) and not isinstance(part.pattern, RegexPattern):
            yield before + str(part.pattern), f"{space}{part.name or ''}", part.callback


def filled(route: str) -> str:
    return ARGUMENT.sub(lambda found: "1" if "int:" in found[0] else "x", route)


ALL = list(pages())
CLOSED = [
    route
    for route, name, view in ALL
    if name not in OUTSIDE
    and getattr(view, "login_required", True)
    and not route.startswith("/capture/")
]


@pytest.fixture
def ola() -> User:
    return make_qualifier(name="Ola Berg")


@pytest.fixture
def seen(ola: User, client: Client) -> Client:
    client.force_login(ola)
    return client


def given(ola: User, **asked: Any) -> Lead:
    lead = make_lead(
        at=clock.now() - timedelta(hours=1), campaign=make_campaign(team=None), **asked
    )
    operations.give_to_qualifier(lead=lead, person=ola, by=make_manager(), at=clock.now())
    return lead


def test_what_is_open_is_there() -> None:
    assert {name for _, name, _ in ALL} >= OUTSIDE


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_page_is_not_there(seen: Client, ola: User, method: str) -> None:
    given(ola)
    assert len(CLOSED) > 150

    answers = {route: getattr(seen, method)(filled(route)).status_code for route in CLOSED}

    wrong = {
        route: code for route, code in answers.items() if code != (401 if is_api(route) else 404)
    }
    assert not wrong


def is_api(route: str) -> bool:
    return bool(re.match(r"/api/v1/(?!$|openapi)", route))


def test_of_leads_he_finds_his_own(seen: Client, ola: User) -> None:
    mine, other = given(ola), given(make_qualifier())

    assert seen.get(reverse("followups:outside_lead", args=[mine.pk])).status_code == 200
    for name in ("outside_lead", "outside_moment"):
        assert seen.get(reverse(f"followups:{name}", args=[other.pk])).status_code == 404
    for name in ("outside_log", "outside_tick", "outside_return"):
        assert seen.post(reverse(f"followups:{name}", args=[other.pk])).status_code == 404
    assert not Qualifying.objects.exclude(returned_at=None).exists()


def test_his_pages_are_nobody_elses(client: Client, ola: User) -> None:
    lead = given(ola)
    for person in (make_rep(), make_manager(), make_admin()):
        client.force_login(person)
        assert client.get(QUEUE).status_code == 404
        assert client.get(reverse("followups:outside_lead", args=[lead.pk])).status_code == 404


def test_he_sees_no_others_in_bar_and_lists(seen: Client, ola: User) -> None:
    given(ola, person=make_person(company="Hafen AG"))
    given(make_qualifier(), person=make_person(company="Other AG"))

    page = seen.get(QUEUE).content.decode()

    assert "Hafen AG" in page
    assert "Other AG" not in page
    assert 'href="/leads/' not in page
    assert seen.get("/").url == QUEUE  # type: ignore[attr-defined]


def test_no_program_acts_for_him(client: Client, ola: User) -> None:
    now = clock.now()
    with pytest.raises(BadToken, match="outside qualifier"):
        make_token(
            person=ola, name="x", scope=Scope.READ, by=make_admin(),
            at=now, expires_at=now + timedelta(days=1),
        )  # fmt: skip
    text, public, secret = new_text()
    Token.objects.create(
        person=ola, name="Before", public_id=public, digest=digest_of(secret), scope=Scope.READ,
        made_by=ola, made_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip

    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {text}"})

    assert answer.status_code == 401


def test_what_he_has_goes_on_when_he_gets_another_role(ola: User) -> None:
    lead, admin = given(ola), make_admin()

    operations.change_person(
        user=ola, changes={"is_qualifier": False, "is_event_manager": True}, leads_teams=[],
        to=None, by=admin, at=clock.now(),
    )  # fmt: skip

    assert lead.qualifyings.get().returned_by == admin


def test_he_gets_no_second_role(ola: User) -> None:
    with pytest.raises(Exception, match="no other role"):
        change_person(user=ola, changes={"is_manager": True}, by=make_admin(), at=clock.now())


@pytest.mark.parametrize("page", ["queue", "lead"])
def test_pages_ask_the_same_however_many_there_are(
    seen: Client, ola: User, page: str, django_assert_max_num_queries: Any
) -> None:
    lead = given(ola)
    address = QUEUE if page == "queue" else reverse("followups:outside_lead", args=[lead.pk])
    with django_assert_max_num_queries(60) as few:
        seen.get(address)
    for _ in range(4):
        given(ola)
    assert person_of(lead)

    with django_assert_max_num_queries(len(few)):
        assert seen.get(address).status_code == 200
