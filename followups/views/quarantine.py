"""What was sent by a form and looks like a program's: let in, or dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.models import Campaign, LeadForm
from followups import operations
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.log.models import Entry
from leadfollow.words import number
from leads.models import Captured, Submission, Suspicion

PAGE = 50


def quarantine(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """The newest first; how many there are for each reason, of which one can be chosen."""
    campaign = get_object_or_404(Campaign.objects.formed_by(request.user), pk=campaign_id)
    rows = Submission.objects.quarantined().filter(form__campaign=campaign)
    why = request.GET.get("why", "")
    counts = Counter(rows.order_by().values_list("suspicion", flat=True))
    reasons = [(each.value, each.label, counts[each]) for each in Suspicion if counts[each]]
    if why in Suspicion.values:
        rows = rows.filter(suspicion=why)
    context = {
        "campaign": campaign,
        "captured": of_devices(campaign)[:PAGE],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "reasons": reasons,
        "why": why if why in Suspicion.values else "",
        "total": sum(counts.values()),
    }
    return render(request, "campaigns/quarantine.html", context)


def of_devices(campaign: Campaign) -> QuerySet[Captured]:
    """What revoked devices sent, the first that came before the others."""
    rows = Captured.objects.quarantined().filter(device__campaign=campaign)
    return rows.select_related("device").order_by("received_at", "pk")


@require_POST
def release_captured(request: SignedInRequest, campaign_id: int, captured_id: int) -> HttpResponse:
    """It is a lead, though its device was revoked."""
    row = sent_by_device(request, campaign_id, captured_id)
    try:
        inquiry = operations.release_captured(captured=row, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(lead)s is in, as of when it was captured.")
        messages.success(request, said % {"lead": inquiry.lead})
    return redirect("followups:quarantine", campaign_id)


@require_POST
def drop_captured(request: SignedInRequest, campaign_id: int, captured_id: int) -> HttpResponse:
    """It is none."""
    row = sent_by_device(request, campaign_id, captured_id)
    try:
        operations.drop_captured(captured=row, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo = reverse("followups:undo_captured_drop", args=[campaign_id, row.pk])
        messages.success(request, said_of(row), extra_tags=undo)
    return redirect("followups:quarantine", campaign_id)


@require_POST
def undo_captured_drop(
    request: SignedInRequest, campaign_id: int, captured_id: int
) -> HttpResponse:
    """It may be one: it waits again."""
    row = sent_by_device(request, campaign_id, captured_id)
    undo = partial(operations.undo_drop_of_captured, captured=row)
    return taken_back(request, campaign_id, undo, lambda _done: of_one(row))


def sent_by_device(request: SignedInRequest, campaign_id: int, captured_id: int) -> Captured:
    mine = Campaign.objects.formed_by(request.user).filter(pk=campaign_id)
    return get_object_or_404(Captured, device__campaign__in=mine, pk=captured_id)


@require_POST
def release(request: SignedInRequest, campaign_id: int, submission_id: int) -> HttpResponse:
    """A person sent it: it comes in."""
    row = get_object_or_404(formed(request, campaign_id).submissions, pk=submission_id)
    try:
        inquiry = operations.release_submission(submission=row, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(lead)s is in, as of when it was sent.") % {"lead": inquiry.lead}
        )
    return redirect("followups:quarantine", campaign_id)


@require_POST
def drop(request: SignedInRequest, campaign_id: int, submission_id: int) -> HttpResponse:
    """A program sent it."""
    row = get_object_or_404(formed(request, campaign_id).submissions, pk=submission_id)
    try:
        operations.drop_submission(submission=row, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo = reverse("followups:undo_drop", args=[campaign_id, row.pk])
        messages.success(request, said_of(row), extra_tags=undo)
    return redirect("followups:quarantine", campaign_id)


@require_POST
def undo_drop(request: SignedInRequest, campaign_id: int, submission_id: int) -> HttpResponse:
    """A person may have sent it: it waits again."""
    row = get_object_or_404(formed(request, campaign_id).submissions, pk=submission_id)
    undo = partial(operations.undo_drop_of_submission, submission=row)
    return taken_back(request, campaign_id, undo, lambda _done: of_one(row))


@require_POST
def drop_all(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """All that are there for one reason."""
    form = formed(request, campaign_id)
    done = operations.drop_submissions(
        form=form, suspicion=request.POST.get("why", ""), by=request.user, at=clock.now()
    )
    if done:
        many = done.details["number"]
        said = ngettext("%(number)s is dropped.", "%(number)s are dropped.", many)
        undo = reverse("followups:undo_drops", args=[campaign_id, done.pk])
        messages.success(request, said % {"number": number(many)}, extra_tags=undo)
    else:
        messages.error(request, _("Nothing waits there for that reason any more."))
    return redirect("followups:quarantine", campaign_id)


@require_POST
def undo_drop_all(request: SignedInRequest, campaign_id: int, entry_id: int) -> HttpResponse:
    """They wait again."""
    of_form = {"kind": "leadform", "record_id": formed(request, campaign_id).pk}
    entry = get_object_or_404(Entry, pk=entry_id, event="submissions dropped", **of_form)
    undo = partial(operations.undo_drop_of_submissions, entry=entry)
    return taken_back(request, campaign_id, undo, of_many)


def taken_back(
    request: SignedInRequest,
    campaign_id: int,
    undo: Callable[..., Any],
    say: Callable[[Any], str],
) -> HttpResponse:
    try:
        done = undo(by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, say(done))
    return redirect("followups:quarantine", campaign_id)


def said_of(row: Submission | Captured) -> str:
    """That it was dropped, and until when that can be undone."""
    return _("%(name)s is dropped, and kept for 30 days after it came.") % {"name": name_of(row)}


def of_one(row: Submission | Captured) -> str:
    return _("Taken back: %(name)s waits here again.") % {"name": name_of(row)}


def of_many(many: int) -> str:
    said = ngettext(
        "Taken back: %(number)s waits here again.",
        "Taken back: %(number)s wait here again.",
        many,
    )
    return said % {"number": number(many)}


def name_of(row: Submission | Captured) -> str:
    return str(row.told.get("name") or row.told.get("email") or _("What had no name"))[:80]


def formed(request: SignedInRequest, campaign_id: int) -> LeadForm:
    mine = Campaign.objects.formed_by(request.user)
    rows = LeadForm.objects.select_related("campaign")
    return get_object_or_404(rows, campaign__in=mine, campaign=campaign_id)
