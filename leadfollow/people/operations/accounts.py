"""Who may sign in, and as what. Whose reach changes signs in anew, and is told by mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.outbox.models import announce
from leadfollow.people.models import INSIDE, ROLES, Team, User
from leadfollow.people.operations.refusal import Refusal
from leadfollow.people.operations.tokens import revoke_tokens_of


class LastAdmin(Refusal):
    """Nobody would be left who may let anybody in."""


class NoTeam(Refusal):
    """A rep works in a team."""


class NothingElse(Refusal):
    """An outside qualifier has no other role."""


class TakenEmail(Refusal):
    """Somebody else signs in by it."""


@transaction.atomic
def change_person(
    *,
    user: User,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    leads: Collection[Team] | None = None,
) -> list[str]:
    """Write name, e-mail, roles, team and the teams that he leads; the names of what is new.

    With other roles or another e-mail his sessions end, and a mail says so. Refused where no
    admin, or a rep without a team, would be left. What stays as it was is not written.
    """
    his = lock_person(user)
    changed = sorted(name for name, value in changes.items() if getattr(his, name) != value)
    old_email, old_teams = his.email, set(his.teams_led.all())
    for name in changed:
        setattr(his, name, changes[name])
    refuse_what_cannot_be(his)
    if not his.is_manager:
        leads = ()  # who leads a team is a manager
    if changed:
        his.save(update_fields=changed)
    if leads is not None and set(leads) != old_teams:
        his.teams_led.set(leads)
        changed.append("teams_led")
    if not changed:
        return changed
    if "email" in changed:
        EmailAddress.objects.filter(user=his).delete()  # the old one opens nothing any more
    now = {role: getattr(his, role) for role in ROLES if role in changed}
    record("person changed", of=his, by=by, at=at, fields=changed, **now)
    if {"email", *ROLES} & set(changed):
        end_sessions(user=his)
        tell_of_change(his, changed, old_email, by=by, at=at)
    return changed


def lock_person(user: User) -> User:
    """The person as he is now, locked so that nothing is given to him meanwhile. Every admin is
    locked first, in one order: two admins never end each other at once."""
    list(User.objects.select_for_update(no_key=True).admins().order_by("pk"))
    return User.objects.select_for_update().get(pk=user.pk)


def refuse_what_cannot_be(his: User) -> None:
    """What the person would be must leave an admin, have a team for a rep, no second role for an
    outside qualifier, and an own e-mail."""
    if not (his.is_admin and his.is_active):
        refuse_last_admin(his)
    if his.is_rep and his.team_id is None:
        raise NoTeam(_("%(his)s is a rep: choose a team.") % {"his": his})
    if his.is_qualifier and any(getattr(his, role) for role in INSIDE):
        raise NothingElse(
            _("%(his)s is an outside qualifier: no other role goes with it.") % {"his": his}
        )
    refuse_retired_team(his)
    if User.objects.exclude(pk=his.pk).filter(email__iexact=his.email).exists():
        raise TakenEmail(
            _("Somebody else signs in as %(email)s. Give another e-mail.") % {"email": his.email}
        )


def refuse_retired_team(his: User) -> None:
    """Locked against its retiring meanwhile."""
    teams = Team.objects.select_for_update(no_key=True)
    its = teams.filter(pk=his.team_id).first() if his.is_active and his.team_id else None
    if its and its.retired_at:
        raise NoTeam(
            _("The team %(team)s is retired. Choose another for %(his)s first.")
            % {"team": its, "his": his}
        )


def refuse_last_admin(his: User) -> None:
    was = User.objects.admins().filter(pk=his.pk).exists()
    if was and not User.objects.admins().exclude(pk=his.pk).exists():
        raise LastAdmin(
            _("%(his)s is the only admin. Make somebody else admin first.") % {"his": his}
        )


def end_sessions(*, user: User) -> None:
    """Signed out everywhere: the next click leads to the door."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    UserSession.objects.filter(user_id=user.pk).delete()


def tell_of_change(
    his: User, changed: Collection[str], old_email: str, *, by: User, at: datetime
) -> None:
    """To the old address too: whoever did not want it hears of it."""
    if "email" in changed:
        subject = _("your e-mail changed")
        text = _(
            "%(by)s changed your e-mail in Leadfollow. You are signed out everywhere; sign in again"
            " as %(email)s. You did not expect this? Ask %(by)s."
        )
    else:
        subject = _("your roles changed")
        text = _(
            "%(by)s changed your roles in Leadfollow. You are signed out everywhere; sign in again"
            " as %(email)s. You did not expect this? Ask %(by)s."
        )
    text %= {"by": by, "email": his.email}
    for address in dict.fromkeys([old_email, his.email]):
        tell(his, subject, text, to=address, at=at)


def tell(user: User, subject: str, text: str, *, at: datetime, to: str = "") -> None:
    """A mail about his account, where mail may go to him."""
    if User.objects.mailable().filter(pk=user.pk).exists():
        body = _("Hello %(name)s,") % {"name": user} + f"\n\n{text}"
        announce(
            key=f"account:{uuid4()}",
            to=to or user.email,
            subject=_("Leadfollow: %(subject)s") % {"subject": subject},
            body=body,
            at=at,
        )


@transaction.atomic
def switch_off(*, user: User, by: User, at: datetime) -> None:
    """He cannot sign in any more, and is signed out everywhere. Whoever calls hands over first
    what is his, in the same transaction."""
    lock_person(user)
    refuse_last_admin(user)
    text = _(
        "%(by)s switched your account off. Sign-in is closed; what you logged stays on record."
    ) % {"by": by}
    tell(user, _("your account is switched off"), text, at=at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user)
    revoke_tokens_of(user, by=by, at=at)
    record("switched off", of=user, by=by, at=at)


@transaction.atomic
def switch_on(*, user: User, by: User, at: datetime) -> None:
    """He may sign in again, with the password that he had. Nothing comes back to him by itself."""
    his = lock_person(user)
    if his.is_active:
        return
    his.is_active = True
    refuse_retired_team(his)
    his.save(update_fields=["is_active"])
    record("switched on", of=his, by=by, at=at)
    tell(
        his,
        _("your account is open again"),
        _("%(by)s opened it. Sign in as %(email)s.") % {"by": by, "email": his.email},
        at=at,
    )


def reset_link_made(*, user: User, by: User, at: datetime) -> None:
    """An admin made a link by which this person chooses a password: on record, for it opens all
    that is his."""
    record("password link made", of=user, by=by, at=at)
    tell(
        user,
        _("a link to choose a password"),
        _(
            "%(by)s made a link by which a new password is chosen for you. You"
            " did not ask for it? Ask %(by)s."
        )
        % {"by": by},
        at=at,
    )
