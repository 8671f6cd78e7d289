"""Somebody is asked to come in, and comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.outbox.models import announce
from leadfollow.people.limits import DAY, Limit
from leadfollow.people.models import ROLES, Invitation, User
from leadfollow.people.models.invitation import OPEN_FOR
from leadfollow.people.operations.accounts import TakenEmail
from leadfollow.people.operations.refusal import Refusal

A_DAY = Limit("invitations", 20, DAY)


class AskedAlready(Refusal):
    """There is an invitation already."""


class TooManyInvitations(Refusal):
    """Enough for today."""


class NotHisToAsk(Refusal):
    """A manager asks reps into his own teams, if the organisation lets him."""


class LinkIsDead(Refusal):
    """Used, revoked, too old, replaced by a newer one, or of somebody who is no admin any more."""


@transaction.atomic
def invite(*, email: str, asked: Mapping[str, Any], by: User, at: datetime) -> Invitation:
    """Ask somebody in, by a link that is good for 7 days; `asked` are name, roles and team.

    Refused where the e-mail is somebody's or asked already, and after 20 a day.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise TakenEmail(
            _("%(email)s is somebody's here already: look at the list of people.")
            % {"email": email}
        )
    if Invitation.objects.waiting().filter(email__iexact=email).exists():
        raise AskedAlready(
            _("%(email)s is invited already: the link stands under People, Invited.")
            % {"email": email}
        )
    invitation = Invitation(email=email, by=by, made_at=at, expires_at=at + OPEN_FOR, **asked)
    if not invitation.may_be_of(by):
        raise NotHisToAsk(_("You may ask reps into the teams that you lead, and nobody else."))
    count_one(by, at=at)
    invitation.save()
    roles = [role for role in ROLES if asked.get(role)]
    record("invited", of=invitation, by=by, at=at, email=email, roles=roles)
    send(invitation, at=at)
    return invitation


def count_one(by: User, *, at: datetime) -> None:
    if not A_DAY.take(by.pk, at=at):
        raise TooManyInvitations(
            _("%(most)s invitations a day is the most. Go on tomorrow.") % {"most": A_DAY.most}
        )


def path_of(invitation: Invitation) -> str:
    """Where whoever is asked comes in; a page that shows it adds its own address."""
    return reverse("people:join", args=[invitation.token])


def send(invitation: Invitation, *, at: datetime) -> None:
    """By mail, where mail may go to such an address."""
    if invitation.email.endswith(".invalid"):
        return
    named = {"name": invitation.name}
    hello = _("Hello %(name)s,") % named if invitation.name else _("Hello,")
    text = _(
        "%(by)s invites you to Leadfollow, where we follow up our leads. Choose a password here."
        " The link works once, and for 7 days:"
    ) % {"by": invitation.by}
    link = f"{settings.SITE_URL}{path_of(invitation)}"
    announce(
        key=f"invitation:{invitation.pk}:{invitation.round}",
        to=invitation.email,
        subject=_("%(by)s invites you to Leadfollow") % {"by": invitation.by},
        body=f"{hello}\n\n{text}\n{link}\n",
        at=at,
    )


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """A new link for 7 days, by mail again, and in the name of who sends it; the one before is
    dead."""
    again = waiting(invitation)
    count_one(by, at=at)
    again.by = by
    again.round += 1
    again.expires_at = at + OPEN_FOR
    again.save(update_fields=["by", "round", "expires_at"])
    record("invited again", of=again, by=by, at=at, email=again.email)
    send(again, at=at)
    return again


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link is dead. Twice changes nothing."""
    its = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if its.revoked_at:
        return
    its = waiting(its)
    its.revoked_at = at
    its.save(update_fields=["revoked_at"])
    record("invitation revoked", of=its, by=by, at=at, email=its.email)


def waiting(invitation: Invitation) -> Invitation:
    """It, locked; refused once it was accepted or revoked."""
    its = Invitation.objects.select_for_update(of=["self"]).select_related("by")
    found = its.waiting().filter(pk=invitation.pk).first()
    if found is None:
        raise LinkIsDead(_("This invitation was accepted or taken back meanwhile."))
    return found


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, token: str, name: str, password: str, at: datetime
) -> User:
    """The person comes in, once: with the roles and the team that he was asked for."""
    its = Invitation.objects.select_for_update(of=["self"]).select_related("by").get(
        pk=invitation.pk
    )  # fmt: skip
    if why := its.why_dead(token, at):
        raise LinkIsDead(why)
    if User.objects.filter(email__iexact=its.email).exists():
        raise TakenEmail(_("%(email)s has an account already. Sign in.") % {"email": its.email})
    roles = {role: getattr(its, role) for role in ROLES}
    team = its.team if its.is_rep else None
    user = User.objects.create_user(
        its.email, password, name=name, team=team, joined_at=at, **roles
    )
    if its.is_manager and its.team:
        its.team.managers.add(user)
    its.accepted_at, its.user = at, user
    its.save(update_fields=["accepted_at", "user"])
    record("invitation accepted", of=its, by=user, at=at, email=its.email)
    return user
