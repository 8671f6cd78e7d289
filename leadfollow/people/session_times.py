"""How long a session lasts: since it was used last, and in all. An admin's is shorter.

Both moments stand in the session, which each page reads anyway; when it was used is written every
few minutes at most, so that a page pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.translation import gettext as _

from leadfollow import clock
from leadfollow.people.models import User

BEGAN, USED = "began_at", "used_at"  # in the session, in seconds
WRITTEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Spans:
    """How long it may lie unused, and last in all."""

    idle: timedelta
    whole: timedelta


OF_ADMINS = Spans(timedelta(hours=1), timedelta(hours=12))
OF_OTHERS = Spans(timedelta(hours=12), timedelta(days=14))


def spans_of(user: User) -> Spans:
    return OF_ADMINS if user.is_admin else OF_OTHERS


def begin(session: SessionBase, *, at: datetime) -> None:
    """Somebody signed in."""
    session[BEGAN] = session[USED] = int(at.timestamp())


def begin_at_sign_in(request: HttpRequest, **_signal: Any) -> None:
    begin(request.session, at=clock.now())


def why_over(session: Mapping[str, Any] | SessionBase, user: User, *, at: datetime) -> str:
    """Why it is over, in a sentence; empty while it lasts."""
    spans = spans_of(user)
    if at - moment(session, BEGAN, at) >= spans.whole:
        return _("You signed in %(how_long)s ago. Sign in again, and go on where you were.") % {
            "how_long": in_words(spans.whole)
        }
    if at - moment(session, USED, at) >= spans.idle:
        return _("You did nothing here for %(how_long)s. Sign in, and go on where you were.") % {
            "how_long": in_words(spans.idle)
        }
    return ""


def began_lately(session: Mapping[str, Any] | SessionBase, *, at: datetime) -> bool:
    """Whether who sits there showed a moment ago who he is, by signing in."""
    lately = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    return at - moment(session, BEGAN, at - lately) < lately


def moment(session: Mapping[str, Any] | SessionBase, name: str, otherwise: datetime) -> datetime:
    """A session of before this was counted begins now."""
    seconds = session.get(name)
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else otherwise


def in_words(span: timedelta) -> str:
    if span >= 2 * clock.ONE_DAY:
        return _("%(number)s days") % {"number": span.days}
    hours = span // timedelta(hours=1)
    return _("%(number)s hours") % {"number": hours} if hours > 1 else _("an hour")


def note_use(session: SessionBase, *, at: datetime) -> None:
    """It is used now: written when the last time was long enough ago to be worth it."""
    if BEGAN not in session:
        begin(session, at=at)
    elif at - moment(session, USED, at) >= WRITTEN_EVERY:
        session[USED] = int(at.timestamp())
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)


def forget_sessions(*, now: datetime) -> None:
    """Sessions whose time is over, and what was told of them."""
    Session.objects.filter(expire_date__lte=now).delete()
    standing = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=standing).delete()
