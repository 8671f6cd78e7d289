"""Teams come to be and change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.people.models import Team, User
from leadfollow.people.operations.own import change_team
from leadfollow.people.operations.refusal import Refusal


class TakenName(Refusal):
    """Another team is called so."""


@transaction.atomic
def create_team(
    *, facts: Mapping[str, Any], managers: Collection[User], by: User, at: datetime
) -> Team:
    """A new team; its address goes by its name and stays when that changes."""
    refuse_taken_name(facts["name"])
    team = Team.objects.create(slug=free_slug(facts["name"]), **facts)
    team.managers.set(managers)
    leaders = sorted(manager.pk for manager in managers)
    record("team created", of=team, by=by, at=at, name=team.name, managers=leaders)
    return team


@transaction.atomic
def edit_team(
    *, team: Team, changes: Mapping[str, Any], managers: Collection[User], by: User, at: datetime
) -> Team:
    """Name, zone, days, hours, holidays and managers; what stays is not written."""
    refuse_taken_name(changes.get("name", team.name), but=team)
    change_team(team=team, changes=dict(changes), by=by, at=at)
    if set(managers) != set(team.managers.all()):
        team.managers.set(managers)
        leaders = sorted(manager.pk for manager in managers)
        record("team has other managers", of=team, by=by, at=at, managers=leaders)
    return Team.objects.get(pk=team.pk)


@transaction.atomic
def bring_back_team(*, team: Team, by: User, at: datetime) -> None:
    """People may work in it again; nobody comes along. In use already: nothing is done."""
    its = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if its.retired_at is not None:
        its.retired_at = None
        its.save(update_fields=["retired_at"])
        record("team brought back", of=its, by=by, at=at)


def refuse_taken_name(name: str, *, but: Team | None = None) -> None:
    others = Team.objects.filter(name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise TakenName(
            _("There is a team “%(name)s” already. Give another name.") % {"name": name}
        )


def free_slug(name: str) -> str:
    """As the name, with a number where another team has that."""
    plain = slugify(name)[:70] or "team"
    taken = set(Team.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (plain, *numbered) if slug not in taken)
