"""Ready for the show? What an event, its form or a list lacks, while there is time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from followups.submissions.readiness import (
    Check,
    checks_of_devices,
    checks_of_event,
    checks_of_file,
    checks_of_form,
)
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.imports.limits import WEB
from leads.imports.refusals import Refused

INVALID = 422


class ListForm(forms.Form):
    """A list as the organiser or a scanner gives it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX. It is looked at, and nothing of it is kept."),
        widget=forms.FileInput({"class": "form-control", "accept": ".csv,.tsv,.txt,.xlsx,.gz"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    checks: list[Check] | None = None

    def clean_file(self) -> Any:
        """One plain sentence for what is no table."""
        file = self.cleaned_data["file"]
        if file.size > WEB.size:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        try:
            self.checks = checks_of_file(file.read())
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


@require_http_methods(["GET", "POST"])
def readiness(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """The event and its form; and a list, where one is sent."""
    mine = Campaign.objects.formed_by(request.user).events()
    found = get_object_or_404(mine.select_related("owner", "team", "segment"), pk=campaign_id)
    is_sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES, auto_id="list-%s") if is_sent else ListForm()
    parts = [
        (_("The event"), checks_of_event(found, now=clock.now())),
        (_("The lead form"), checks_of_form(found)),
        (_("The devices"), checks_of_devices(found, now=clock.now())),
    ]
    if is_sent and form.is_valid() and form.checks:
        name = form.cleaned_data["file"].name
        parts.append((_("The list %(name)s") % {"name": name}, form.checks))
    lacking = sum(not check.is_there for _title, checks in parts for check in checks)
    context = {"campaign": found, "parts": parts, "form": form, "lacking": lacking}
    return render(
        request, "campaigns/readiness.html", context, status=INVALID if form.errors else 200
    )
