"""The written definition of "qualified": its next version, and who has read the one in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.once import forget, once
from leadfollow.people.models import User
from leads.models import BANT, MOST_OWN, Criterion, Definition, Reading


class Refusal(Exception):
    """A sentence for the person who asked; nothing was changed."""


class BadDefinition(Refusal):
    """The version would lack something."""


class ChangedMeanwhile(Refusal):
    """Somebody else wrote the next version."""


@dataclass(frozen=True)
class Asked:
    """One criterion of a version to be; without a code it is new."""

    name: str
    asks: str = ""
    is_needed: bool = False
    code: str = ""


CRITERIA = "criteria"


def criteria_in_force() -> list[Criterion]:
    """What is ticked; asked for once a request or task, however many leads come in."""
    return once(CRITERIA, lambda: list(Criterion.objects.in_force()))


@transaction.atomic
def define(
    *, text: str, criteria: Sequence[Asked], after: int, by: User, at: datetime
) -> Definition:
    """Write the version that follows version `after`. The same content again changes nothing.

    Refused as BadDefinition where it says nothing, needs nothing, leaves one of the four out or
    asks too much; as ChangedMeanwhile where another version was written since.
    """
    current = Definition.objects.current()
    coded = with_codes(criteria)
    check(text, coded)
    if text == current.text and coded == asked_in(current):
        return current
    if current.version != after:
        raise ChangedMeanwhile(
            _("Somebody wrote version %(version)s meanwhile. Look at it.")
            % {"version": current.version}
        )
    try:
        with transaction.atomic():
            made = Definition.objects.create(version=after + 1, text=text, made_by=by, made_at=at)
    except IntegrityError as error:
        raise ChangedMeanwhile(_("Somebody wrote a version meanwhile. Look at it.")) from error
    Criterion.objects.bulk_create(
        Criterion(definition=made, position=place, **vars(asked))
        for place, asked in enumerate(coded, start=1)
    )
    forget(CRITERIA)
    record("qualified defined", of=made, by=by, at=at, version=made.version)
    accept(definition=made, by=by, at=at)
    return made


def with_codes(criteria: Sequence[Asked]) -> list[Asked]:
    """A new criterion is known by its name from then on."""
    taken = {asked.code for asked in criteria if asked.code}
    coded = []
    for asked in criteria:
        code = asked.code or slugify(asked.name)[:36] or "own"
        if not asked.code and code in taken:
            numbered = (f"{code}-{number}" for number in range(2, 99))
            code = next(name for name in numbered if name not in taken)
        taken.add(code)
        coded.append(Asked(asked.name, asked.asks, asked.is_needed, code))
    return coded


def asked_in(definition: Definition) -> list[Asked]:
    """The criteria of a version, in order."""
    return [Asked(c.name, c.asks, c.is_needed, c.code) for c in definition.criteria.all()]


def check(text: str, criteria: Sequence[Asked]) -> None:
    """Refuse with the sentence that says what to do."""
    if not text.strip():
        raise BadDefinition(_("Write down what makes a lead qualified."))
    if any(not asked.name.strip() for asked in criteria):
        raise BadDefinition(_("Give each criterion a name."))
    if not set(BANT) <= {asked.code for asked in criteria}:
        raise BadDefinition(_("Need, budget, authority and timeframe are always asked."))
    if len(criteria) > len(BANT) + MOST_OWN:
        raise BadDefinition(
            _("At most %(most)s criteria of your own: more are not answered.") % {"most": MOST_OWN}
        )
    if not any(asked.is_needed for asked in criteria):
        raise BadDefinition(_("Choose at least one criterion that is needed."))


@transaction.atomic
def accept(*, definition: Definition, by: User, at: datetime) -> Reading:
    """Somebody has read a version. Once is enough."""
    reading, is_new = Reading.objects.get_or_create(
        definition=definition, reader=by, defaults={"read_at": at}
    )
    if is_new:
        record("definition read", of=definition, by=by, at=at, version=definition.version)
    return reading


def may_define(user: User) -> bool:
    return user.is_manager or user.is_admin
