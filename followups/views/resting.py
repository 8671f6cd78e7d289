"""A lead into a bucket, without a touch, and out of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.buckets.form import BucketForm
from followups.models import Enrolment
from followups.situation import situation_of
from followups.views.lead import CONFLICT, lead_page, taken_back, workable
from followups.views.panel import back, onward_in_play, say
from followups.wording import rests_in_words
from leadfollow import clock
from leadfollow.http import SignedInRequest


@require_POST
def send_to_bucket(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Let it wait in a bucket, without a touch."""
    its, now = workable(request, lead_id), clock.now()
    form = BucketForm(request.POST, situation=situation_of(lead_id, now=now))
    if not form.is_valid():
        return lead_page(request, lead_id, status=422, bucket_form=form)
    try:
        rests = operations.send_to_bucket(lead=its, by=request.user, at=now, **form.wait)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return lead_page(request, lead_id, status=CONFLICT, bucket_form=form)
    say(request, f"{its} {rests_in_words(rests)}.", undo=rests)
    return onward_in_play(request, lead_id, now=now)


@require_POST
def wake_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Take it out of its bucket, back to work."""
    its = workable(request, lead_id)
    try:
        operations.wake_lead(lead=its, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, _("%(its)s is awake: its next step is on top.") % {"its": its})
    return back(request, lead_id)


@require_POST
def undo_rest(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Take back that one let it wait: its cadence goes on as before."""
    its = workable(request, lead_id)
    if Enrolment.objects.in_buckets().filter(lead=its).exclude(begun_by=request.user).exists():
        raise Http404
    return taken_back(request, its, operations.undo_rest)
