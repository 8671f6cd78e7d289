"""The buckets: read by everybody, set by managers and admins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.buckets.settings import AddBucketForm, EditBucketForm, bucket_rows, may_edit
from followups.models import Bucket
from leadfollow import clock
from leadfollow.http import SignedInRequest


def buckets(
    request: SignedInRequest, *, add_form: AddBucketForm | None = None, status: int = 200
) -> HttpResponse:
    """Why leads wait, how many do, and what is said when they wake."""
    context: dict[str, Any] = {
        "rows": bucket_rows(request.user, now=clock.now()),
        "may_edit": may_edit(request.user),
        "add_form": add_form or AddBucketForm(),
    }
    return render(request, "followups/buckets.html", context, status=status)


def editable(request: SignedInRequest, bucket_id: int) -> Bucket:
    if not may_edit(request.user):
        raise Http404
    return get_object_or_404(Bucket, pk=bucket_id)


@require_POST
def add_bucket(request: SignedInRequest) -> HttpResponse:
    """A further bucket."""
    if not may_edit(request.user):
        raise Http404
    form = AddBucketForm(request.POST)
    if not form.is_valid():
        return buckets(request, add_form=form, status=422)
    try:
        added = operations.add_bucket(by=request.user, at=clock.now(), **form.cleaned_data)
    except operations.Refusal as refusal:
        form.add_error("name", str(refusal))
        return buckets(request, add_form=form, status=409)
    messages.success(
        request,
        _("“%(added)s” is there. It begins with the steps of another one.") % {"added": added},
    )
    return redirect("followups:buckets")


def edit_bucket(request: SignedInRequest, bucket_id: int) -> HttpResponse:
    """Its name, its months, its owner."""
    bucket = editable(request, bucket_id)
    form, status = EditBucketForm(request.POST or None, bucket=bucket), 200
    if form.is_valid():
        try:
            operations.edit_bucket(
                bucket=bucket, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except operations.Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("“%(bucket)s” is changed.") % {"bucket": bucket})
            return redirect("followups:buckets")
    if form.errors:
        status = 422
    context = {"bucket": bucket, "form": form}
    return render(request, "followups/edit_bucket.html", context, status=status)


@require_POST
def move_bucket_up(request: SignedInRequest, bucket_id: int) -> HttpResponse:
    """One place further to the front."""
    bucket = editable(request, bucket_id)
    operations.move_bucket_up(bucket=bucket, by=request.user, at=clock.now())
    return redirect("followups:buckets")


@require_POST
def switch_bucket(request: SignedInRequest, bucket_id: int) -> HttpResponse:
    """Offer it, or no more."""
    bucket, on = editable(request, bucket_id), request.POST.get("on") == "1"
    try:
        operations.switch_bucket(bucket=bucket, on=on, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if on:
            said = _("“%(bucket)s” is offered again.")
        else:
            said = _("“%(bucket)s” is switched off: nobody is sent there any more.")
        messages.success(request, said % {"bucket": bucket})
    return redirect("followups:buckets")
