"""The rep's home: what is due, and the panel of the lead at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from followups.queue.blocks import running_block
from followups.queue.work import FAIR_PARTS, Show, counts_of, queue_page, woken_this_week
from followups.situation import Situation, situation_of
from followups.views.panel import Place, back, pane_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import QueueOrder, User
from leadfollow.people.operations import change_settings
from leads.models import Lead


def queue(request: SignedInRequest) -> HttpResponse:
    """The list beside the panel; htmx asks for the panel alone."""
    place, now = Place.of(request.GET), clock.now()
    rep = whose_queue(request.user, place)
    if rep is None:
        return render(request, "followups/queue_of_whom.html", {"reps": reps_of(request.user)})
    wanted = request.GET.get("lead", "")
    if request.htmx and request.htmx.target == "pane":
        context = pane_context(rep, place, reader=request.user, lead_id=wanted, now=now)
        return render(request, "followups/_queue_pane.html", context)
    context = work_context(rep, place, reader=request.user, lead_id=wanted, now=now)
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
        if not place.rep_id.isdecimal():
            raise Http404
        rep: User = get_object_or_404(reps_of(reader), pk=place.rep_id)
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


def work_context(
    rep: User, place: Place, *, reader: User, now: datetime, lead_id: str = ""
) -> dict[str, Any]:
    """Counts, rows and the panel, all as of one moment."""
    page = queue_page(rep, place.show, after=place.after, now=now)
    if not lead_id and page.rows:
        lead_id = str(page.rows[0].lead_id)
    followed_by = {str(row.lead_id): row.following for row in page.rows}
    at_hand = replace(place, following=str(followed_by.get(lead_id) or ""))
    counts = counts_of(rep, now=now)
    return {
        "counts": counts,
        "woken": woken_this_week(rep, now=now),
        "follow_up_block": block_of(rep, counts, place, now=now),
        "heads": heads(counts, place.elsewhere),
        "page": page,
        "rows": [(row, place.query(lead=row.lead_id, next=row.following)) for row in page.rows],
        "shown_of": getattr(counts, place.show.name.lower()),
        "selected": int(lead_id) if lead_id.isdecimal() else None,
        "orders": QueueOrder if place.show in FAIR_PARTS and reader == rep else (),
        **pane_context(rep, at_hand, reader=reader, lead_id=lead_id, now=now),
    }


def block_of(rep: User, counts: Any, place: Place, *, now: datetime) -> dict[str, Any] | None:
    """The follow-up block that runs: until when, what is left of it, and what to do in it."""
    running = running_block(rep, now=now)
    if running is None:
        return None
    return {
        "ends_at": running[1],
        "left": running[1] - now,
        "follow_ups": counts.follow_ups,
        "query": place.query(show=Show.FOLLOW_UPS, after=""),
    }


def heads(counts: Any, place: Place) -> list[dict[str, Any]]:
    """The counts of the head, each the way to its rows."""
    words = [
        (Show.OVERDUE, "overdue", "overdue"),
        (Show.TODAY, "today", "today"),
        (Show.NONE, "none", "no next step"),
        (Show.WEEK, "", "left until zero on Friday"),
    ]
    return [
        {
            "number": getattr(counts, show.name.lower()),
            "state": state,
            "text": text,
            "query": place.query(show=show, after=""),
            "current": place.show == show,
        }
        for show, state, text in words
    ]


def pane_context(
    rep: User, place: Place, *, reader: User, now: datetime, lead_id: str = ""
) -> dict[str, Any]:
    """The panel of one of the rep's leads; without forms for somebody who only reads."""
    situation = open_situation(rep, lead_id, now=now)
    context: dict[str, Any] = {
        "rep": rep,
        "place": place,
        "now": now,
        "working_time": rep.working_time,
        "situation": situation,
        "may_work": reader == rep,
    }
    if situation and situation.lead.is_open and reader == rep:
        context |= pane_of(situation, place=place)
    return context


def open_situation(rep: User, lead_id: str, *, now: datetime) -> Situation | None:
    """The chosen lead, if it is the rep's."""
    if not lead_id:
        return None
    try:
        return situation_of(int(lead_id), now=now, among=Lead.objects.on_the_plate_of(rep))
    except (ValueError, Lead.DoesNotExist):
        raise Http404 from None


def onward(
    request: SignedInRequest, place: Place, following: int | None, *, now: datetime
) -> HttpResponse:
    """The queue once more, with the lead that follows: what htmx puts in place of the work."""
    lead_id = str(following or "")
    context = work_context(request.user, place, reader=request.user, lead_id=lead_id, now=now)
    return render(request, "followups/_queue_answer.html", context)
