"""What a lead says in own fields: told, refused, taken back, seen by two at once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.tests.factories import MONDAY, after, make_owned_lead
from followups.tests.test_edited_meanwhile import Editor
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leadfollow.seen import ChangedMeanwhile
from leads.imports.refusals import BadValue
from leads.models import Lead, OwnField, OwnValue
from leads.own_fields.reading import read_foreign
from leads.own_fields.values import own_values_of
from leads.tests.own_fields import choice, make_own_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrov")


@pytest.fixture
def lead(ana: User) -> Lead:
    return make_owned_lead(owner=ana)


def tell(lead: Lead, by: User, **values: Any) -> Entry | None:
    return operations.tell_own_fields(lead=lead, values=values, by=by, at=MONDAY)


def said(lead: Lead) -> dict[str, Any]:
    return own_values_of([lead.pk]).get(lead.pk, {})


@pytest.fixture
def one_of_each() -> dict[str, Any]:
    """A field of each kind, and a value for it."""
    size = make_own_field("Size", "Small", "Large")
    make_own_field("Park")
    make_own_field("Machines", kind="number")
    make_own_field("Ends", kind="day")
    make_own_field("Tender", kind="yes_no")
    return {
        "size": choice(size, "Large"),
        "park": "Lathes",
        "machines": Decimal("12.5"),
        "ends": date(2027, 1, 31),
        "tender": False,
    }


def test_each_kind_is_told_and_read(lead: Lead, ana: User, one_of_each: dict[str, Any]) -> None:
    entry = tell(lead, ana, **one_of_each)

    told = {
        "size": "Large",
        "park": "Lathes",
        "machines": "12.5",
        "ends": "2027-01-31",
        "tender": False,
    }
    assert said(lead) == told
    assert entry
    assert entry.details["after"] == told
    assert set(entry.details["before"].values()) == {None}


def test_the_same_again_writes_nothing(lead: Lead, ana: User, one_of_each: dict[str, Any]) -> None:
    tell(lead, ana, **one_of_each)

    again = tell(lead, ana, **one_of_each)

    assert again is None
    assert Entry.objects.filter(event="own fields told").count() == 1


def test_none_empties_a_field(lead: Lead, ana: User, one_of_each: dict[str, Any]) -> None:
    tell(lead, ana, **one_of_each)

    tell(lead, ana, park=None)

    assert "park" not in said(lead)


@pytest.mark.parametrize("value", ["", Decimal(1), True, date(2026, 1, 1)])
def test_what_is_not_of_its_kind_is_refused(lead: Lead, ana: User, value: Any) -> None:
    make_own_field("Park")

    with pytest.raises(operations.BadOwnValue, match="“Park” takes a text"):
        tell(lead, ana, park=value)


def test_a_choice_of_another_field_is_refused(lead: Lead, ana: User) -> None:
    make_own_field("Size", "Small")
    colour = make_own_field("Colour", "Red")

    with pytest.raises(operations.BadOwnValue, match="one of its choices"):
        tell(lead, ana, size=choice(colour, "Red"))


def test_an_unknown_or_retired_field_is_refused(lead: Lead, ana: User) -> None:
    make_own_field("Park", retired_at=MONDAY)

    with pytest.raises(operations.NoSuchField, match="retired"):
        tell(lead, ana, park="Lathes")
    with pytest.raises(operations.NoSuchField, match="no own field"):
        tell(lead, ana, parc="Lathes")


def test_it_is_taken_back(lead: Lead, ana: User, one_of_each: dict[str, Any]) -> None:
    tell(lead, ana, **one_of_each)
    before = said(lead)
    entry = tell(lead, ana, park="Mills", machines=None, tender=True, size=None, ends=None)
    assert entry

    for _ in range(2):  # again changes nothing
        operations.undo_own_fields(lead=lead, entry=entry, by=ana, at=after(hours=1))

    assert said(lead) == before
    assert Entry.objects.filter(event="own fields taken back").count() == 1


def test_it_is_not_taken_back_late_by_others_or_from_under_somebody(lead: Lead, ana: User) -> None:
    make_own_field("Park")
    entry = tell(lead, ana, park="Lathes")
    assert entry
    later, mia = MONDAY + timedelta(hours=25), make_manager(of=ana.team)

    def undo(by: User, at: Any) -> None:
        operations.undo_own_fields(lead=lead, entry=entry, by=by, at=at)

    with pytest.raises(operations.NotUndoable, match="24 hours"):
        undo(ana, later)
    with pytest.raises(operations.NotUndoable, match="own change"):
        undo(mia, MONDAY)
    tell(lead, mia, park="Mills")
    with pytest.raises(operations.NotUndoable, match="changed again"):
        undo(ana, MONDAY)
    assert said(lead) == {"park": "Mills"}


def test_who_did_not_see_it_writes_nothing_over_it(lead: Lead, ana: User) -> None:
    make_own_field("Park")
    tell(lead, ana, park="Lathes")

    with pytest.raises(ChangedMeanwhile):
        operations.tell_own_fields(
            lead=lead, values={"park": "Mills"}, seen={"park": ""}, by=ana, at=MONDAY
        )

    assert said(lead) == {"park": "Lathes"}


def test_two_edit_at_once_in_the_browser(
    lead: Lead, ana: User, one_of_each: dict[str, Any]
) -> None:
    tell(lead, ana, **one_of_each)
    address = reverse("followups:edit_own_values", args=[lead.pk])
    mine, hers = Editor(ana, address), Editor(make_manager(of=ana.team, name="Mia"), address)
    hers.save(**{"own-machines": "13", "own-tender": "True"})

    refused = mine.save(**{"own-machines": "14"})

    assert refused.status_code == 409
    assert "Mia changed this" in refused.content.decode()
    assert "it is “13” now" in refused.content.decode()
    assert said(lead)["tender"] is True
    assert mine.save().status_code == 302
    assert said(lead) | {"machines": "14", "tender": True} == said(lead)


def test_the_page_of_the_lead_says_it_and_takes_it_back(
    client: Any, lead: Lead, ana: User, one_of_each: dict[str, Any]
) -> None:
    client.force_login(ana)
    retired = make_own_field("Old", retired_at=MONDAY)
    OwnValue.objects.create(lead=lead, field=retired, text="from before")
    address = reverse("followups:edit_own_values", args=[lead.pk])

    page = client.post(address, {"own-park": "Lathes", "seen": "{}"}, follow=True)

    told = page.content.decode()
    assert "Lathes" in told
    assert "from before" in told
    line = next(iter(page.context["messages"]))
    client.post(line.extra_tags)
    assert said(lead) == {"old": "from before"}


def test_a_stranger_finds_nothing_and_a_reader_may_not(client: Any, lead: Lead) -> None:
    make_own_field("Park")
    client.force_login(make_rep())

    assert client.get(reverse("followups:edit_own_values", args=[lead.pk])).status_code == 404


def test_the_page_of_a_lead_asks_nothing_more_where_there_is_no_field(
    client: Any, lead: Lead, ana: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ana)
    address = reverse("followups:lead", args=[lead.pk])
    with django_assert_max_num_queries(100) as without:
        client.get(address)
    make_own_field("Park")

    with django_assert_max_num_queries(len(without) + 1):
        page = client.get(address)

    assert "Nothing is filled in yet" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", " two  words ", "two words"),
        ("number", 3, Decimal(3)),
        ("number", "-2.5", Decimal("-2.5")),
        ("day", "2026-02-28", date(2026, 2, 28)),
        ("yes_no", False, False),
        ("yes_no", "ja", True),
        ("text", "", None),
        ("day", None, None),
    ],
)
def test_what_other_programs_send(kind: str, raw: Any, value: Any) -> None:
    field = make_own_field(kind=kind)

    assert read_foreign(field, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", 3),
        pytest.param("text", "x" * 501, id="long"),
        ("number", "many"),
        ("number", True),
        ("number", "NaN"),
        ("number", "1e30"),
        ("number", "99999999999999.99999"),  # with the places that are kept one digit more
        ("day", "28.02.2026"),
        ("day", "0001-01-01"),
        ("yes_no", "perhaps"),
        ("choice", "Huge"),
    ],
)
def test_what_other_programs_may_not_send(kind: str, raw: Any) -> None:
    choices = ["Small"] if kind == "choice" else []
    field = make_own_field("", *choices, kind=kind)

    with pytest.raises(BadValue):
        read_foreign(field, raw)


def test_it_goes_into_the_bin_and_comes_back(lead: Lead, ana: User, one_of_each: Any) -> None:
    tell(lead, ana, **one_of_each)
    before, mia = said(lead), make_manager(of=ana.team)

    removed = operations.remove_lead(lead=lead, reason="Twice", by=mia, at=MONDAY)
    assert not OwnValue.objects.exists()
    operations.restore_lead(removed=removed, by=mia, at=MONDAY)

    assert said(lead) == before
    assert OwnField.objects.count() == 5
