"""People who ask, for tests, valid by default. Leads come from followups.tests.factories."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from leadfollow.people.lists import ChoiceList
from leadfollow.people.lists.operations import add_row, retire_row
from leadfollow.people.tests.factories import make_admin
from leads import intake
from leads.intake import Person
from leads.models import Contact, Product
from leads.products import PRODUCTS

numbers = count(1)


def make_person(**fields: Any) -> Person:
    number = next(numbers)
    return Person(
        **{
            "name": f"Asker {number}",
            "company": f"Company {number}",
            "email": f"asker{number}@example.com",
            "phone": f"+49 30 555{number:05}",
            "address": "Hafenweg 12",
            "postal_code": "10115",
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


def make_product(name: str, *, retired: bool = False) -> Product:
    """On the list, as an admin puts it there."""
    product: Product = make_row(PRODUCTS, {"name": name}, retired=retired)
    return product


def make_row(its: ChoiceList, values: dict[str, Any], *, retired: bool = False) -> Any:
    """One to choose, or one that is offered no more."""
    how: dict[str, Any] = {"by": make_admin(), "at": datetime(2026, 11, 2, tzinfo=UTC)}
    row = add_row(to=its, values=values, **how)
    if retired:
        retire_row(of=its, row=row, **how)
    return row
