"""Files on a lead: read by whoever sees it, changed by whoever may write notes there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from leadfollow import clock
from leadfollow.files.doors import give_back, sent, take_away, take_in
from leadfollow.files.models import StoredFile
from leadfollow.http import SignedInRequest
from leads import filing
from leads.models import Lead, LeadFile


@require_POST
def add_files(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Keep what was sent."""
    lead = changeable(request, lead_id)

    def add(name: str, content: bytes) -> StoredFile:
        return filing.add_lead_file(
            lead=lead, name=name, content=content, by=request.user, at=clock.now()
        )

    take_in(request, add, undo=lambda file: address("remove_lead_file", lead_id, file))
    return redirect("followups:lead", lead_id=lead_id)


@require_GET
def open_file(request: SignedInRequest, lead_id: int, file_id: int) -> HttpResponseBase:
    """The file, to be saved."""
    readable = LeadFile.objects.readable_by(request.user).kept().select_related("file")
    link = get_object_or_404(readable, lead=lead_id, file=file_id)
    return sent(request, link.file, back=reverse("followups:lead", args=[lead_id]))


@require_POST
def remove_file(request: SignedInRequest, lead_id: int, file_id: int) -> HttpResponse:
    """Take it away; the line that says so, and the history, bring it back."""
    link = link_of(changeable(request, lead_id), file_id)

    def remove() -> bool:
        return filing.remove_lead_file(file=link, by=request.user, at=clock.now())

    undo = address("restore_lead_file", lead_id, link.file)
    take_away(request, link.file, remove, undo=undo)
    return redirect("followups:lead", lead_id=lead_id)


@require_POST
def restore_file(request: SignedInRequest, lead_id: int, file_id: int) -> HttpResponse:
    """Bring it back."""
    link = link_of(changeable(request, lead_id), file_id)

    def restore() -> bool:
        return filing.restore_lead_file(file=link, by=request.user, at=clock.now())

    give_back(request, link.file, restore)
    return redirect("followups:lead", lead_id=lead_id)


def changeable(request: SignedInRequest, lead_id: int) -> Lead:
    """The lead, for those who may write notes there."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=lead_id)
    if not Lead.objects.annotatable_by(request.user).filter(pk=lead_id).exists():
        raise PermissionDenied
    return lead


def link_of(lead: Lead, file_id: int) -> LeadFile:
    return get_object_or_404(lead.files.select_related("file", "lead"), file=file_id)


def address(name: str, lead_id: int, file: StoredFile) -> str:
    return reverse(f"followups:{name}", args=[lead_id, file.pk])
