"""Who asked: one of those who are known, somebody new, or nobody."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.lists.doubts import cards_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leads.models import Doubt, Lead

CONFLICT = 409
NEW = "new"


def doubt(request: SignedInRequest, doubt_id: int) -> HttpResponse:
    """The one who asked beside those who may be meant."""
    mine = Doubt.objects.open().decidable_by(request.user)
    rows = mine.select_related("inquiry__lead", "inquiry__contact", "inquiry__campaign")
    if request.method == "POST":
        return settle(
            request, get_object_or_404(Doubt.objects.decidable_by(request.user), pk=doubt_id)
        )
    return show(request, get_object_or_404(rows, pk=doubt_id))


def show(request: SignedInRequest, its: Doubt, *, status: int = 200) -> HttpResponse:
    cards = cards_of(its, reader=request.user, now=clock.now())
    context = {
        "doubt": its,
        "asked": its.inquiry.contact,
        "cards": cards,
        "may_drop": may_drop(request, its) and not operations.is_worked_on(its),
    }
    return render(request, "followups/doubt.html", context, status=status)


def may_drop(request: SignedInRequest, its: Doubt) -> bool:
    """Whoever may put its lead into the bin."""
    return Lead.objects.removable_by(request.user).filter(pk=its.inquiry.lead_id).exists()


@require_POST
def drop_doubt(request: SignedInRequest, doubt_id: int) -> HttpResponse:
    """Nobody asked: what it made goes into the bin, and comes back from there."""
    mine = Doubt.objects.decidable_by(request.user).select_related("inquiry")
    its = get_object_or_404(mine, pk=doubt_id)
    if not may_drop(request, its):
        raise Http404
    try:
        removed = operations.drop_doubt(doubt=its, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:inbox")
    undo = reverse("followups:restore_lead", args=[removed.pk])
    said = _("Nobody asked there: %(removed)s is in the bin for 30 days.") % {"removed": removed}
    messages.success(request, said, extra_tags=undo)
    return redirect("followups:inbox")


def settle(request: SignedInRequest, its: Doubt) -> HttpResponse:
    """Write what was decided; whoever is slower is told that it is decided."""
    chosen, person = request.POST.get("who", ""), str(its.inquiry.contact or its.inquiry.lead)
    contact = None
    if chosen != NEW:
        named = its.candidates.filter(contact=id_in(chosen))
        contact = get_object_or_404(named.select_related("contact")).contact
    try:
        operations.settle_doubt(doubt=its, contact=contact, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:inbox")
    said = _("%(person)s is somebody new.") if contact is None else _("%(person)s was known.")
    undo = reverse("followups:undo_doubt", args=[its.pk])
    messages.success(request, said % {"person": contact or person}, extra_tags=undo)
    return redirect(address_after(request, its))


def address_after(request: SignedInRequest, its: Doubt) -> str:
    """The lead that it is now, if this person may see it, else the inbox."""
    lead_id = Doubt.objects.values_list("inquiry__lead", flat=True).get(pk=its.pk)
    if Lead.objects.visible_to(request.user).filter(pk=lead_id).exists():
        return reverse("followups:lead", args=[lead_id])
    return reverse("followups:inbox")


@require_POST
def undo_doubt(request: SignedInRequest, doubt_id: int) -> HttpResponse:
    """Take a decision back: whoever made it may, and an admin."""
    its = get_object_or_404(Doubt.objects.settled(), pk=doubt_id)
    if its.settled_by != request.user and not request.user.is_admin:
        raise Http404
    try:
        operations.undo_settling(doubt=its, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:inbox")
    messages.success(request, _("Taken back: who that is has to be decided again."))
    return redirect("followups:doubt", doubt_id=its.pk)
