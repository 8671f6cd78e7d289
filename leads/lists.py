"""What leads are told apart by: the lists that people choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leadfollow.people.lists import ChoiceList, RowForm, Used
from leadfollow.people.models import User
from leads.models import Lead, LeadTag, Tag
from leads.models.tag import MOST_LETTERS, tag_name


class TagForm(RowForm):
    """A tag's name, written as where it is put on a lead."""

    def __init__(self, data: Any = None, *, row: Tag | None = None) -> None:
        super().__init__(data, row=row)
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=MOST_LETTERS, widget=self.fields["name"].widget
        )

    def clean_name(self) -> str:
        if not (name := tag_name(self.cleaned_data["name"])):
            raise forms.ValidationError(_("Write a word or a few."))
        return name


def leads_tagged(user: User) -> Mapping[int, int]:
    """How many of the leads in reach each tag stands on."""
    on_leads = LeadTag.objects.filter(lead__in=Lead.objects.visible_to(user)).order_by()
    return dict(on_leads.values_list("tag").annotate(n=Count("pk")))


TAGS = ChoiceList(
    slug="tags",
    title=_("Tags"),
    singular="tag",
    sentence=_("Words by which people group leads; who works a lead adds one where it is missing"),
    model=Tag,
    form=TagForm,
    used=Used(leads_tagged, lambda tag: f"{reverse('followups:leads')}?tag={tag.pk}"),
)
