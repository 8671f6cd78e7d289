"""People who ask, for tests, valid by default. Leads come from followups.tests.factories."""

from __future__ import annotations

from itertools import count
from typing import Any

from leads import intake
from leads.intake import Person
from leads.models import Contact

numbers = count(1)


def make_person(**fields: Any) -> Person:
    number = next(numbers)
    return Person(
        **{
            "name": f"Asker {number}",
            "company": f"Company {number}",
            "email": f"asker{number}@example.com",
            "phone": "",
        }
        | fields
    )


def make_contact(**fields: Any) -> Contact:
    flags = {k: fields.pop(k) for k in ("do_not_contact", "no_email", "no_phone") if k in fields}
    contact = intake.add_contact(make_person(**fields))
    for name, value in flags.items():
        setattr(contact, name, value)
    contact.save()
    return contact
