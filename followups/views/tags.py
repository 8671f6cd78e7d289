"""Tags of one lead: put on, taken off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.views.people import editable
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.operations import Refusal
from leads.models import Tag
from leads.models.tag import MOST_LETTERS, tag_name


@require_POST
def tag_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Put a tag on the lead."""
    lead, name = editable(request, lead_id), tag_name(request.POST.get("tag", ""))
    try:
        if not name or len(name) > MOST_LETTERS:
            raise Refusal(
                _("Write a tag of 1 to %(most)s letters. Nothing was changed.")
                % {"most": MOST_LETTERS}
            )
        if operations.tag_lead(lead=lead, name=name, by=request.user, at=clock.now()):
            messages.success(
                request, _("%(lead)s is tagged “%(name)s”.") % {"lead": lead, "name": name}
            )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("followups:lead", lead_id=lead_id)


@require_POST
def untag_lead(request: SignedInRequest, lead_id: int, tag_id: int) -> HttpResponse:
    """Take a tag off the lead."""
    lead = editable(request, lead_id)
    tag = get_object_or_404(Tag, pk=tag_id, leads__lead=lead)
    operations.untag_lead(lead=lead, tag=tag, by=request.user, at=clock.now())
    messages.success(request, _("The tag “%(tag)s” is off %(lead)s.") % {"tag": tag, "lead": lead})
    return redirect("followups:lead", lead_id=lead_id)
