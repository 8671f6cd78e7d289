"""What a lead says in own fields: told on a page of its own, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.views.panel import say
from followups.views.people import editable
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.seen import ChangedMeanwhile
from leads.models import Lead
from leads.own_fields.asking import OwnFieldsForm

SAVED, CONFLICT, INVALID = 302, 409, 422


def edit_own_values(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """What the lead says in the fields that are in use."""
    lead, status = editable(request, lead_id), 200
    form = OwnFieldsForm(request.POST or None, lead=lead)
    if not form.own:
        raise Http404
    if form.is_bound:
        status, entry = save(form, lead, by=request.user)
        if status == SAVED:
            say(request, _("Saved: %(lead)s.") % {"lead": lead}, undo=entry)
            return redirect("followups:lead", lead_id=lead_id)
    context = {"lead": lead, "form": form}
    return render(request, "followups/own_values.html", context, status=status)


def save(form: OwnFieldsForm, lead: Lead, *, by: User) -> tuple[int, Entry | None]:
    """Write the changes; else the status of the page that says what stands against it."""
    if not form.is_valid():
        return INVALID, None
    now = clock.now()
    try:
        told = operations.tell_own_fields(lead=lead, values=form.told, seen=form.saw, by=by, at=now)
    except ChangedMeanwhile as meanwhile:
        form.show_now(lead, meanwhile.clashes, to=by)
        return CONFLICT, None
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return CONFLICT, None
    return SAVED, told


@require_POST
def undo_own_values(request: SignedInRequest, lead_id: int, entry_id: int) -> HttpResponse:
    """Take back what one told last."""
    lead = editable(request, lead_id)
    entry = get_object_or_404(Entry, pk=entry_id, lead_id=lead.pk)
    try:
        operations.undo_own_fields(lead=lead, entry=entry, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, _("Taken back: %(lead)s says what it said before.") % {"lead": lead})
    return redirect("followups:lead", lead_id=lead_id)
