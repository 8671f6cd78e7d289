"""Holidays: read by everybody; an admin writes all, a manager those of his teams."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people import operations
from leadfollow.people.holidays import (
    HolidayForm,
    coming,
    days_ahead,
    editable_by,
    lacks_region,
    may_edit,
)
from leadfollow.people.models import Holiday, current

UNPROCESSABLE = 422


def holidays(
    request: SignedInRequest, *, form: HolidayForm | None = None, status: int = 200
) -> HttpResponse:
    """This year's and the next's: what is coming, and folded what is over."""
    user, now = request.user, clock.now()
    retired = editable_by(user).filter(retired_at__isnull=False).select_related("team")
    rows, over = coming(days_ahead(user, now=now), clock.today(user.time_zone, now))
    page = {
        "rows": rows,
        "over": over,
        "has_country": bool(current().country),
        "may_choose_region": user.is_admin and lacks_region(),
        "retired": retired,
        "form": (form or HolidayForm(by=user)) if may_edit(user) else None,
    }
    return render(request, "people/holidays.html", page, status=status)


@require_POST
def add_holiday(request: SignedInRequest) -> HttpResponse:
    """One more."""
    if not may_edit(request.user):
        raise Http404
    form = HolidayForm(request.POST, by=request.user)
    if not form.is_valid():
        return holidays(request, form=form, status=UNPROCESSABLE)
    try:
        added = operations.add_holiday(by=request.user, at=clock.now(), **form.cleaned_data)
    except operations.Refusal as refusal:
        form.add_error("day", str(refusal))
        return holidays(request, form=form, status=UNPROCESSABLE)
    messages.success(request, _("“%(day)s” is on the list.") % {"day": added})
    return redirect("people:holidays")


def edit_holiday(request: SignedInRequest, holiday_id: int) -> HttpResponse:
    """Its day, its name, whose it is."""
    holiday = editable(request, holiday_id)
    form = HolidayForm(request.POST or None, by=request.user, holiday=holiday)
    if form.is_valid():
        try:
            operations.edit_holiday(
                holiday=holiday, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except operations.Refusal as refusal:
            form.add_error("day", str(refusal))
        else:
            messages.success(request, _("It is changed."))
            return redirect("people:holidays")
    page = {"form": form, "holiday": holiday}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "people/edit_holiday.html", page, status=status)


@require_POST
def retire_holiday(request: SignedInRequest, holiday_id: int) -> HttpResponse:
    """A day like any other again."""
    holiday = editable(request, holiday_id)
    operations.retire_holiday(holiday=holiday, by=request.user, at=clock.now())
    messages.success(request, _("“%(day)s” holds no more.") % {"day": holiday})
    return redirect("people:holidays")


@require_POST
def bring_back_holiday(request: SignedInRequest, holiday_id: int) -> HttpResponse:
    """Let it hold again."""
    holiday = editable(request, holiday_id)
    try:
        operations.bring_back_holiday(holiday=holiday, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(day)s” holds again.") % {"day": holiday})
    return redirect("people:holidays")


def editable(request: SignedInRequest, holiday_id: int) -> Holiday:
    return get_object_or_404(editable_by(request.user).select_related("team"), pk=holiday_id)
