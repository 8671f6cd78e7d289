"""Two leads that are one: found, compared, made one, and parted again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.models import Contact, Lead, LeadMerge
from leads.search import matching, with_people

MOST = 20


@dataclass(frozen=True)
class Side:
    """One of the two, as the page compares them; whether it may be the one that is kept."""

    lead: Lead
    other: Lead
    touches: int
    inquiries: int

    @property
    def may_be_kept(self) -> bool:
        return self.lead.is_open or not self.other.is_open

    @property
    def people(self) -> list[Contact]:
        return [person.contact for person in self.lead.people.select_related("contact")]


def mergeable(request: SignedInRequest, lead_id: int | str) -> Lead:
    """A lead that this person may put together with another."""
    mine = Lead.objects.mergeable_by(request.user).select_related("owner", "campaign")
    return get_object_or_404(mine, pk=lead_id)


def choose_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """With which other lead: those that look alike, or whatever is searched for."""
    lead = mergeable(request, lead_id)
    typed = request.GET.get("q", "").strip()
    found = like(lead) if not typed else matching(typed)
    mine = Lead.objects.mergeable_by(request.user).filter(found).exclude(pk=lead.pk)
    rows = mine.select_related("owner", "campaign").order_by("-received_at", "-pk")[:MOST]
    context = {"lead": lead, "typed": typed, "found": rows}
    return render(request, "followups/merge.html", context)


def like(lead: Lead) -> Q:
    """Leads of its people, of others with their address or number, or of its organisation."""
    people = list(Contact.objects.filter(leads__lead=lead))
    emails = [person.email_key for person in people if person.email_key]
    phones = [person.phone_key for person in people if person.phone_key]
    same = Contact.objects.filter(
        Q(pk__in=[person.pk for person in people])
        | ~Q(email_key="") & Q(email_key__in=emails)
        | ~Q(phone_key="") & Q(phone_key__in=phones)
    )
    named = Q(organisation__iexact=lead.organisation) if lead.organisation else Q(pk__in=[])
    return with_people(same) | named


def compare_leads(request: SignedInRequest, lead_id: int, other_id: int) -> HttpResponse:
    """Both side by side; one is kept."""
    one, other = mergeable(request, lead_id), mergeable(request, other_id)
    if one.pk == other.pk:
        raise Http404
    if request.method == "POST":
        return merge(request, one, other)
    context = {"lead": one, "sides": [side(one, other), side(other, one)]}
    return render(request, "followups/compare.html", context)


def side(lead: Lead, other: Lead) -> Side:
    return Side(lead, other, lead.touch_count, lead.inquiries.count())


def merge(request: SignedInRequest, one: Lead, other: Lead) -> HttpResponse:
    """Keep the one that was chosen, with all of the other."""
    chosen = request.POST.get("keep")
    keep, lose = (other, one) if chosen == str(other.pk) else (one, other)
    try:
        done = operations.merge_leads(keep=keep, lose=lose, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:compare_leads", lead_id=one.pk, other_id=other.pk)
    said = _("%(lose)s and %(keep)s are one lead now.") % {"lose": lose, "keep": keep}
    undo = reverse("followups:undo_merge", args=[done.pk])
    messages.success(request, said, extra_tags=undo)
    return redirect("followups:lead", lead_id=keep.pk)


@require_POST
def undo_merge(request: SignedInRequest, merge_id: int) -> HttpResponse:
    """Two leads again."""
    merged = get_object_or_404(LeadMerge, pk=merge_id)
    lead = mergeable(request, merged.kept_id)
    try:
        lost = operations.undo_merge(merge=merged, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:lead", lead_id=lead.pk)
    said = _("Taken back: %(lost)s is a lead of its own again.") % {"lost": lost}
    messages.success(request, said)
    return redirect("followups:lead", lead_id=lead.pk)
