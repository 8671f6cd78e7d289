"""Somebody's leaving."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from followups import operations
from followups.leaving_form import LeavingForm
from followups.operations.leaving import Belongings, belongings_of
from followups.views.accounts import answered_for
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leadfollow.people.operations import Refusal as PeopleRefusal
from leadfollow.words import number

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "POST"])
@reauthentication_required
def leaving(request: SignedInRequest, user_id: int) -> HttpResponse:
    """What is his, who takes it, and the switch: an admin's."""
    if not request.user.is_admin:
        raise Http404
    leaver = get_object_or_404(answered_for(request.user).select_related("team"), pk=user_id)
    now = clock.now()
    his = belongings_of(leaver, at=now)
    form = LeavingForm(request.POST if request.method == "POST" else None,
                       leaver=leaver, his=his, by=request.user)  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            his = operations.deactivate_user(
                user=leaver, to=form.receivers, by=request.user, at=now
            )
        except (operations.Refusal, PeopleRefusal) as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, said_of(leaver, his))
            return redirect("followups:people")
    page = {"leaver": leaver, "his": his, "form": form}
    return render(request, "followups/leaving.html", page, status=status)


def said_of(leaver: User, his: Belongings) -> str:
    """What went, and what went to nobody."""
    said = [_("%(leaver)s is switched off.") % {"leaver": leaver}]
    if his:
        said.append(_("%(belongings)s handed over.") % {"belongings": str(his).capitalize()})
    if his.waiting:
        waiting = ngettext(
            "%(number)s lead waits in the inbox now.",
            "%(number)s leads wait in the inbox now.",
            his.waiting,
        )
        said.append(waiting % {"number": number(his.waiting)})
    return " ".join(said)
