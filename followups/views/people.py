"""A lead and its people: corrected, added, put first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.views.uniting import MOST, may_be_same
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leadfollow.seen import ChangedMeanwhile
from leads.forms import FurtherPersonForm, LeadFactsForm, PersonForm
from leads.models import Contact, Lead, LeadContact

SAVED, CONFLICT, INVALID = 302, 409, 422


def editable(request: SignedInRequest, lead_id: int) -> Lead:
    """The lead, if its people are this person's to correct; 404 out of reach."""
    lead = get_object_or_404(
        Lead.objects.visible_to(request.user).select_related("owner", "campaign"), pk=lead_id
    )
    if not Lead.objects.editable_by(request.user).filter(pk=lead_id).exists():
        raise PermissionDenied
    return lead


def edit_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """What is known of the lead itself."""
    lead, status = editable(request, lead_id), 200
    form = LeadFactsForm(request.POST or None, lead=lead)
    if form.is_bound:
        status = save(form, lead, operations.edit_lead, lead=lead, by=request.user)
    if status == SAVED:
        messages.success(
            request, _("Saved: %(lead)s.") % {"lead": form.cleaned_data["organisation"] or lead}
        )
        return redirect("followups:lead", lead_id=lead_id)
    context = {"lead": lead, "form": form}
    return render(request, "followups/edit_lead.html", context, status=status)


def save(
    form: LeadFactsForm | PersonForm,
    row: Lead | Contact,
    edit: Callable[..., Any],
    *,
    by: User,
    **what: Lead | Contact,
) -> int:
    """Write the changes. SAVED; or the status of the page that says what stands against it."""
    if not form.is_valid():
        return INVALID
    try:
        edit(**what, changes=form.changes, seen=form.seen, by=by, at=clock.now())
    except ChangedMeanwhile as meanwhile:
        row.refresh_from_db()
        form.show_both(row, meanwhile, to=by)
        return CONFLICT
    return SAVED


def edit_contact(request: SignedInRequest, lead_id: int, contact_id: int) -> HttpResponse:
    """What is known of a person, and what is missing."""
    lead, status = editable(request, lead_id), 200
    person = get_object_or_404(
        LeadContact.objects.select_related("contact"), lead=lead, contact=contact_id
    )
    contact = person.contact
    form = PersonForm(request.POST or None, contact=contact, at=lead.campaign)
    if form.is_bound:
        how: dict[str, Lead | Contact] = {"lead": lead, "contact": contact}
        status = save(form, contact, operations.edit_contact, by=request.user, **how)
    if status == SAVED:
        messages.success(
            request, _("Saved: %(contact)s.") % {"contact": form.cleaned_data["name"] or contact}
        )
        return redirect("followups:lead", lead_id=lead_id)
    same = may_be_same(contact, lead, reader=request.user)[:MOST]
    context = {"lead": lead, "person": person, "form": form, "same": same}
    return render(request, "followups/edit_contact.html", context, status=status)


def put_at(lead: Lead, form: FurtherPersonForm, *, by: User) -> Contact | None:
    """The person at the lead; None, and the form says why, where he may not be put there."""
    role = form.cleaned_data["role"]
    try:
        return operations.add_person(
            lead=lead, person=form.person, role=role, by=by, at=clock.now()
        )
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def add_contact(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """A further person at a lead; the address is most often that of the first."""
    lead = editable(request, lead_id)
    primary = Contact.objects.filter(leads__lead=lead, leads__is_primary=True).first()
    begin = beginning(lead, primary)
    form = FurtherPersonForm(request.POST or None, at=lead.campaign, initial=begin)
    if form.is_valid() and (added := put_at(lead, form, by=request.user)):
        messages.success(
            request, _("%(added)s is at %(lead)s now.") % {"added": added, "lead": lead}
        )
        return redirect("followups:lead", lead_id=lead_id)
    status = INVALID if form.is_bound else 200
    context = {"lead": lead, "form": form}
    return render(request, "followups/add_contact.html", context, status=status)


def beginning(lead: Lead, primary: Contact | None) -> dict[str, str]:
    """What a colleague of the primary person most likely shares with him."""
    shared = ("address", "postal_code", "city", "country")
    known = {name: getattr(primary, name) for name in shared} if primary else {}
    return {"company": lead.organisation} | known


@require_POST
def choose_primary(request: SignedInRequest, lead_id: int, contact_id: int) -> HttpResponse:
    """Whom to turn to first."""
    lead = editable(request, lead_id)
    contact = get_object_or_404(Contact, pk=contact_id, leads__lead=lead)
    operations.choose_primary(lead=lead, contact=contact, by=request.user, at=clock.now())
    messages.success(
        request,
        _("%(contact)s is the first person to turn to at %(lead)s.")
        % {"contact": contact, "lead": lead},
    )
    return redirect("followups:lead", lead_id=lead_id)
