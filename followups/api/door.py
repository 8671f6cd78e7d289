"""Who comes in by a token: in whose name, how often, and that all which is refused is JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from followups.api.errors import as_problem, problem
from leadfollow import clock
from leadfollow.people.limits import MINUTE, Limit
from leadfollow.people.models import Scope, Token, User
from leadfollow.people.operations import note_use
from leadfollow.people.two_factor import time_left

PATH = "/api/v1/"
OPEN = {PATH, f"{PATH}openapi.json"}  # for people, and for programs that read what there is
READING = {"GET", "HEAD", "OPTIONS"}
CALLS = Limit("calls by a token", 600, MINUTE)

Answer = Callable[[HttpRequest], HttpResponse]


def by_token(answer: Answer) -> Answer:
    """Below `/api/v1/` a token says who asks, and nothing else: a session opens nothing there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PATH) or request.path_info in OPEN:
            return answer(request)
        refusal = come_in(request, now=clock.now())
        response = as_problem(refusal or answer(request))
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def come_in(request: HttpRequest, *, now: datetime) -> HttpResponse | None:
    """Let the token's person ask; why not, where it may not be."""
    request.user = AnonymousUser()
    kind, _blank, text = request.headers.get("Authorization", "").partition(" ")
    token = Token.objects.by_text(text.strip(), at=now) if kind.lower() == "bearer" else None
    people = User.objects.active().filter(is_qualifier=False).for_a_page(at=now)
    person = people.filter(pk=token and token.person_id).first()
    if token is None or person is None:
        return unknown()
    if not CALLS.take(token.pk, at=now):
        return too_many(CALLS.wait(at=now))
    if request.method not in READING and not token.may_write:
        needed = Scope.WRITE.label
        said = _("This token may only read. Use one that may “%(scope)s”.") % {"scope": needed}
        return problem(403, "read_only", said)
    if time_left(person, at=now) == timedelta():
        return problem(
            403, "two_factor_needed",
            _("Set up two-factor sign-in on the pages first; until then the token opens nothing."),
        )  # fmt: skip
    note_use(token=token, at=now)
    token.person = request.user = person
    request.token = token  # type: ignore[attr-defined]
    return None


def unknown() -> HttpResponse:
    """The same for each reason: missing, wrong, too old, revoked, or of somebody who has
    left or is an outside qualifier."""
    said = _("Send a valid token, as in “Authorization: Bearer lf_api_…”.")
    response = problem(401, "no_token", said)
    response["WWW-Authenticate"] = "Bearer"
    return response


def too_many(seconds: int) -> HttpResponse:
    said = _("%(most)s calls a minute is the most. Go on in %(seconds)s s.")
    said %= {"most": CALLS.most, "seconds": seconds}
    response = problem(429, "too_many", said)
    response["Retry-After"] = str(seconds)
    return response
