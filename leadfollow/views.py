"""Alive; and the pages for what went wrong."""

from allauth.account import views as account
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views import defaults


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """The web process answers."""
    return JsonResponse({"ok": True})


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The door; where nobody works here yet, the page on which somebody begins."""
    if request.method == "GET" and not get_user_model().objects.exists():
        return redirect("reports:start")
    return account.login(request)


@login_not_required
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say so, and how to go on."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


@login_not_required
def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person."""
    return defaults.permission_denied(request, exception, template_name="403.html")


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing that this person may see."""
    return defaults.page_not_found(request, exception, template_name="404.html")


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return defaults.server_error(request, template_name="500.html")
