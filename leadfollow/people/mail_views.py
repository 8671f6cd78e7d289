"""How mail leaves: what is set, and a test."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leadfollow.http import SignedInRequest
from leadfollow.people import mail_check


def mail(request: SignedInRequest) -> HttpResponse:
    """For admins: server names are nobody else's."""
    if not request.user.is_admin:
        raise PermissionDenied
    page = {"settings": mail_check.what_is_set(), "leaves": mail_check.leaves_by_smtp()}
    page |= {"folder": mail_check.folder(), "lead_here": mail_check.mails_lead_here(request)}
    page |= {"lead_to": settings.SITE_URL, "here": mail_check.address_in_use(request)}
    return render(request, "people/mail.html", page)


@require_POST
def send_test(request: SignedInRequest) -> HttpResponse:
    """To oneself, at once and past the outbox: one waits for what the server says."""
    if not request.user.is_admin:
        raise PermissionDenied
    try:
        messages.success(request, mail_check.send_test(to=request.user))
    except mail_check.Trouble as trouble:
        messages.error(request, str(trouble))
    return redirect("people:mail")
