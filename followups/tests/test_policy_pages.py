"""The pages of the follow-up policy: read by all, changed by managers and admins."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from followups import operations
from followups.models import Policy
from followups.notices.listing import new_notices, notice_list
from followups.numbers import SHIPPED
from followups.ruling.subjects import SUBJECTS
from followups.tests.factories import MONDAY, make_planned_lead, next_touch
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep

pytestmark = pytest.mark.django_db

WORDS, NUMBERS = reverse("followups:edit_policy"), reverse("followups:edit_numbers")


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


@pytest.fixture
def max_() -> User:
    return make_manager(name="Max")


def page_for(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def send(person: User, address: str, **typed: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.post(address, typed)


def rule(by: User, after: int = 1, **changes: Any) -> Policy:
    return operations.rule(after=after, by=by, at=MONDAY, **changes)


def test_everybody_reads_the_words_and_the_numbers(ana: User) -> None:
    words = page_for(ana, reverse("followups:policy"))
    numbers = page_for(ana, reverse("followups:numbers"))

    assert "What is an attempt" in words
    assert "article 002" in numbers
    assert "no root source found" in numbers
    assert WORDS not in words
    assert NUMBERS not in numbers


@pytest.mark.parametrize("address", [WORDS, NUMBERS])
def test_a_rep_changes_nothing(ana: User, address: str) -> None:
    assert send(ana, address, after=1).status_code == 404


def test_a_manager_changes_a_number(max_: User) -> None:
    typed = SHIPPED.as_dict() | {"level_from": 50}

    answer = send(max_, NUMBERS, after=1, why="We are few", **typed)

    assert answer.url == reverse("followups:numbers")
    page = page_for(max_, answer.url)
    assert "says 60; 50 is our own" in page
    assert "Version 2, written by Max" in page
    assert "We are few" in page


def test_what_does_not_fit_is_said_at_the_field(max_: User) -> None:
    typed = SHIPPED.as_dict() | {"soft_attempts": 9}

    answer = send(max_, NUMBERS, after=1, **typed)

    assert answer.status_code == 422
    assert "choose 9 or more" in answer.content.decode()


def test_who_looked_at_an_older_version_is_told_and_keeps_what_he_typed(max_: User) -> None:
    rule(make_manager(), numbers={"level_from": 55})
    typed = SHIPPED.as_dict() | {"level_to": 90}

    refused = send(max_, NUMBERS, after=1, **typed)

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Somebody wrote version 2 meanwhile" in page
    assert 'value="90"' in page
    assert 'name="after" value="2"' in page


def test_the_page_of_the_words_tells_what_each_version_changed(max_: User) -> None:
    rule(max_, words={"touch": "A call."})
    rule(max_, after=2, numbers={"level_from": 50})

    page = page_for(max_, reverse("followups:policy"))

    assert "Follow-up level: healthy from: 60 → 50" in page
    assert "The words: what is a touch" in page
    assert 'id="v1"' in page


def test_what_waits_is_said(max_: User) -> None:
    rule(max_, numbers={"hard_attempts": 7})

    page = page_for(max_, reverse("followups:policy"))

    assert "Version 2 is being applied" in page
    assert "Version 1, as the product came" in page


def test_a_rep_is_reminded_until_he_has_read_it(ana: User, max_: User) -> None:
    assert new_notices(ana) == ""

    rule(max_, numbers={"level_from": 50})
    [to_read] = notice_list(QueryDict(), person=ana).to_read
    assert (to_read.title, new_notices(ana)) == ("Follow-up policy", "1")
    assert "Follow-up policy, version 2" in page_for(ana, reverse("followups:notices"))
    send(ana, reverse("followups:read_policy", args=[2]))

    assert (notice_list(QueryDict(), person=ana).to_read, new_notices(ana)) == ([], "")


def test_the_log_panel_names_the_version(ana: User, max_: User) -> None:
    rule(max_, numbers={"soft_attempts": 5})
    touch = next_touch(make_planned_lead(owner=ana))

    page = page_for(ana, reverse("followups:log_touch", args=[touch.pk]))

    assert "policy v2" in page
    assert "of 5–8" in page


def test_every_number_stands_under_a_subject() -> None:
    named = [name for _, names in SUBJECTS for name in names]

    assert named == list(SHIPPED.as_dict())


def test_the_form_tells_what_holds_the_default_and_the_source(max_: User) -> None:
    rule(max_, numbers={"level_from": 55})

    page = page_for(max_, NUMBERS)

    assert "now 55 · default 60" in page
    assert 'data-default="60" data-of="id_level_from"' in page
    assert "The retrospective’s follow-up level is red below it" in page


def test_what_does_not_fit_is_summed_up_with_the_way_to_each_field(max_: User) -> None:
    typed = SHIPPED.as_dict() | {"soft_attempts": 9, "level_from": 900}

    page = send(max_, NUMBERS, after=1, **typed).content.decode()

    assert "Nothing is saved yet" in page
    assert '<a href="#id_hard_attempts">Attempts when a person counts as exhausted</a>' in page
    assert '<a href="#id_level_from">' in page


def test_what_is_set_elsewhere_has_its_source_too(ana: User) -> None:
    page = page_for(ana, reverse("followups:numbers"))

    for said in ("Friday", "the same day, by the event’s own calendar", "6: name, company"):
        assert said in page
