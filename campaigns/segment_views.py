"""The types of leads: read by everybody, set by managers and admins."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from campaigns import operations
from campaigns.models import Segment
from campaigns.segment_form import SegmentForm
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User


def may_edit(user: User) -> bool:
    return user.is_manager or user.is_admin


def segments(request: SignedInRequest) -> HttpResponse:
    """Each type of lead with its limits."""
    page = {"segments": Segment.objects.all(), "may_edit": may_edit(request.user)}
    return render(request, "campaigns/segments.html", page)


def edit_segment(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """Its name and its limits."""
    if not may_edit(request.user):
        raise Http404
    segment = get_object_or_404(Segment, pk=segment_id)
    form, status = SegmentForm(request.POST or None, segment=segment), 200
    if form.is_valid():
        try:
            edited = operations.edit_segment(
                segment=segment, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except operations.BadSegment as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"“{edited}” is changed.")
            return redirect("campaigns:segments")
    if form.errors:
        status = 422
    page = {"segment": segment, "form": form}
    return render(request, "campaigns/edit_segment.html", page, status=status)
