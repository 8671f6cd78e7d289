"""What holds for every page of somebody who signed in."""

import zoneinfo
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from leadfollow import clock
from leadfollow.people.models.organisation import from_column, known
from leadfollow.people.operations.two_factor import ask_for_two_factor
from leadfollow.people.outside import OUTSIDE
from leadfollow.people.session_times import note_use, why_over
from leadfollow.people.two_factor import days_of, time_left

Answer = Callable[[HttpRequest], HttpResponse]


def at_a_stand(answer: Answer) -> Answer:
    """What devices capture by is nobody's page, also on a computer where somebody is signed in: its
    session is not looked at there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/capture/"):
            request.user = AnonymousUser()
        return answer(request)

    return middleware


def never_stored(answer: Answer) -> Answer:
    """Keep signed-in pages out of every cache, so that Back after signing out shows nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def in_its_time(answer: Answer) -> Answer:
    """End a session that was unused for long, or began long ago; note that one is used. Who came
    in by a token has none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user, now = request.user, clock.now()
        if user.is_authenticated and not hasattr(request, "token"):
            if why := why_over(request.session, user, at=now):
                logout(request)
                messages.info(request, why)
            else:
                note_use(request.session, at=now)
        return answer(request)

    return middleware


def in_the_organisation(answer: Answer) -> Answer:
    """Let everything know where it is, and dates be said as they are said there. It came with the
    person; where nobody signed in it is asked for only if something needs it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        found = from_column(user.works_for) if hasattr(user, "works_for") else None
        with known(found):
            return answer(request)

    return middleware


def in_own_time_zone(answer: Answer) -> Answer:
    """Show every moment in the zone of the person who looks at it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        zone: zoneinfo.ZoneInfo | None = getattr(request.user, "time_zone", None)
        with timezone.override(zone):
            return answer(request)

    return middleware


def by_two_factors(answer: Answer) -> Answer:
    """Tell whoever needs a second factor how long he has; then let him do nothing before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user, now = request.user, clock.now()
        left = time_left(user, at=now) if user.is_authenticated else None
        if left is None or not user.is_authenticated or hasattr(request, "token"):
            return answer(request)
        if user.two_factor_asked_at is None:
            ask_for_two_factor(user, at=now)
        request.two_factor_days = days_of(left)  # type: ignore[attr-defined]
        if left or request.path.startswith("/accounts/"):
            return answer(request)
        address = reverse("mfa_activate_totp")
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(address)
        return redirect(address)

    return middleware


class WithinReach:
    """Whoever helps from outside finds nothing but what is his: every other page is not there.

    What nobody need sign in for is open to him as to anybody.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], *_arguments: object
    ) -> None:
        user, found = request.user, request.resolver_match
        if not (user.is_authenticated and user.is_qualifier) or found is None:
            return
        if getattr(view, "login_required", True) and found.view_name not in OUTSIDE:
            raise Http404


def standing_in(answer: Answer) -> Answer:
    """Tell a rep whose leads he may work today besides his own: those of whom he deputises."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.is_rep and user.is_deputy:
            user.stand_in_at(clock.now())
        return answer(request)

    return middleware
