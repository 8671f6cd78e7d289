"""What leads are told apart by: the lists that people choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.lists import ChoiceList, Column, RowForm, Used
from leadfollow.people.models import User
from leads.models import (
    CloseReason,
    Closure,
    Disposition,
    Lead,
    LeadTag,
    Rejection,
    Says,
    Tag,
    Verdict,
    VerdictReason,
)
from leads.models.tag import MOST_LETTERS, tag_name

REJECTED = str(Says.REJECTED.value)
# A wish never to be contacted is recorded at the person, and closes by itself.
CLOSINGS = [choice for choice in Disposition.choices if choice[0] != Disposition.DO_NOT_CONTACT]


class TagForm(RowForm):
    """A tag's name, written as where it is put on a lead."""

    def __init__(self, data: Any = None, *, row: Tag | None = None) -> None:
        super().__init__(data, row=row)
        self.fields["name"] = forms.CharField(
            label=gettext_lazy("Name"), max_length=MOST_LETTERS, widget=self.fields["name"].widget
        )

    def clean_name(self) -> str:
        if not (name := tag_name(self.cleaned_data["name"])):
            raise forms.ValidationError(_("Write a word or a few."))
        return name


def leads_tagged(user: User) -> Mapping[int, int]:
    """How many of the leads in reach each tag stands on."""
    on_leads = LeadTag.objects.filter(lead__in=Lead.objects.visible_to(user)).order_by()
    return dict(on_leads.values_list("tag").annotate(n=Count("pk")))


class CloseReasonForm(RowForm):
    """A reason's name, and the disposition that it stands beneath, which then stays."""

    disposition = forms.ChoiceField(
        label=gettext_lazy("Beneath"),
        choices=[("", gettext_lazy("Choose")), *CLOSINGS],
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose the end that it is a reason for.")},
    )

    def __init__(self, data: Any = None, *, row: CloseReason | None = None) -> None:
        super().__init__(data, row=row)
        if row:
            del self.fields["disposition"]


def leads_closed_for(user: User) -> Mapping[int, int]:
    """How many of the leads in reach stand closed for each reason."""
    ends = Closure.objects.standing().filter(
        lead__in=Lead.objects.visible_to(user), why__isnull=False
    )
    return dict(ends.order_by().values_list("why").annotate(n=Count("pk")))


def own_choice(program: str, own: int) -> str:
    """What the program knows and the own row beneath it, as one value of a form or an address."""
    return f"{program}-{own}"


CLOSE_REASONS = ChoiceList(
    slug="close-reasons",
    title=gettext_lazy("Close reasons"),
    singular="close reason",
    sentence=gettext_lazy(
        "Your own reasons beneath the six ways in which one closes a lead; “do not contact” is"
        " recorded at the person, and closes by itself"
    ),
    model=CloseReason,
    form=CloseReasonForm,
    columns=(Column(gettext_lazy("Beneath"), lambda row: row.get_disposition_display()),),
    used=Used(
        leads_closed_for,
        lambda row: f"{reverse('followups:leads')}?state={own_choice(row.disposition, row.pk)}",
    ),
)


class VerdictReasonForm(RowForm):
    """A reason's name, and what it counts as, which then stays."""

    counts_as = forms.ChoiceField(
        label=gettext_lazy("Counts as"),
        choices=[("", gettext_lazy("Choose")), *Rejection.choices],
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose what it counts as.")},
    )

    def __init__(self, data: Any = None, *, row: VerdictReason | None = None) -> None:
        super().__init__(data, row=row)
        if row:
            del self.fields["counts_as"]


def leads_rejected_for(user: User) -> Mapping[int, int]:
    """How many of the leads in reach were rejected for each reason, and it was not taken back."""
    verdicts = Verdict.objects.standing().filter(
        lead__in=Lead.objects.visible_to(user), why__isnull=False
    )
    return dict(verdicts.order_by().values_list("why").annotate(n=Count("lead", distinct=True)))


VERDICT_REASONS = ChoiceList(
    slug="verdict-reasons",
    title=gettext_lazy("Verdict reasons"),
    singular="verdict reason",
    sentence=gettext_lazy(
        "Your own reasons to reject a lead; each counts as one that the program knows"
    ),
    model=VerdictReason,
    form=VerdictReasonForm,
    columns=(Column(gettext_lazy("Counts as"), lambda row: row.get_counts_as_display()),),
    used=Used(
        leads_rejected_for,
        lambda row: f"{reverse('followups:leads')}?state={own_choice(REJECTED, row.pk)}",
    ),
)


TAGS = ChoiceList(
    slug="tags",
    title=gettext_lazy("Tags"),
    singular="tag",
    sentence=gettext_lazy(
        "Words by which people group leads; who works a lead adds one where it is missing"
    ),
    model=Tag,
    form=TagForm,
    used=Used(leads_tagged, lambda tag: f"{reverse('followups:leads')}?tag={tag.pk}"),
)
