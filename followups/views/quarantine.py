"""What was sent by a form and looks like a program's: let in, or dropped."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.models import Campaign, LeadForm
from followups import operations
from leadfollow import clock
from leadfollow.http import SignedInRequest
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
        messages.success(request, _("Dropped."))
    return redirect("followups:quarantine", campaign_id)


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
        messages.success(request, _("Dropped."))
    return redirect("followups:quarantine", campaign_id)


@require_POST
def drop_all(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """All that are there for one reason."""
    form = formed(request, campaign_id)
    number = operations.drop_submissions(
        form=form, suspicion=request.POST.get("why", ""), by=request.user, at=clock.now()
    )
    if number:
        said = ngettext("%(number)s is dropped.", "%(number)s are dropped.", number)
        messages.success(request, said % {"number": number})
    else:
        messages.error(request, _("Nothing waits there for that reason any more."))
    return redirect("followups:quarantine", campaign_id)


def formed(request: SignedInRequest, campaign_id: int) -> LeadForm:
    mine = Campaign.objects.formed_by(request.user)
    rows = LeadForm.objects.select_related("campaign")
    return get_object_or_404(rows, campaign__in=mine, campaign=campaign_id)
