"""Somebody's leaving."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from followups import operations
from followups.leaving_form import LeavingForm
from followups.operations.leaving import belongings_of
from followups.views.accounts import answered_for
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.operations import Refusal as PeopleRefusal

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
            operations.deactivate_user(user=leaver, to=form.receivers, by=request.user, at=now)
        except (operations.Refusal, PeopleRefusal) as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            said = _("%(leaver)s is switched off.") % {"leaver": leaver}
            if his:
                went = {"done": said, "belongings": str(his).capitalize()}
                said = _("%(done)s %(belongings)s handed over.") % went
            messages.success(request, said)
            return redirect("followups:people")
    page = {"leaver": leaver, "his": his, "form": form}
    return render(request, "followups/leaving.html", page, status=status)
