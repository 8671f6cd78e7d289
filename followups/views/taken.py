"""What a person sees of a lead that a colleague took, or was quicker with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from followups.models import Touch
from followups.panel.typed_text import typed_text
from followups.panel.unplanned_form import UnplannedForm
from followups.queue.taken import Taken, taken_from
from followups.views.panel import Place
from leadfollow import clock
from leadfollow.http import SignedInRequest

CONFLICT = 409
View = Callable[..., HttpResponse]


def tells_who_took_it(view: View) -> View:
    """A view of one touch: where it is out of reach by now, it says who has it, with the text."""

    @wraps(view)
    def of_touch(request: SignedInRequest, touch_id: int) -> HttpResponse:
        try:
            return view(request, touch_id)
        except Http404:
            touch = Touch.objects.filter(pk=touch_id).first()
            if touch is None:
                raise
            taken = taken_from(request.user, touch.lead_id, now=clock.now())
            if taken is None:
                raise
            return taken_answer(request, taken, touch)

    return of_touch


def taken_answer(
    request: SignedInRequest,
    taken: Taken,
    touch: Touch,
    *,
    beside: UnplannedForm | None = None,
    refusal: str = "",
    status: int = CONFLICT,
) -> HttpResponse:
    """The pane, and the row greyed; without htmx a page with the pane alone.

    `beside` is what was typed, as a touch of its own, where he may still write; `refusal` says
    more than who was quicker.
    """
    context = taken_context(taken, Place.of(request.GET), step_id=str(touch.pk)) | {
        "note": "" if beside else typed_text(request.POST, touch),
        "beside": beside,
        "refusal": refusal,
    }
    htmx = bool(request.htmx)
    template = "followups/_queue_taken_answer.html" if htmx else "followups/log_touch.html"
    response = render(
        request, template, context, status=status if request.method == "POST" else 200
    )
    response["HX-Retarget"], response["HX-Reswap"] = "#pane", "outerHTML"
    return response


def taken_context(taken: Taken, place: Place, *, step_id: str = "") -> dict[str, Any]:
    """Who has it, and the way onward; what was typed before fills the form of the step."""
    onward = place.one_further.elsewhere.query(lead=place.following)
    return {"taken": taken, "step_id": step_id, "place": place, "onward": onward}
