"""The rep's home: what is due, and the panel of the lead at hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from followups.views.panel import Place, back
from followups.views.work import pane_context, rows_context, work_context
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leadfollow.people.models import QueueOrder, User
from leadfollow.people.operations import change_settings
from leadfollow.standing import show_standing_line

WANTED = ("lead_id", "step_id")


def queue(request: SignedInRequest) -> HttpResponse:
    """The list beside the panel; htmx asks for the panel alone."""
    place, now = Place.of(request.GET), clock.now()
    rep = whose_queue(request.user, place)
    if rep is None:
        return render(request, "followups/queue_of_whom.html", {"reps": reps_of(request.user)})
    wanted = {name: request.GET.get(name.removesuffix("_id"), "") for name in WANTED}
    if request.htmx and request.htmx.target == "pane":
        context = pane_context(rep, place, reader=request.user, now=now, **wanted)
        pane = "_queue_taken_answer.html" if "taken" in context else "_queue_pane.html"
        return render(request, f"followups/{pane}", context)
    if request.htmx and request.htmx.target == "more":
        context = rows_context(rep, place, now=now)
        return render(request, "followups/_queue_rows.html", context)
    context = work_context(rep, place, reader=request.user, now=now, **wanted)
    show_standing_line(request)
    return render(request, "followups/queue.html", context)


@require_POST
def order_queue(request: SignedInRequest) -> HttpResponse:
    """In which order one's own queue stands from now on."""
    order = request.POST.get("order")
    if order in QueueOrder.values:
        changes = {"queue_order": order}
        change_settings(user=request.user, changes=changes, by=request.user, at=clock.now())
    return back(request)


def whose_queue(reader: User, place: Place) -> User | None:
    """The reader's own, or one of his reps'; None where he has to choose whose."""
    if place.rep_id and place.rep_id != str(reader.pk):
        rep: User = get_object_or_404(reps_of(reader), pk=id_in(place.rep_id))
        rep.stand_in_at(clock.now())
        return rep
    if reader.is_rep:
        return reader
    if reader.is_manager or reader.is_admin:
        return None
    raise Http404


def reps_of(reader: User) -> Any:
    """Whose queues this person may read: a manager his teams' reps', an admin all."""
    reps = User.objects.active().reps().select_related("team").order_by("team__name", "name")
    reps = reps.with_absence(clock.now())
    if reader.is_admin:
        return reps
    return reps.led_by(reader) if reader.is_manager else reps.none()


def onward(
    request: SignedInRequest, place: Place, following: int | None, *, now: datetime
) -> HttpResponse:
    """The queue once more, with the lead that follows: what htmx puts in place of the work."""
    lead_id = str(following or "")
    context = work_context(request.user, place, reader=request.user, lead_id=lead_id, now=now)
    response = render(request, "followups/_queue_answer.html", context)
    response["HX-Replace-Url"] = f"{reverse('followups:queue')}?{place.query(lead=lead_id)}"
    return response
