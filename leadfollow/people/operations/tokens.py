"""A program is let in, in somebody's name, and shut out again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.people.models import Scope, Token, User
from leadfollow.people.models.token import LONGEST, digest_of, new_text
from leadfollow.people.operations.refusal import Refusal

SELDOM = timedelta(minutes=1)  # how often its last use is written down


class BadToken(Refusal):
    """Such a token cannot be made, or not by this person."""


@transaction.atomic
def make_token(
    *, person: User, name: str, scope: str, expires_at: datetime, by: User, at: datetime
) -> tuple[Token, str]:
    """Let a program act as this person until a day, at most a year from now: the token, and its
    text, which nobody can ever read again.

    An admin makes them for anybody but an outside qualifier; everybody else for himself, a rep to
    read only. Refused as BadToken.
    """
    if not person.is_active:
        raise BadToken(_("%(person)s is switched off.") % {"person": person})
    if person.is_qualifier:
        raise BadToken(
            _("%(person)s is an outside qualifier: no program acts for one.") % {"person": person}
        )
    if scope not in scopes_for(person, by=by):
        raise BadToken(_("Only an admin makes such a token. Ask one."))
    if not at < expires_at <= at + LONGEST:
        raise BadToken(_("A token is valid for a year at most. Choose an earlier day."))
    text, public, secret = new_text()
    token = Token.objects.create(
        person=person,
        name=name,
        public_id=public,
        digest=digest_of(secret),
        scope=scope,
        made_by=by,
        made_at=at,
        expires_at=expires_at,
    )
    record("token made", of=token, by=by, at=at, user=person.pk, name=name, scope=scope)
    return token, text


def scopes_for(person: User, *, by: User) -> list[str]:
    """Which scopes a token that acts as this person may get."""
    if person.is_qualifier:
        return []
    if by.is_admin:
        return list(Scope.values)
    if person.pk != by.pk:
        return []
    leads = by.is_manager or by.is_event_manager
    return list(Scope.values) if leads else [Scope.READ.value]


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: datetime) -> None:
    """It opens nothing any more. Twice changes nothing."""
    its = Token.objects.select_for_update().get(pk=token.pk)
    if its.revoked_at:
        return
    its.revoked_at, its.revoked_by = at, by
    its.save(update_fields=["revoked_at", "revoked_by"])
    record("token revoked", of=its, by=by, at=at, user=its.person_id, name=its.name)


def revoke_tokens_of(person: User, *, by: User, at: datetime) -> None:
    """All of somebody who is switched off."""
    for token in Token.objects.filter(person=person, revoked_at=None):
        revoke_token(token=token, by=by, at=at)


def note_use(*, token: Token, at: datetime) -> None:
    """When it was used last, written once a minute at most."""
    if token.last_used_at and token.last_used_at > at - SELDOM:
        return
    seldom = Q(last_used_at=None) | Q(last_used_at__lte=at - SELDOM)
    Token.objects.filter(seldom, pk=token.pk).update(last_used_at=at)
