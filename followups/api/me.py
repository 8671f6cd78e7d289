"""Who the token acts as."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from ninja import Router, Schema

from followups.api.shapes import READ, Named, named
from leadfollow.http import SignedInRequest
from leadfollow.people.models import ROLES, Token

router = Router(tags=["Me"])


class TokenLine(Schema):
    """The token itself."""

    name: str
    scope: str
    expires_at: datetime


class Me(Schema):
    """A person, and what he is here."""

    id: int
    name: str
    email: str
    roles: list[str]
    team: Named | None
    time_zone: str
    token: TokenLine


@router.get("/me", response={200: Me, **READ}, summary="Who am I")
def me(request: SignedInRequest) -> Me:
    """As whom the token acts, and until when."""
    user = request.user
    token = cast(Token, request.token)  # type: ignore[attr-defined]
    return Me(
        id=user.pk,
        name=str(user),
        email=user.email,
        roles=[role.removeprefix("is_") for role in ROLES if getattr(user, role)],
        team=named(user.team),
        time_zone=str(user.time_zone),
        token=TokenLine(name=token.name, scope=token.scope, expires_at=token.expires_at),
    )
