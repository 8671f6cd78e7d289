"""Leads that are nobody's: looked at, taken, given away; held inquiries let through."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.distribution.forecast import work_of
from followups.lists.doubts import doubts_for
from followups.lists.held_rows import held_lines_for, quarantine_for
from followups.lists.inbox import held_for, inbox_of, may_take, sections_of
from followups.lists.outside import receivers_for, split
from followups.lists.pairs import pairs_for
from followups.views.giving_outside import CHOSEN as OUTSIDE
from followups.views.giving_outside import give as give_outside
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leads.models import Assignment, Inquiry, Lead

CONFLICT = 409


def inbox(request: SignedInRequest, status: int = 200) -> HttpResponse:
    """What waits for an owner, by the moment at which it has to have one."""
    now, user = clock.now(), request.user
    rows = inbox_of(user, now=now)
    people = receivers_for(user, now=now) if any(row.may_assign for row in rows) else []
    parts: dict[str, Any] = {
        "rows": [row for row in rows if not (row.is_outside or row.is_unfit)],
        "unfit": [row for row in rows if row.is_unfit],
        "outside": [row for row in rows if row.is_outside],
        "doubts": doubts_for(user, now=now),
        "lines": held_lines_for(user),
        "held": held_for(user, now=now),
        "quarantines": quarantine_for(user),
        "alike": pairs_for(user).count(),
    }
    context = parts | split(people) | {"sections": sections_of(**parts)}
    return render(request, "followups/inbox.html", context, status=status)


def forecast(request: SignedInRequest) -> HttpResponse:
    """What those to whom one may give leads have to do already."""
    user = request.user
    reps = User.objects.assignable_by(user).select_related("team").order_by("name", "pk")
    context = {
        "work": work_of(reps.distinct(), now=clock.now()),
        "links": user.is_manager or user.is_admin,
    }
    return render(request, "followups/_forecast_lines.html", context)


@require_POST
def take_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """A rep helps himself; who comes second is told who was quicker."""
    user = request.user
    if not user.is_rep:
        raise PermissionDenied
    near = Lead.objects.filter(campaign__team=user.team).takeable_lately(now=clock.now())
    lead = get_object_or_404(near.select_related("campaign__team"), pk=lead_id)
    if not may_take(user, lead.campaign.team):
        raise PermissionDenied
    try:
        operations.take_lead(lead=lead, by=user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return inbox(request, status=CONFLICT)
    messages.success(request, _("%(lead)s is yours.") % {"lead": lead})
    return redirect("followups:lead", lead_id=lead_id)


@require_POST
def assign_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Give a lead to a rep or to an outside qualifier, or hand it over; back to the page that one
    came from."""
    user = request.user
    if not (user.is_manager or user.is_event_manager or user.is_admin):
        raise PermissionDenied
    lead = get_object_or_404(Lead.objects.assignable_by(user), pk=lead_id)
    chosen = request.POST.get("rep", "")
    if chosen.startswith(OUTSIDE):
        give_outside(request, lead, chosen)
        return redirect(origin(request))
    reps = User.objects.assignable_by(user)
    rep = reps.filter(pk=id_in(chosen)).first()
    if rep is None:
        messages.error(request, _("Choose a rep of your teams. Nothing was changed."))
        return redirect(origin(request))
    try:
        given = operations.assign_lead(lead=lead, rep=rep, by=user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("%(lead)s is with %(rep)s.") % {"lead": lead, "rep": rep}
        messages.success(request, told, extra_tags=undo_of(request, given))
    return redirect(origin(request))


def undo_of(request: SignedInRequest, given: Assignment) -> str:
    """Where one takes it back, and comes to the same page again; nothing where another gave it."""
    if given.given_by_id != request.user.pk:
        return ""
    undo = reverse("followups:undo_assign", args=[given.lead_id, given.pk])
    return f"{undo}?{urlencode({'next': origin(request)})}"


@require_POST
def undo_assign(request: SignedInRequest, lead_id: int, assignment_id: int) -> HttpResponse:
    """Take back that one gave it to somebody."""
    mine = Assignment.objects.filter(lead=lead_id, given_by=request.user).select_related("lead")
    seen = Lead.objects.visible_to(request.user).values("pk")
    given = get_object_or_404(mine.filter(lead__in=seen), pk=assignment_id)
    try:
        operations.undo_assigning(given=given, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("Taken back: %(its)s is where it was.") % {"its": given.lead}
        messages.success(request, told)
    return redirect(origin(request))


def origin(request: SignedInRequest) -> str:
    """The page of ours that the form or the undo names, else the inbox."""
    page = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if page.startswith("/") and ours else "followups:inbox"


@require_POST
def release_inquiry(request: SignedInRequest, inquiry_id: int) -> HttpResponse:
    """A manager lets a held inquiry through: the person may be contacted again."""
    if not (request.user.is_manager or request.user.is_admin):
        raise PermissionDenied
    inquiries = Inquiry.objects.visible_to(request.user).filter(held_at__isnull=False)
    inquiry = get_object_or_404(inquiries.select_related("lead"), pk=inquiry_id)
    try:
        operations.release_inquiry(inquiry=inquiry, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Let through: %(lead)s is open again.") % {"lead": inquiry.lead}
        )
    return redirect("followups:inbox")
