"""An event copied for its next time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import copying, operations
from campaigns.forms import day
from campaigns.models import Campaign
from campaigns.views import may_create
from leadfollow import clock
from leadfollow.files.kinds import BadFile
from leadfollow.http import SignedInRequest

INVALID = 422


class CopyForm(forms.Form):
    """What is new of it."""

    name = forms.CharField(
        max_length=160,
        label=gettext_lazy("Name"),
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    starts_on = day(gettext_lazy("First day"))

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        begin = {
            "name": copying.next_name(campaign.name),
            "starts_on": copying.next_start(campaign),
        }
        super().__init__(data, initial=begin, auto_id="copy-%s")
        self.fields["starts_on"].required = True
        self.fields["starts_on"].widget.attrs["class"] = "form-control"
        missing = _("Say on which day the event begins.")
        self.fields["starts_on"].error_messages["required"] = missing


def copy(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Say the name and the day; the rest comes along."""
    mine = Campaign.objects.editable_by(request.user).events()
    found = get_object_or_404(mine.select_related("segment"), pk=campaign_id)
    if not may_create(request.user):
        raise Http404
    form = CopyForm(request.POST or None, campaign=found)
    if form.is_valid():
        try:
            made = copying.copy_campaign(
                campaign=found, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except (operations.Refusal, BadFile) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(made)s is written down.") % {"made": made})
            return redirect("campaigns:detail", made.pk)
    context = {"campaign": found, "form": form, "files": found.files.kept().count()}
    context["along"] = [said for part in copying.COMES_ALONG if (said := part.told(found))]
    status = INVALID if form.errors else 200
    return render(request, "campaigns/copy.html", context, status=status)
