"""Parts of the product that nobody uses until an admin switches them on.

A new one is an `OptionalPart` named in `OPTIONAL`; apps to the right add theirs when they are
ready. Its slug stands with the organisation, which every request knows already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from leadfollow.log.models import record
from leadfollow.people.models import User, current
from leadfollow.people.models.organisation import forget
from leadfollow.people.operations.locking import locked_organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class OptionalPart:
    """What can be switched on: its name, and in one sentence what it brings."""

    slug: str
    name: StrOrPromise
    sentence: StrOrPromise
    address: str = ""  # the name of the URL where one begins with it, once it is on

    @property
    def is_on(self) -> bool:
        return uses(self.slug)


OPTIONAL: list[OptionalPart] = []


def uses(slug: str) -> bool:
    """Whether the organisation has switched this part on."""
    return current().uses(slug)


@transaction.atomic
def switch_part(*, part: OptionalPart, on: bool, by: User, at: datetime) -> None:
    """Show a part everywhere, or nowhere; what was entered there stays. The same again changes
    nothing."""
    its = locked_organisation(at=at)
    if its.uses(part.slug) == on:
        return
    its.optional_parts = " ".join(sorted(set(its.optional_parts.split()) ^ {part.slug}))
    its.save(update_fields=["optional_parts"])
    forget()
    event = "part switched on" if on else "part switched off"
    record(event, of=its, by=by, at=at, part=part.slug)
