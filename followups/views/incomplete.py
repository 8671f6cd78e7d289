"""Records that lack one of the six fields, completed one after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from followups import operations
from followups.lists.incomplete import IncompleteList
from followups.views.people import SAVED, save
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leads.forms import PersonForm
from leads.models import Contact, Lead, LeadContact


def incomplete(request: SignedInRequest) -> HttpResponse:
    """The list, with the form of one."""
    listed = IncompleteList(request.GET, user=request.user, now=clock.now())
    if request.method == "POST":
        return complete(request, listed)
    return render(request, "followups/incomplete.html", {"list": listed, "form": listed.form})


def complete(request: SignedInRequest, listed: IncompleteList) -> HttpResponse:
    """Write what was found out about one; the next one comes."""
    asked = listed.params.get("lead", "")
    leads = Lead.objects.editable_by(request.user)
    lead = get_object_or_404(leads, pk=id_in(asked))
    contact = get_object_or_404(LeadContact, lead=lead, is_primary=True).contact
    form = PersonForm(request.POST, contact=contact, at=lead.campaign)
    following = listed.address_of_next
    how: dict[str, Lead | Contact] = {"lead": lead, "contact": contact}
    status = save(form, contact, operations.edit_contact, by=request.user, **how)
    if status != SAVED:
        context = {"list": listed, "form": form}
        return render(request, "followups/incomplete.html", context, status=status)
    tell(request, contact)
    return redirect(reverse("followups:incomplete") + following)


def tell(request: SignedInRequest, contact: Contact) -> None:
    """Whether the record is complete now."""
    contact.refresh_from_db()
    said = _("Saved; something is still missing: %(person)s.")
    if not contact.missing:
        said = _("Complete: %(person)s.")
    messages.success(request, said % {"person": contact})
