"""Several who give the same name at once: one has it, the others read why not on their page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Segment
from campaigns.tests.factories import make_segment
from followups.models import OwnChannel
from followups.tests.test_own_fields import add as make_field
from followups.tests.test_races import at_once
from leadfollow.log.models import Entry
from leadfollow.people.models import Organisation, User
from leadfollow.people.tests.factories import make_manager
from leads.models import MOST_IN_USE, OwnField, Tag

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 6
FIELD = {"kind": "text", "help": "", "more": "", "is_asked": "on"}
SEGMENT = {"first_touch_amount": "2", "first_touch_unit": "hours"}
CHANNEL = {"works_as": "message"}


@pytest.fixture
def managers() -> list[User]:
    return [make_manager() for _ in range(MANY)]


def all_send(managers: list[User], *sent: tuple[str, dict[str, Any]]) -> list[tuple[int, str]]:
    """Each at one moment, in turn one of the forms; with what and how each was answered."""

    def send(client: Client, address: str, form: dict[str, Any]) -> tuple[int, str]:
        answer = client.post(address, form)
        return answer.status_code, answer.content.decode()

    acts: list[Callable[[], tuple[int, str]]] = []
    for number, manager in enumerate(managers):
        client = Client(raise_request_exception=False)
        client.force_login(manager)
        acts.append(partial(send, client, *sent[number % len(sent)]))
    return at_once(*acts)


def one_has_it(answers: list[tuple[int, str]], *, because: str) -> None:
    refused = [text for status, text in answers if status != 302]
    assert [status for status, _text in answers].count(302) == 1
    assert {status for status, _text in answers} <= {302, 409, 422}
    assert all(because in text for text in refused)


@pytest.mark.parametrize("is_set_up", [True, False])
def test_the_first_own_field_of_a_name(managers: list[User], is_set_up: bool) -> None:
    Organisation.objects.all().delete()
    if is_set_up:
        Organisation.objects.create(name="Weber Pumps")
    new = reverse("followups:add_own_field")

    answers = all_send(managers, (new, FIELD | {"name": "Seats"}), (new, FIELD | {"name": "seats"}))

    one_has_it(answers, because="There is a field “")
    assert OwnField.objects.count() == Entry.objects.filter(event="own field added").count() == 1
    assert Organisation.objects.count() == 1


def test_the_last_room_for_own_fields(managers: list[User]) -> None:
    for number in range(MOST_IN_USE - 1):
        make_field(managers[0], name=f"Field {number}")
    new = reverse("followups:add_own_field")

    answers = all_send(
        managers, *[(new, FIELD | {"name": f"Last {number}"}) for number in range(MANY)]
    )

    one_has_it(answers, because="which is the most: retire one first")
    assert OwnField.objects.in_use().count() == MOST_IN_USE


def test_a_new_own_field_and_one_renamed_to_it(managers: list[User]) -> None:
    old = make_field(managers[0], name="Places")
    edit = reverse("followups:edit_own_field", args=[old.pk])
    said = FIELD | {"name": "Seats"}

    answers = all_send(managers[:2], (reverse("followups:add_own_field"), said), (edit, said))

    one_has_it(answers, because="There is a field “Seats” already")
    assert OwnField.objects.filter(name="Seats").count() == 1


def test_a_segment_of_a_name(managers: list[User]) -> None:
    new = reverse("campaigns:new_segment")

    answers = all_send(
        managers, (new, SEGMENT | {"name": "Partner"}), (new, SEGMENT | {"name": "PARTNER"})
    )

    one_has_it(answers, because="There is a segment “")
    assert Segment.objects.filter(name__iexact="Partner").count() == 1


def test_a_new_segment_and_one_renamed_to_it(managers: list[User]) -> None:
    edit = reverse("campaigns:edit_segment", args=[make_segment(name="Fairs").pk])
    said = SEGMENT | {"name": "Partner"}

    answers = all_send(managers[:2], (reverse("campaigns:new_segment"), said), (edit, said))

    one_has_it(answers, because="There is a segment “Partner” already")


@pytest.mark.parametrize(
    ("slug", "more"), [pytest.param("tags", {}, id="tag"), ("channels", CHANNEL)]
)
def test_a_row_of_a_list(managers: list[User], slug: str, more: dict[str, Any]) -> None:
    page = reverse("people:list", args=[slug])

    answers = all_send(managers, (page, more | {"name": "Pilot"}), (page, more | {"name": "PILOT"}))

    one_has_it(answers, because="is there already. Choose another")
    model = Tag if slug == "tags" else OwnChannel
    assert model.objects.filter(name__iexact="pilot").count() == 1  # type: ignore[attr-defined]
