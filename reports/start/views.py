"""The pages of a first start: for nobody once somebody works here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.founding import SetUpAlready, change_organisation
from leadfollow.people.models import User, current
from leadfollow.people.operations import Refusal
from leadfollow.people.start_code import new_key, opens
from reports.demo.cast import ACCOUNTS
from reports.models import DemonstrationWanted
from reports.start.first_steps import first_steps_of
from reports.start.forms import CodeForm, DemonstrationForm, OwnForm
from reports.start.loading import ask_for_demonstration
from reports.start.removing import remove_demonstration, what_goes
from reports.start.setting_up import set_up

LOOK_AGAIN = 3  # seconds
Page = Callable[[HttpRequest], HttpResponse]


def at_first_start(page: Page) -> Page:
    """Signed out, and only while nobody works here."""

    @login_not_required
    @never_cache
    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        if not User.objects.exists():
            return page(request)
        if "waited" in request.GET and current().is_demonstration:
            messages.success(
                request,
                _("It is loaded. Sign in, as %(addresses)s for all of it.")
                % {"addresses": addresses()[-1]},
            )
        return redirect("account_login")

    return view


def with_key(page: Page) -> Page:
    """For whoever typed the code within the hour."""

    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        if opens(request.POST.get("key") or request.GET.get("key") or ""):
            return page(request)
        messages.error(request, _("The hour for this page is over. Type the start code again."))
        return redirect("reports:start")

    return view


@at_first_start
def start(request: HttpRequest) -> HttpResponse:
    """Asks for the code; while demonstration data are loaded, says so and looks again. Where they
    are late, one may begin again."""
    is_late = DemonstrationWanted.objects.late(clock.now()).exists()
    is_again = is_late and "again" in request.GET
    if DemonstrationWanted.objects.filter(trouble="").exists() and not is_again:
        waiting = {"accounts": addresses(), "is_late": is_late}
        answer = render(request, "start/waiting.html", waiting)
        answer["Refresh"] = f"{LOOK_AGAIN}; url={request.path}?waited"
        return answer
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        return redirect(f"{reverse('reports:start_choice')}?{urlencode({'key': new_key()})}")
    page = {"form": form, "trouble": DemonstrationWanted.objects.exclude(trouble="").first()}
    return render(request, "start/code.html", page, status=422 if form.errors else 200)


@at_first_start
@with_key
def choice(request: HttpRequest) -> HttpResponse:
    """Demonstration data, or our own."""
    form = DemonstrationForm(request.POST or None)
    if form.is_valid():
        ask_for_demonstration(password=form.cleaned_data["demo_password"], at=clock.now())
        return redirect("reports:start")
    page = {"form": form, "key": request.POST.get("key") or request.GET.get("key")}
    return render(request, "start/choice.html", page, status=422 if form.errors else 200)


@at_first_start
@with_key
def own(request: HttpRequest) -> HttpResponse:
    """Our own: the organisation, the first admin, who signs in at once, and the first team."""
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OwnForm(*data, now=current())
    if form.is_valid():
        try:
            first = set_up(form=form, at=clock.now())
        except SetUpAlready as refusal:
            messages.error(request, str(refusal))
            return redirect("account_login")
        begun = reverse("reports:first_steps")
        return perform_login(request, first, email=first.email, redirect_url=begun)
    page = {"form": form, "key": request.POST.get("key") or request.GET.get("key")}
    return render(request, "start/own.html", page, status=422 if form.is_bound else 200)


def addresses() -> list[str]:
    return [f"{name}@example.com" for name in ACCOUNTS]


def first_steps(request: SignedInRequest) -> HttpResponse:
    """What an admin does first, each step ticked by what is there."""
    if not request.user.is_admin:
        raise PermissionDenied
    steps = first_steps_of(request.user, request, at=clock.now())
    page = {"steps": steps, "shown": current().shows_first_steps}
    return render(request, "start/first_steps.html", page)


@require_POST
def put_away_first_steps(request: SignedInRequest) -> HttpResponse:
    """Admins begin where they begin otherwise; the list stays among the settings."""
    if not request.user.is_admin:
        raise PermissionDenied
    change_organisation(changes={"shows_first_steps": False}, by=request.user, at=clock.now())
    messages.success(request, _("The first steps are put away. They stay among the settings."))
    return redirect("people:home")


def removed(request: SignedInRequest) -> HttpResponse:
    """Remove it, sign everybody out, and go on to our own without asking for the code again."""
    try:
        remove_demonstration()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:demonstration")
    request.session.flush()
    return redirect(f"{reverse('reports:start_own')}?{urlencode({'key': new_key()})}")


def demonstration(request: SignedInRequest) -> HttpResponse:
    """What goes with the demonstration data; one tick and one button remove it."""
    if not (request.user.is_admin and current().is_demonstration):
        raise Http404
    is_asked = request.method == "POST"
    if is_asked and request.POST.get("sure") == "on":
        return removed(request)
    page = {"goes": what_goes(), "not_ticked": is_asked}
    return render(request, "start/demonstration.html", page, status=422 if is_asked else 200)
