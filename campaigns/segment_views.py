"""The types of leads: read by everybody, set by managers and admins."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import segment_operations as operations
from campaigns.models import Segment
from campaigns.operations import Refusal
from campaigns.segment_form import SegmentForm
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User

UNPROCESSABLE = 422


def may_edit(user: User) -> bool:
    return user.is_manager or user.is_admin


def segments(request: SignedInRequest) -> HttpResponse:
    """Each type of lead with its limits; at the end those that are retired."""
    known = list(Segment.objects.all())
    page = {
        "segments": [segment for segment in known if segment.retired_at is None],
        "retired": [segment for segment in known if segment.retired_at],
        "may_edit": may_edit(request.user),
    }
    return render(request, "campaigns/segments.html", page)


def new_segment(request: SignedInRequest) -> HttpResponse:
    """One more."""
    return segment_page(request)


def edit_segment(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """Its name and its limits."""
    return segment_page(request, editable(request, segment_id))


@require_http_methods(["GET", "POST"])
def segment_page(request: SignedInRequest, segment: Segment | None = None) -> HttpResponse:
    if not may_edit(request.user):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SegmentForm(data, segment=segment or Segment())
    if form.is_valid() and (saved := saved_segment(form, segment, by=request.user)):
        messages.success(request, _("“%(segment)s” is saved.") % {"segment": saved})
        return redirect("campaigns:segments")
    page = {"segment": segment, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "campaigns/edit_segment.html", page, status=status)


def saved_segment(form: SegmentForm, segment: Segment | None, *, by: User) -> Segment | None:
    """As it is now; none where that cannot be, and the form says why."""
    said, at = form.cleaned_data, clock.now()
    try:
        if segment is None:
            return operations.add_segment(said=said, by=by, at=at)
        return operations.edit_segment(segment=segment, said=said, by=by, at=at)
    except operations.BadSegment as refusal:
        form.add_error(refusal.field, str(refusal))
        return None


@require_POST
def retire_segment(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """Offer it for no new campaign."""
    segment = editable(request, segment_id)
    try:
        operations.retire_segment(segment=segment, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("“%(segment)s” is retired: no new campaign has it, those that have it keep it.")
        messages.success(request, told % {"segment": segment})
    return redirect("campaigns:segments")


@require_POST
def bring_back_segment(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """Offer it again."""
    segment = editable(request, segment_id)
    operations.bring_back_segment(segment=segment, by=request.user, at=clock.now())
    messages.success(request, _("“%(segment)s” is offered again.") % {"segment": segment})
    return redirect("campaigns:segments")


def editable(request: SignedInRequest, segment_id: int) -> Segment:
    if not may_edit(request.user):
        raise Http404
    return get_object_or_404(Segment, pk=segment_id)
