"""Two records of one person: made one, and two again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.views.merging import mergeable
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leads.models import Contact, ContactMerge, Lead
from leads.models.contact import ContactQuerySet

MOST = 10


def may_be_same(contact: Contact, lead: Lead, *, reader: User) -> ContactQuerySet:
    """The other people of the lead, and those with his address, number or whole name, of whom
    this person knows; nobody for who may not put leads together."""
    if not Lead.objects.mergeable_by(reader).filter(pk=lead.pk).exists():
        return Contact.objects.none()
    alike = Q(leads__lead=lead)
    if contact.email_key:
        alike |= ~Q(email_key="") & Q(email_key=contact.email_key)
    if contact.phone_key:
        alike |= ~Q(phone_key="") & Q(phone_key=contact.phone_key)
    if " " in contact.name:
        alike |= Q(name=contact.name)
    found = Contact.objects.visible_to(reader).filter(alike).exclude(pk=contact.pk)
    return found.distinct().order_by("pk")


@require_POST
def merge_contacts(request: SignedInRequest, lead_id: int, contact_id: int) -> HttpResponse:
    """Keep this record of a person, with whatever the other one has."""
    lead, user = mergeable(request, lead_id), request.user
    keep = get_object_or_404(Contact, pk=contact_id, leads__lead=lead)
    chosen = request.POST.get("other", "")
    others = may_be_same(keep, lead, reader=user)
    lose = get_object_or_404(others, pk=id_in(chosen))
    try:
        done = operations.merge_contacts(keep=keep, lose=lose, by=user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:edit_contact", lead_id, contact_id)
    undo = reverse("followups:undo_contact_merge", args=[lead_id, done.pk])
    said = _("%(lose)s and %(keep)s are one person now.") % {"lose": lose, "keep": keep}
    messages.success(request, said, extra_tags=undo)
    return redirect("followups:lead", lead_id=lead_id)


@require_POST
def undo_contact_merge(
    request: SignedInRequest, lead_id: int, contactmerge_id: int
) -> HttpResponse:
    """Two people again: whoever made them one may, and an admin."""
    merged = get_object_or_404(ContactMerge, pk=contactmerge_id)
    if merged.merged_by != request.user and not request.user.is_admin:
        raise Http404
    try:
        lost = operations.undo_contact_merge(merge=merged, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: %(lost)s is a person again.") % {"lost": lost})
    return redirect("followups:lead", lead_id=lead_id)
