"""How an organisation comes to be, and what changes about it. Each function is one event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.files.operations import store_file
from leadfollow.log.models import record
from leadfollow.people.logo import judged_logo
from leadfollow.people.models import Organisation, User
from leadfollow.people.models.organisation import THE_ONE, forget
from leadfollow.people.operations import Refusal, create_team
from leadfollow.people.operations.locking import locked_organisation
from leadfollow.people.operations.own import as_plain

# How a company of its own begins, whatever holds of those that are here already.
BEGINS_WITH = {"shows_first_steps": True, "requires_two_factor": True}


class SetUpAlready(Refusal):
    """Somebody works in this database."""


@transaction.atomic
def found(
    *, organisation: Mapping[str, Any], name: str, email: str, password: str, team: str,
    leads_team: bool, at: datetime,
) -> User:  # fmt: skip
    """The organisation, its first team, and the first admin, who is returned.

    The team begins with the organisation's zone, days, hours and holidays. Refused where anybody
    works here already.
    """
    its, is_new = Organisation.objects.get_or_create(
        pk=THE_ONE, defaults={**organisation, **BEGINS_WITH, "set_up_at": at}
    )
    if not is_new or User.objects.exists():
        raise SetUpAlready(_("Leadfollow is set up already. Sign in."))
    first = User.objects.create_user(
        email, password, name=name, is_admin=True, is_manager=leads_team, joined_at=at
    )
    forget()
    record("organisation founded", of=its, by=first, at=at, name=its.name)
    facts = {"name": team, **its.of_a_team}
    create_team(facts=facts, managers=[first] if leads_team else [], by=first, at=at)
    record("person created", of=first, by=first, at=at, email=first.email)
    return first


@transaction.atomic
def set_logo(*, sent: tuple[str, bytes] | None, by: User, at: datetime) -> None:
    """The picture that stands in the bar from now on; none where nothing is sent.

    The one before belongs to nothing then, and is cleared away. Refused as BadFile.
    """
    file = None
    if sent:
        name, content = sent
        file, _ = store_file(name=name, content=content, by=by, at=at, judge=judged_logo)
    change_organisation(changes={"logo": file}, by=by, at=at)


@transaction.atomic
def change_organisation(*, changes: Mapping[str, Any], by: User, at: datetime) -> list[str]:
    """Write what holds for everybody, and log what is another way now: the names.

    Teams and campaigns keep what they have; new ones begin with it.
    """
    its = locked_organisation(at=at)
    changed = sorted(name for name, value in changes.items() if getattr(its, name) != value)
    for name in changed:
        setattr(its, name, changes[name])
    if changed:
        its.save(update_fields=changed)
        forget()
        now = {name: as_plain(changes[name]) for name in changed}
        record("organisation changed", of=its, by=by, at=at, settings=now)
    return changed
