"""A lead's ticks, its conversion, and by when they want it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.panel.tick_form import ConvertForm, TicksForm, TimeframeForm
from followups.policy import BUYING_DAYS
from followups.views.lead import CONFLICT, closable, lead_page, workable
from followups.views.panel import back, say
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.words import day_in_full

UNPROCESSABLE = 422


@require_POST
def qualify(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Save the ticks; with `convert`, find the lead qualified as well."""
    its, at = closable(request, lead_id), clock.now()
    ticks, convert = TicksForm(request.POST, lead=its), ConvertForm(request.POST, lead=its)
    forms = {"ticks_form": ticks, "convert_form": convert}
    if not (ticks.is_valid() and convert.is_valid()):
        return lead_page(request, lead_id, status=UNPROCESSABLE, **forms)
    try:
        operations.tick_criteria(lead=its, ticks=ticks.ticks, by=request.user, at=at)
        if "convert" in request.POST:
            typed = convert.cleaned_data
            verdict = operations.convert_lead(lead=its, by=request.user, at=at, **typed)
            say(
                request,
                _("%(its)s is qualified. It stays open until it is won.") % {"its": its},
                undo=verdict,
            )
        else:
            say(request, _("Saved what we know of %(its)s.") % {"its": its})
    except operations.Refusal as refusal:
        convert.add_error(None, str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, **forms)
    return back(request, lead_id)


@require_POST
def plan_by_timeframe(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """They said by when they want it: now to the cadence, later to the bucket."""
    its = workable(request, lead_id)
    form = TimeframeForm(request.POST)
    if not form.is_valid():
        return lead_page(request, lead_id, status=UNPROCESSABLE, timeframe_form=form)
    wanted_on = form.cleaned_data["wanted_on"]
    try:
        wake_on = operations.plan_by_timeframe(
            lead=its, wanted_on=wanted_on, by=request.user, at=clock.now()
        )
    except operations.Refusal as refusal:
        form.add_error("wanted_on", str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, timeframe_form=form)
    if wake_on:
        say(
            request,
            _("%(its)s rests until %(day)s, %(number)s days before.")
            % {"its": its, "day": day_in_full(wake_on), "number": BUYING_DAYS},
        )
    else:
        say(request, _("%(its)s decides soon: it is worked now.") % {"its": its})
    return back(request, lead_id)
