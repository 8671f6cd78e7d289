"""An admin asks people in; whoever has the link comes."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people import operations
from leadfollow.people.joining_form import JoiningForm
from leadfollow.people.mail_check import leaves_by_smtp
from leadfollow.people.models import Invitation
from leadfollow.people.operations import Refusal
from leadfollow.people.operations.inviting import path_of
from leadfollow.people.roles_form import InvitationForm

UNPROCESSABLE, GONE = 422, 410


def inviters_only(request: SignedInRequest) -> None:
    if request.user.invites_into == []:
        raise Http404


@require_http_methods(["GET", "POST"])
@reauthentication_required
def invite(request: SignedInRequest) -> HttpResponse:
    """Whom, as what, in which team."""
    inviters_only(request)
    form = InvitationForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        asked = form.by_column
        try:
            made = operations.invite(
                email=asked.pop("email"), asked=asked, by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": made} + by_hand())
            return redirect("people:invitation", made.pk)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/invite.html", {"form": form}, status=status)


def by_hand() -> str:
    """What is left to do where no mail carries the link."""
    if leaves_by_smtp():
        return ""
    return " " + _("No mail is set up here: copy the link and give it to them yourself.")


def invitation(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """The link to copy while it is good, and what to do with it."""
    asked = Invitation.objects.in_reach_of(request.user).waiting().select_related("by", "team")
    this = get_object_or_404(asked, pk=invitation_id)
    is_good = not this.why_dead(this.token, now := clock.now())
    link = request.build_absolute_uri(path_of(this))
    page = {"invitation": this, "link": link, "is_good": is_good, "now": now}
    return render(request, "people/invitation.html", page | {"leaves": leaves_by_smtp()})


@require_POST
@reauthentication_required
def resend(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """A new link for 7 days."""
    this = get_object_or_404(Invitation.objects.in_reach_of(request.user), pk=invitation_id)
    try:
        operations.resend_invitation(invitation=this, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:people") if this.accepted_at else again(this)
    messages.success(request, _("There is a new link for 7 days; the one before is dead."))
    return again(this)


def again(invitation: Invitation) -> HttpResponse:
    return redirect("people:invitation", invitation.pk)


@require_POST
def revoke(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """The link is dead."""
    this = get_object_or_404(Invitation.objects.in_reach_of(request.user), pk=invitation_id)
    try:
        operations.revoke_invitation(invitation=this, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("The invitation of %(this)s is taken back: its link is dead.") % {"this": this},
        )
    return redirect("followups:people")


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password; then he is in, at home."""
    asked, now = Invitation.objects.by_token(token), clock.now()
    why = (
        asked.why_dead(token, now) if asked else _("This link is not whole. Copy all of it again.")
    )
    if asked is None or why:
        return render(request, "people/dead_link.html", {"why": why}, status=GONE)
    form = JoiningForm(request.POST if request.method == "POST" else None, invitation=asked)
    if form.is_valid():
        try:
            user = operations.accept_invitation(
                invitation=asked, token=token, at=now, **form.cleaned_data
            )
        except Refusal as refusal:
            return render(request, "people/dead_link.html", {"why": str(refusal)}, status=GONE)
        request.session.flush()  # whoever was signed in here before is not any more
        return perform_login(request, user, email=user.email)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/join.html", {"form": form, "invitation": asked}, status=status)
