"""Own fields in files: mapped, guessed, read by their kind, refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from followups.tests.test_import_file import bring, fates  # noqa: F401 - a fixture
from leads.models import ImportRow, Lead, OwnValue
from leads.own_fields.values import own_values_of
from leads.tests.own_fields import make_own_field

pytestmark = pytest.mark.django_db
HEAD = "Email,Size,Park,Machines,Ends,Tender\n"
ROW = 'a@x.example,SMALL,Old  lathes,"1.234,5",31.01.2027,ja\n'


@pytest.fixture(autouse=True)
def fields() -> None:
    make_own_field("Size", "Small", "Large")
    make_own_field("Park")
    make_own_field("Machines", kind="number")
    make_own_field("Ends", kind="day")
    make_own_field("Tender", kind="yes_no")


def said() -> dict[str, Any]:
    lead = Lead.objects.get()
    return own_values_of([lead.pk]).get(lead.pk, {})


def test_columns_are_guessed_by_name_and_read_by_kind(bring: Any) -> None:  # noqa: F811
    result = bring(HEAD + ROW)

    assert fates(result) == (1, 0, 0, 0)
    assert said() == {
        "size": "Small",
        "park": "Old lathes",
        "machines": "1234.5",
        "ends": "2027-01-31",
        "tender": True,
    }
    assert Lead.objects.get().extra == {}


def test_the_same_file_again_changes_nothing(bring: Any) -> None:  # noqa: F811
    bring(HEAD + ROW)
    before = list(OwnValue.objects.values_list())

    again = bring(HEAD + ROW)

    assert fates(again) == (0, 1, 0, 0)
    assert list(OwnValue.objects.values_list()) == before


def test_they_are_mapped_by_code(bring: Any) -> None:  # noqa: F811
    mapping = {"columns": {"email": "Mail", "own:size": "Grösse"}, "defaults": {"own:park": "None"}}

    bring("Mail,Grösse\na@x.example,large\n", mapping=mapping)

    assert said() == {"size": "Large", "park": "None"}


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Size", "Huge", "Size: 'Huge' is none of its choices: Small, Large."),
        ("Machines", "many", "Machines: 'many' is no amount."),
        ("Ends", "soon", "Ends: 'soon' is no date."),
        ("Tender", "perhaps", "Tender: 'perhaps' is neither yes nor no."),
        pytest.param("Park", "x" * 501, "is longer than 500 characters.", id="long"),
    ],
)
def test_a_bad_value_rejects_the_row(bring: Any, column: str, cell: str, reason: str) -> None:  # noqa: F811
    mapping = {"columns": {"email": "Email", f"own:{column.lower()}": column}}

    result = bring(f"Email,{column}\na@x.example,{cell}\n", mapping=mapping)

    assert fates(result) == (0, 0, 0, 1)
    assert ImportRow.objects.get().reason.endswith(reason)


def test_a_field_named_like_one_of_the_product_does_not_take_its_column(bring: Any) -> None:  # noqa: F811
    make_own_field("Company")

    bring("Email,Company\na@x.example,Hafen\n")

    assert Lead.objects.get().organisation == "Hafen"
    assert said() == {}


def test_the_command_lists_them(capsys: Any) -> None:
    call_command("import_file", kind="leads", fields=True)

    assert "own:size" in capsys.readouterr().out
