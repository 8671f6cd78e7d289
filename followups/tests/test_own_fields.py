"""Own fields defined: by whom, which are refused, and where they are asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.tests.factories import MONDAY, make_owned_lead
from followups.tests.test_new_lead import send
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead, OwnField
from leads.own_fields.values import own_values_of
from leads.tests.own_fields import choice, make_own_field, say

pytestmark = pytest.mark.django_db
FIELDS, NEW = reverse("followups:own_fields"), reverse("followups:add_own_field")


@pytest.fixture
def mia(client: Any) -> User:
    manager = make_manager()
    client.force_login(manager)
    return manager


def facts(name: str = "Park", kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "help": "", "is_asked": True, "is_needed": False} | more


def add(by: User, *choices: str, **more: Any) -> OwnField:
    return operations.add_own_field(facts=facts(**more), choices=choices, by=by, at=MONDAY)


def edit(field: OwnField, by: User, **more: Any) -> OwnField:
    changes: dict[str, Any] = {"names": {}, "offered": set(), "more": []} | more
    changes.setdefault("facts", facts(field.name, field.kind))
    return operations.edit_own_field(field=field, by=by, at=MONDAY, **changes)


def test_a_manager_adds_one_and_it_is_asked(client: Any, mia: User) -> None:
    form = {"name": " Machine  park ", "kind": "choice", "is_asked": "on", "more": "Old\nNew\n"}

    page = client.post(NEW, form, follow=True)

    field = OwnField.objects.get()
    assert (field.name, field.code) == ("Machine park", "machine-park")
    assert [c.name for c in field.offered] == ["Old", "New"]
    assert "Saved: “Machine park”." in page.content.decode()
    assert "Machine park" in client.get(reverse("followups:new_lead")).content.decode()


def test_a_rep_reads_and_sets_nothing(client: Any) -> None:
    field = make_own_field("Park")
    client.force_login(make_rep())

    assert "Park" in client.get(FIELDS).content.decode()
    assert client.get(NEW).status_code == 404
    assert client.get(reverse("followups:edit_own_field", args=[field.pk])).status_code == 404
    for name in ("move_own_field", "retire_own_field", "bring_back_own_field"):
        assert client.post(reverse(f"followups:{name}", args=[field.pk])).status_code == 404


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "kind": "text"}, "Say what it asks."),
        ({"name": "park", "kind": "text"}, "There is a field “park” already."),
        ({"name": "Size", "kind": "choice"}, "Name at least one choice."),
        ({"name": "Size", "kind": "choice", "more": "A\na"}, "The choice “a” is there twice."),
        ({"name": "Size", "kind": "text", "is_needed": "on"}, "cannot be needed"),
        ({"name": "Size", "kind": "choice", "more": "x" * 81}, "at most 80 letters"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    client: Any, mia: User, form: dict[str, str], sentence: str
) -> None:
    make_own_field("Park")

    page = client.post(NEW, form)

    assert page.status_code in (409, 422)
    assert sentence in page.content.decode()
    assert OwnField.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"name": "park", "kind": "text"}, "name", "There is a field “park” already."),
        ({"name": "Size", "kind": "choice"}, "more", "Name at least one choice."),
    ],
)
def test_what_the_operation_refuses_is_said_at_its_field(
    client: Any, mia: User, form: dict[str, str], field: str, sentence: str
) -> None:
    make_own_field("Park")

    shown = client.post(NEW, form).context["form"]

    assert shown.errors == {field: [sentence]}


def test_a_kind_that_stands_is_said_at_the_kind(client: Any, mia: User) -> None:
    field = make_own_field("Park")
    say(field, text="Old")

    address = reverse("followups:edit_own_field", args=[field.pk])
    shown = client.post(address, {"name": "Park", "kind": "number"}).context["form"]

    assert list(shown.errors) == ["kind"]


def test_no_more_than_forty_are_in_use(mia: User) -> None:
    for number in range(40):
        make_own_field(f"Field no {number}")

    with pytest.raises(operations.TooManyFields, match="retire one first"):
        add(mia)
    operations.retire_own_field(field=OwnField.objects.first(), by=mia, at=MONDAY)  # type: ignore[arg-type]
    add(mia)


def test_the_kind_stands_once_leads_say_something(mia: User) -> None:
    field = make_own_field("Park")
    edit(field, mia, facts=facts("Park", "number"))
    field.refresh_from_db()
    say(field, number=3)

    with pytest.raises(operations.KindStands, match="1 leads say something|1 lead says something"):
        edit(field, mia, facts=facts("Park", "text"))


def test_choices_are_renamed_swapped_retired_and_added(mia: User) -> None:
    field = make_own_field("Size", "Small", "Large", "Huge")
    small, large, huge = field.choices.all()
    value = say(field, choice=small)

    edit(
        field,
        mia,
        names={small.pk: "Large", large.pk: "Small", huge.pk: "Huge"},
        offered={small.pk, large.pk},
        more=["Tiny"],
    )

    value.refresh_from_db()
    assert str(value.choice) == "Large"
    fresh = OwnField.objects.prefetch_related("choices").get()
    assert [c.name for c in fresh.offered] == ["Large", "Small", "Tiny"]


def test_a_name_of_two_choices_is_refused_and_nothing_changes(client: Any, mia: User) -> None:
    field = make_own_field("Size", "Small", "Large")
    small, large = field.choices.all()
    address = reverse("followups:edit_own_field", args=[field.pk])
    form = {"name": "Size", "kind": "choice", f"choice-{small.pk}": "Large"}

    page = client.post(address, form | {f"choice-{large.pk}": "Large"})

    assert page.status_code == 409
    assert "there twice" in page.content.decode()
    assert choice(field, "Small") == small


def test_it_is_retired_and_brought_back(client: Any, mia: User) -> None:
    field = make_own_field("Park", is_needed=True)

    page = client.post(reverse("followups:retire_own_field", args=[field.pk]), follow=True)

    assert "Park" not in client.get(reverse("followups:new_lead")).content.decode()
    line = next(iter(page.context["messages"]))
    client.post(line.extra_tags)
    field.refresh_from_db()
    assert field.is_in_use


def test_a_name_taken_meanwhile_keeps_it_retired(client: Any, mia: User) -> None:
    field = make_own_field("Park", retired_at=MONDAY)
    make_own_field("Park", code="park-2")

    page = client.post(reverse("followups:bring_back_own_field", args=[field.pk]), follow=True)

    assert "There is a field “Park” already." in page.content.decode()


def test_it_moves_up_and_down(client: Any, mia: User) -> None:
    for name in ("A", "B", "C"):
        make_own_field(name)
    last = OwnField.objects.get(name="C")
    address = reverse("followups:move_own_field", args=[last.pk])

    client.post(address, {"up": "0"})  # it is the last
    client.post(address, {"up": "1"})

    assert [field.name for field in OwnField.objects.all()] == ["A", "C", "B"]


def test_the_form_for_a_new_lead_asks_it(client: Any) -> None:
    size = make_own_field("Size", "Small", is_needed=True)
    make_own_field("Tender", kind="yes_no", is_needed=True)
    make_own_field("Later", is_asked=False)
    ana = make_rep()

    refused = send(client, ana)
    small = str(choice(size, "Small").pk)
    send(client, ana, **{"own-size": small, "own-tender": "False"})

    assert refused.status_code == 422
    assert "Size is missing." in refused.content.decode()
    assert "Later" not in refused.content.decode()
    lead = Lead.objects.get()
    assert own_values_of([lead.pk]) == {lead.pk: {"size": "Small", "tender": False}}


def test_a_further_inquiry_fills_in_only_what_is_blank(client: Any) -> None:
    park, end = make_own_field("Park"), make_own_field("End")
    ana = make_rep()
    send(client, ana, **{"own-park": "Lathes"})
    lead = Lead.objects.get()

    send(client, make_rep(), **{"own-park": "Mills", "own-end": "May"})

    assert own_values_of([lead.pk])[lead.pk] == {park.code: "Lathes", end.code: "May"}


def test_each_number_opens_its_leads(client: Any) -> None:
    ana = make_rep()
    field = make_own_field("Park", retired_at=MONDAY)
    say(field, make_owned_lead(owner=ana), text="Lathes")
    say(field, make_owned_lead(), text="Mills")
    make_owned_lead(owner=ana)
    client.force_login(ana)

    page = client.get(FIELDS)

    assert [row.filled for row in page.context["retired"]] == [1]
    listed = client.get(f"{reverse('followups:leads')}?filled=park").context["list"]
    assert len(listed.rows) == 1


def test_many_fields_ask_no_more(
    client: Any, mia: User, django_assert_max_num_queries: Any
) -> None:
    make_own_field("Size", "Small")
    with django_assert_max_num_queries(20) as few:
        client.get(FIELDS)
    for number in range(8):
        make_own_field(f"Size {number}", "Small", "Large")

    with django_assert_max_num_queries(len(few)):
        client.get(FIELDS)
