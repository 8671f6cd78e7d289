"""Files on a campaign: read by whoever sees it, changed by whoever edits it."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from campaigns import filing
from campaigns.models import Campaign, CampaignFile
from leadfollow import clock
from leadfollow.files.doors import give_back, sent, take_away, take_in
from leadfollow.files.models import StoredFile
from leadfollow.http import SignedInRequest


@require_POST
def add_files(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Keep what was sent."""
    found = get_object_or_404(Campaign.objects.editable_by(request.user), pk=campaign_id)

    def add(name: str, content: bytes) -> StoredFile:
        return filing.add_campaign_file(
            campaign=found, name=name, content=content, by=request.user, at=clock.now()
        )

    take_in(request, add, undo=lambda file: address("remove_file", campaign_id, file))
    return redirect("campaigns:detail", campaign_id)


@require_GET
def open_file(request: SignedInRequest, campaign_id: int, file_id: int) -> HttpResponseBase:
    """The file, to be saved."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=campaign_id)
    link = get_object_or_404(found.files.kept().select_related("file"), file=file_id)
    return sent(request, link.file, back=reverse("campaigns:detail", args=[campaign_id]))


@require_POST
def remove_file(request: SignedInRequest, campaign_id: int, file_id: int) -> HttpResponse:
    """Take it away; the line that says so brings it back."""
    link = editable(request, campaign_id, file_id)

    def remove() -> bool:
        return filing.remove_campaign_file(file=link, by=request.user, at=clock.now())

    undo = address("restore_file", campaign_id, link.file)
    take_away(request, link.file, remove, undo=undo)
    return redirect("campaigns:detail", campaign_id)


@require_POST
def restore_file(request: SignedInRequest, campaign_id: int, file_id: int) -> HttpResponse:
    """Bring it back."""
    link = editable(request, campaign_id, file_id)

    def restore() -> bool:
        return filing.restore_campaign_file(file=link, by=request.user, at=clock.now())

    give_back(request, link.file, restore)
    return redirect("campaigns:detail", campaign_id)


def editable(request: SignedInRequest, campaign_id: int, file_id: int) -> CampaignFile:
    found = get_object_or_404(Campaign.objects.editable_by(request.user), pk=campaign_id)
    return get_object_or_404(found.files.select_related("file", "campaign"), file=file_id)


def address(name: str, campaign_id: int, file: StoredFile) -> str:
    return reverse(f"campaigns:{name}", args=[campaign_id, file.pk])
