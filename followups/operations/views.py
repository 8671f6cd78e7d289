"""Keeping filters of the lead list under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from followups.models import SavedView
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import Team, User


class NameTaken(Refusal):
    """There is such a view already."""


def save(view: SavedView) -> None:
    """Write the row; the database knows which names are taken."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        if view.team:
            said = _("There is a view called “%(name)s” already in %(team)s. Choose another name.")
        else:
            said = _("There is a view called “%(name)s” already. Choose another name.")
        raise NameTaken(said % {"name": view.name, "team": view.team}) from error


@transaction.atomic
def save_view(
    *, name: str, query: str, by: User, at: datetime, team: Team | None = None
) -> SavedView:
    """Keep the filters under a name, for oneself or shared with a team.

    NameTaken where the person or the team has a view of that name, in whatever case.
    """
    view = SavedView(name=name, query=query, owner=by, team=team, created_at=at)
    save(view)
    record("view saved", of=view, by=by, at=at)
    return view


@transaction.atomic
def change_view(
    *, view: SavedView, name: str, team: Team | None, by: User, at: datetime
) -> SavedView:
    """Give it another name, or share it with another team, or with none. NameTaken as above."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if (view.name, view.team_id) == (name, team.pk if team else None):
        return view
    view.name, view.team = name, team
    save(view)
    record("view changed", of=view, by=by, at=at)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Take it out of the lists; it can be brought back. Again changes nothing."""
    if SavedView.objects.kept().filter(pk=view.pk).update(removed_at=max(at, view.created_at)):
        record("view removed", of=view, by=by, at=at)


@transaction.atomic
def restore_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Bring it back. NameTaken where another has its name by now; again changes nothing."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if view.removed_at is None:
        return
    view.removed_at = None
    save(view)
    record("view restored", of=view, by=by, at=at)
