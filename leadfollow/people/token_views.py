"""Tokens: seen, made and revoked by those whose they are, and by admins."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people import operations
from leadfollow.people.models import Token
from leadfollow.people.token_form import TokenForm

UNPROCESSABLE = 422
SHOWN = 200  # as many as anybody reads


def tokens(request: SignedInRequest) -> HttpResponse:
    """Those that open something, and those that did: one's own; an admin everybody's."""
    mine = Token.objects.managed_by(request.user).select_related("person", "made_by", "revoked_by")
    now = clock.now()
    found = list(mine[:SHOWN])
    context = {
        "valid": [token for token in found if not token.revoked_at and token.expires_at > now],
        "dead": [token for token in found if token.revoked_at or token.expires_at <= now],
    }
    return render(request, "people/tokens.html", context)


@reauthentication_required
@require_http_methods(["GET", "POST"])
def new_token(request: SignedInRequest) -> HttpResponse:
    """One more; its text stands on the answer, and never again."""
    now = clock.now()
    form = TokenForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            token, text = operations.make_token(by=request.user, at=now, **form.facts(at=now))
            return render(request, "people/token.html", {"token": token, "text": text})
        except operations.BadToken as refusal:
            form.add_error(None, str(refusal))
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/new_token.html", {"form": form}, status=status)


@require_POST
def revoke_token(request: SignedInRequest, token_id: int) -> HttpResponse:
    """It opens nothing any more."""
    mine = Token.objects.managed_by(request.user).select_related("person")
    token = get_object_or_404(mine, pk=token_id)
    operations.revoke_token(token=token, by=request.user, at=clock.now())
    messages.success(request, _("“%(token)s” opens nothing any more.") % {"token": token})
    return redirect("people:tokens")
