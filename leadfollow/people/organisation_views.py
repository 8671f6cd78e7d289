"""The organisation's own page, and its logo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadfollow import clock
from leadfollow.files.doors import sent
from leadfollow.files.models import StoredFile
from leadfollow.http import SignedInRequest
from leadfollow.people.founding import change_organisation, set_logo
from leadfollow.people.models import current
from leadfollow.people.operations.own import change_team
from leadfollow.people.organisation_form import OrganisationSettings

A_YEAR = 365 * 24 * 3600  # another logo has another address


def organisation(request: SignedInRequest) -> HttpResponse:
    """What holds for everybody: everybody reads it, an admin writes it."""
    may_edit = request.user.is_admin
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OrganisationSettings(*data, now=current())
    if form.is_valid():
        save(form, request)
        messages.success(request, _("The organisation is saved. It holds from now on."))
        return redirect("people:organisation")
    page = {"form": form, "may_edit": may_edit, "its": current()}
    status = 422 if form.is_bound else 200
    return render(request, "people/organisation.html", page, status=status)


@transaction.atomic
def save(form: OrganisationSettings, request: SignedInRequest) -> None:
    at = clock.now()
    change_organisation(changes=form.changes, by=request.user, at=at)
    for team, changes in form.moves:
        change_team(team=team, changes=changes, by=request.user, at=at)
    if form.logo_sent or form.cleaned_data["no_logo"]:
        set_logo(sent=form.logo_sent, by=request.user, at=at)


def logo(request: SignedInRequest, file_id: int) -> HttpResponseBase:
    """The picture in the bar; it can do nothing, even where a browser opens it by itself."""
    if current().logo_id != file_id:
        raise Http404
    file = get_object_or_404(StoredFile.objects.on_disk(), pk=file_id)
    response = sent(request, file, back=reverse("people:organisation"))
    if response.status_code == 200:
        response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
