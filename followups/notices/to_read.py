"""What holds for everybody here and waits to be read by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followups.models import Policy
from leadfollow.people.models import User
from leads.models import Definition


@dataclass(frozen=True)
class ToRead:
    """A version that somebody here wrote, and where it stands."""

    title: str
    url: str
    version: Definition | Policy


def waiting_to_be_read(person: User) -> list[ToRead]:
    """The definition of "qualified" and the follow-up policy, until he says he has read them."""
    return list(found(person))


def found(person: User) -> Iterator[ToRead]:
    definition = Definition.objects.to_read_by(person).select_related("made_by").first()
    if definition:
        yield ToRead(_("What “qualified” means"), "leads:qualification", definition)
    policy = Policy.objects.to_read_by(person).select_related("made_by").first()
    if policy:
        yield ToRead(_("Follow-up policy"), "followups:policy", policy)
