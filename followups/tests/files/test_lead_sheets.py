"""Lead sheets as people and agencies send them."""

import csv

import pytest

from followups.tests.files.conftest import SHARED
from leadfollow.people.tests.factories import make_rep
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db
SHEETS = "lead_sheets_demo"
FEW = {  # rows that are no new person, by what becomes of them; in all others each row is one
    "02-facebook-leads-messy-headers.csv": {"held": 1},
    "15-duplicate-rows.csv": {"added": 2},
}


def people():
    told = Contact.objects.order_by("pk").values_list("name", "email", "phone")
    return [tuple(one) for one in told]


def test_a_second_column_stands_in_where_the_first_is_blank(bring):
    rows = (
        "Name,EMAIL,Phone,Name,Email 2,WhatsApp Number,नाम\n"
        "Ida Berg,,+4930123456,Ida,ida@hafen.example,,\n"
        ",jon@molen.example,,,j@other.example,+31201234567,Jon Ruiz\n"
    )

    bring(rows)

    assert people() == [
        ("Ida Berg", "ida@hafen.example", "+4930123456"),
        ("Jon Ruiz", "jon@molen.example", "+31201234567"),
    ]
    assert Lead.objects.order_by("pk")[1].extra["Email 2"] == "j@other.example"  # not lost


def test_no_name_is_put_together_from_two_people(bring):
    bring("Contact1 First Name,Contact1 Last Name,Contact2 First Name\n,Berg,Jon\n")

    assert people() == [("Berg", "", "")]


def test_a_mapping_may_name_columns_that_stand_in(bring):
    mapping = {"columns": {"email": ["Private", "Work"], "name": "Who"}}

    bring("Who,Work,Private\nIda,i@hafen.example,\n", mapping=mapping)

    assert people() == [("Ida", "i@hafen.example", "")]


def test_of_several_addresses_in_a_cell_the_first_is_taken_and_all_are_kept(bring):
    result = bring('Email\n"Ida Berg <ida@hafen.example>; info@hafen.example"\n')

    assert people() == [("Ida Berg", "ida@hafen.example", "")]
    assert "info@hafen.example" in Lead.objects.get().extra["Email"]
    assert result["warnings"] == 1


@pytest.mark.parametrize(
    "path",
    sorted((SHARED / SHEETS).rglob("*.csv")) or [None],
    ids=lambda path: path.stem if path else "none",
)
def test_each_shared_sheet_gives_its_people_once(bring, path):
    if path is None:
        pytest.skip("the shared files are not at hand")

    first, again = bring(path), bring(path)

    other = FEW.get(path.name, {})
    assert first["created"] == first["rows"] - sum(other.values())
    assert {name: first[name] for name in other} == other
    assert (again["created"], again["rejected"]) == (0, 0)
    assert again["added"] + again["held"] == first["rows"]


def test_four_owners_of_fifty(bring, shared):
    file = shared(f"{SHEETS}/26-large-dataset-200-rows.csv")
    with file.open(newline="") as rows:
        names = {row["Lead Owner"] for row in csv.DictReader(rows)}
    for name in names:
        make_rep(name=name)

    bring(file)

    owned = [Lead.objects.filter(owner__name=name).count() for name in names]
    assert owned == [50, 50, 50, 50]
