"""Ending mails from a mail, by whoever holds its link; a look at the link ends nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from followups.notices.choosing import mailing_named, no_more_mail, unsubscribing
from leadfollow import clock
from leadfollow.people.models import User


@csrf_exempt  # mail programs post by themselves (RFC 8058); the signature says who may
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, signed: str) -> HttpResponse:
    """A button, and what it does: signed out, at once, as often as one likes."""
    try:
        person, what = unsubscribing(signed)
    except (BadSignature, User.DoesNotExist, ValueError) as wrong:
        raise Http404 from wrong
    if request.method == "POST":
        no_more_mail(person=person, what=what, at=clock.now())
    context = {
        "email": person.email,
        "mailing": mailing_named(what),
        "is_done": request.method == "POST",
    }
    return render(request, "followups/unsubscribe.html", context)
