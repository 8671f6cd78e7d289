"""Who is who: the golden table of pairs, told live or in a file; junk is nobody."""

from dataclasses import replace

import pytest

from leadfollow.people.models import Organisation
from leads import intake
from leads.identity import email_key, is_junk, phone_key
from leads.intake import Person
from leads.regions import home_of

pytestmark = pytest.mark.django_db

SAME, OTHER = True, False
ANA = {"name": "Ana Berg", "company": "Nord AG"}
PAIRS = [
    ("address", {"email": "ana@nord.example"}, {"email": "ana@nord.example"}, SAME),
    ("address in capitals", {"email": "ana@nord.example"}, {"email": " ANA@Nord.example "}, SAME),
    ("another name", {"email": "a@nord.example"}, {"email": "a@nord.example", "name": "Bo"}, SAME),
    ("another address", {"email": "a@gmail.com"}, {"email": "b@gmail.com"}, OTHER),
    ("domain and name", {"email": "a@nord.example"}, {"email": "ana.berg@nord.example"}, SAME),
    ("domain, name, no company", {"email": "a@nord.example"},
     {"email": "ana.berg@nord.example", "company": ""}, SAME),
    ("domain, name, other company", {"email": "a@nord.example"},
     {"email": "ana.berg@nord.example", "company": "Sued AG"}, OTHER),
    ("domain, name, other number", {"email": "a@nord.example", "phone": "+49301234567"},
     {"email": "ana.berg@nord.example", "phone": "+49301234568"}, OTHER),
    ("only the domain", {"email": "a@nord.example"},
     {"email": "b@nord.example", "name": "Bo Ek"}, OTHER),
    ("only the first name", {"email": "a@nord.example", "name": "Ana"},
     {"email": "b@nord.example", "name": "Ana"}, OTHER),
    ("domain of everybody", {"email": "ana@gmx.de"}, {"email": "ana.berg@gmx.de"}, OTHER),
    ("part of the domain", {"email": "a@nord.example"}, {"email": "b@sued.nord.example"}, OTHER),
    ("number", {"phone": "+49 30 1234567"}, {"phone": "+49301234567"}, SAME),
    ("number with zeros", {"phone": "+49 30 1234567"}, {"phone": "0049 30 1234567"}, SAME),
    ("national, two letters", {"phone": "+49 30 1234567"},
     {"phone": "030 1234567", "country": "de"}, SAME),
    ("national, by name", {"phone": "+49 30 1234567"},
     {"phone": "(030) 123 45-67", "country": "Germany"}, SAME),
    ("national, own word", {"phone": "+49 30 1234567"},
     {"phone": "030/1234567", "country": "Deutschland"}, SAME),
    ("national, of the house", {"phone": "+33 6 12 34 56 78"}, {"phone": "06 12 34 56 78"}, SAME),
    ("national, elsewhere", {"phone": "+33 6 12 34 56 78"},
     {"phone": "06 12 34 56 78", "country": "IT"}, OTHER),
    ("unknown country", {"phone": "+33 6 12 34 56 78"},
     {"phone": "06 12 34 56 78", "country": "Oz"}, OTHER),
    ("one desk, two people", {"phone": "+49301234567"},
     {"phone": "+49301234567", "name": "Bo Ek"}, OTHER),
    ("one desk, name not told", {"phone": "+49301234567"},
     {"phone": "+49301234567", "name": ""}, SAME),
    ("one desk, one family", {"phone": "+49301234567"},
     {"phone": "+49301234567", "name": "Bo Berg", "email": "bo@x.example"}, OTHER),
    ("one desk, an initial", {"phone": "+49301234567"},
     {"phone": "+49301234567", "name": "A. Berg"}, SAME),
    ("one desk, a second name", {"phone": "+49301234567"},
     {"phone": "+49301234567", "name": "Ana-Maria Berg"}, SAME),
    ("same extension", {"phone": "+13955571028x208"},
     {"phone": "+1 395-557-1028 ext. 208"}, SAME),
    ("two extensions", {"phone": "+13955571028x208"}, {"phone": "+13955571028x209"}, OTHER),
    ("desk and extension", {"phone": "+13955571028"}, {"phone": "+13955571028x209"}, OTHER),
    ("number, other address", {"phone": "+49301234567"},
     {"phone": "+49301234567", "email": "b@x.example"}, SAME),
    ("junk address", {"email": "test@test"}, {"email": "test@test"}, OTHER),
    ("junk address 2", {"email": "none@none.com"}, {"email": "none@none.com"}, OTHER),
    ("junk number", {"phone": "000"}, {"phone": "000"}, OTHER),
    ("junk number 2", {"phone": "+49 000000000"}, {"phone": "+49 000000000"}, OTHER),
    ("junk number 3", {"phone": "N/A"}, {"phone": "N/A"}, OTHER),
    ("nothing but names", {}, {}, OTHER),
]  # fmt: skip


@pytest.mark.parametrize(("known", "told", "same"), [pair[1:] for pair in PAIRS],
                         ids=[pair[0] for pair in PAIRS])  # fmt: skip
def test_who_is_known(known, told, same):
    Organisation.objects.create(country="FR")
    there = intake.add_contact(Person(**ANA | known))

    found = intake.known_contact(replace(Person(**ANA | told), home=home_of()))

    assert (found == there) is same


@pytest.mark.parametrize(
    "junk", "000|N/A|n.a.|-|?|none|unknown|xxx|test|TEST|TBD|12345|no email|k.A.".split("|")
)
def test_junk_is_nobody_in_any_field(junk):
    assert is_junk(junk)
    assert (email_key(junk), phone_key(junk, "DE"), phone_key(junk, home="US")) == ("", "", "")


@pytest.mark.parametrize(
    "junk", ["test@test.com", "no-email@none.com", "a@a.com", "NA@na.com", "test@example.com"]
)
def test_a_made_up_address_is_nobody(junk):
    assert email_key(junk) == ""


@pytest.mark.parametrize("text", ["Nord AG", "陈", "Testa Rossa", "3M", "anna@nord.example"])
def test_what_says_something_is_no_junk(text):
    assert not is_junk(text)


def test_two_people_of_one_address_are_nobody_in_particular():
    for name in ("Ana Berg", "Bo Ek"):
        intake.add_contact(Person(name=name, email="desk@nord.example"))

    asking = Person(name="Ana Berg", email="desk@nord.example")

    assert intake.known_contact(asking) is None
    assert len(intake.like(asking)) == 2


def test_the_number_of_a_desk_hides_nobody_at_its_company():
    ana = intake.add_contact(Person(name="Ana Berg", email="a@nord.example"))
    intake.add_contact(Person(name="Bo Ek", phone="+49 30 1234567"))

    asking = Person(name="Ana Berg", email="ana.berg@nord.example", phone="+49 30 1234567")

    assert intake.known_contact(asking) == ana
