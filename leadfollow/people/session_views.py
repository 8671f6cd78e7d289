"""In what one is signed in, and the way out of it."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.log.models import record
from leadfollow.people.devices import device_in_words
from leadfollow.people.models import User
from leadfollow.people.operations import end_sessions
from leadfollow.people.session_times import why_over


def sessions_of(request: SignedInRequest) -> list[tuple[UserSession, str]]:
    """Each that still opens something, in words; the one of this request first.

    Two questions, however many there are; those that open nothing any more are forgotten."""
    own = list(UserSession.objects.filter(user_id=request.user.pk))
    now, keys = clock.now(), [session.session_key for session in own]
    stored = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    good = {each.session_key for each in stored if opens(each, request.user, at=now)}
    if dead := [session.pk for session in own if session.session_key not in good]:
        UserSession.objects.filter(pk__in=dead).delete()
    own = [session for session in own if session.session_key in good]
    own.sort(key=lambda session: (session.is_current(), session.last_seen_at), reverse=True)
    return [(session, device_in_words(session.user_agent)) for session in own]


def opens(stored: Session, user: User, *, at: datetime) -> bool:
    """Whether it is his, of after he was signed out everywhere last, and its time is not over."""
    held = stored.get_decoded()
    marks = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    is_his = any(constant_time_compare(held.get(HASH_SESSION_KEY, ""), mark) for mark in marks)
    return is_his and not why_over(held, user, at=at)


def stay_signed_in(request: HttpRequest) -> None:
    """Whoever ended all his sessions stays in with this one; nothing where they still run."""
    him = User.objects.get(pk=request.user.pk)
    if request.session.get(HASH_SESSION_KEY) == him.get_session_auth_hash():
        return
    update_session_auth_hash(request, him)
    UserSession.objects.create_from_request(request)


@require_POST
def end_one(request: SignedInRequest, usersession_id: int) -> HttpResponse:
    """Signed out there, as if somebody had pressed it there."""
    own = UserSession.objects.filter(user_id=request.user.pk)
    session = get_object_or_404(own, pk=usersession_id)
    said = device_in_words(session.user_agent)
    session.end()
    record("session ended", of=request.user, by=request.user, at=clock.now())
    messages.success(request, _("%(said)s is signed out.") % {"said": said})
    return redirect(f"{reverse('people:profile')}#sessions")


@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    """Signed out everywhere but here."""
    end_sessions(user=request.user)
    stay_signed_in(request)
    record("other sessions ended", of=request.user, by=request.user, at=clock.now())
    messages.success(request, _("You are signed out everywhere else."))
    return redirect(f"{reverse('people:profile')}#sessions")
