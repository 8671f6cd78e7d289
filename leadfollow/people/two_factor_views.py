"""Two-factor sign-in on one's own settings, and an admin's way out for somebody else."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.totp.internal.flows import activate_totp, deactivate_totp
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leadfollow.people.operations import Refusal
from leadfollow.people.operations.two_factor import (
    make_recovery_codes,
    reset_two_factor,
    two_factor_is_off,
    two_factor_is_on,
)
from leadfollow.people.session_views import stay_signed_in


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Once: no address shows them again. Nobody is asked any more for what is there now."""
    request.two_factor_days = None  # type: ignore[attr-defined]
    return render(request, "people/recovery_codes.html", {"codes": codes})


class SwitchOn(ActivateTOTPView):
    """A picture for the app, its first code, and then the recovery codes."""

    def form_valid(self, form: Any) -> HttpResponse:
        activate_totp(self.request, form)
        codes = two_factor_is_on(user=self.request.user, at=clock.now())
        stay_signed_in(self.request)
        return show_codes(self.request, codes)


class SwitchOff(DeactivateTOTPView):
    """After the password, or a code, again."""

    def form_valid(self, form: Any) -> HttpResponse:
        deactivate_totp(self.request, self.authenticator)
        two_factor_is_off(user=self.request.user, at=clock.now())
        stay_signed_in(self.request)
        return own_settings(self.request)


def own_settings(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('people:profile')}#two-factor")


@reauthentication_required(app="allauth.mfa")
def new_codes(request: SignedInRequest) -> HttpResponse:
    """What new codes do, and then they are there."""
    if request.method != "POST":
        return render(request, "people/new_recovery_codes.html")
    try:
        codes = make_recovery_codes(user=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return own_settings(request)
    return show_codes(request, codes)


@require_POST
@reauthentication_required
def reset(request: SignedInRequest, user_id: int) -> HttpResponse:
    """For somebody who lost his telephone, and his codes."""
    if not request.user.is_admin:
        raise Http404
    person = get_object_or_404(User, pk=user_id)
    try:
        reset_two_factor(user=person, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(person)s signs in by the password alone, and is signed out everywhere.")
        messages.success(request, said % {"person": person})
    return redirect("followups:person", person.pk)
