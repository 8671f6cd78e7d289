"""The first step of an import: a file, what its rows are, and who may bring it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from leadfollow.people.models import User
from leads.imports.fields import KINDS
from leads.imports.limits import WEB
from leads.imports.reading import open_sheet
from leads.imports.refusals import Refused, UnknownLetters

MOST_BYTES = WEB.size


def kinds_for(user: User) -> list[tuple[str, str]]:
    """What this person may bring in: an event manager leads and members of his campaigns."""
    if user.is_admin:
        names = list(KINDS)
    elif user.is_manager:
        names = ["leads", "contacts", "touches", "members"]
    else:
        names = ["leads", "members"] if user.is_event_manager else []
    return [(name, str(KINDS[name].label)) for name in names]


def must_own_campaign(user: User) -> bool:
    """Whether everything this person brings in goes into a campaign of his own."""
    return not (user.is_admin or user.is_manager)


class UploadForm(forms.Form):
    """A file, and what its rows are."""

    file = forms.FileField(
        help_text=gettext_lazy("CSV or XLSX, with the names of the columns above the rows."),
        widget=forms.FileInput({"class": "form-control", "accept": ".csv,.tsv,.txt,.xlsx,.gz"}),
        label=gettext_lazy("File"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Its rows are"), widget=forms.Select({"class": "form-select"})
    )
    campaign = forms.CharField(required=False, widget=forms.HiddenInput)  # a code

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user
        self.fields["kind"].choices = kinds_for(user)  # type: ignore[attr-defined]

    @property
    def campaign_code(self) -> str:
        """Of the campaign from whose page one came, within reach; empty for none. It is offered
        at the next step, where it can be changed."""
        asked = Campaign.objects.in_use().visible_to(self.user)
        if must_own_campaign(self.user):
            asked = asked.filter(owner=self.user)
        found = asked.filter(code=self["campaign"].value() or "").first()
        return found.code if found else ""

    def clean_file(self) -> Any:
        """One plain sentence for what is no table."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _(
                    "The file is larger than 10 MB: pack it (.gz), split it into several, or have"
                    " an administrator bring it in on the command line."
                )
            )
        self.content = file.read()
        try:
            open_sheet(self.content)
        except UnknownLetters:
            return file  # the next step asks
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file
