"""What a person is told, on the page."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from followups import operations
from followups.models import Notice
from followups.notices.gathering import Gathered
from followups.notices.listing import notice_list
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in


def notices(request: SignedInRequest) -> HttpResponse:
    """What is new; with `show=all` all of it."""
    listed = notice_list(request.GET, person=request.user)
    return render(request, "followups/notices.html", {"list": listed})


@require_POST
def read_one(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """One notice is read."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=notice_id)
    operations.read_notice(notice=notice, at=clock.now())
    return onward(request)


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """All are read that were there when the page was made, or those of one line."""
    until, name = request.POST.get("until", ""), request.POST.get("gathered", "")
    gathered = Gathered.named(name)
    last = id_in(until)
    if last is not None and bool(gathered) == bool(name):
        by, now = request.user, clock.now()
        operations.read_notices(by=by, until=last, at=now, gathered=gathered)
    return onward(request)


def onward(request: SignedInRequest) -> HttpResponse:
    """The list as it is now, in the part of it from which the form was sent."""
    if request.htmx:
        listed = notice_list(request.GET, person=request.user)
        return render(request, "followups/_notices_read.html", {"list": listed})
    part = QueryDict(mutable=True)
    part.update({name: request.GET[name] for name in ("show", "after") if name in request.GET})
    return redirect(f"{reverse('followups:notices')}{'?' if part else ''}{part.urlencode()}")
