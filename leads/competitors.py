"""Competitors by their domains: a lead of theirs wears a mark, and nothing else happens to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.lists import ChoiceList, Column, RowForm
from leadfollow.people.lists.remembered import offered
from leads.domains import BIG_HOSTS, LONGEST, at_one_of, belongs_to, domain_of
from leads.models import CompetitorDomain, Contact, Lead


class CompetitorForm(RowForm):
    """Who it is, and a domain of theirs."""

    domain = forms.CharField(
        label=gettext_lazy("Domain"),
        max_length=LONGEST,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        help_text=gettext_lazy("As behind the @ of their addresses: nordwind.example"),
        error_messages={"required": gettext_lazy("Give their domain.")},
    )

    def __init__(self, data: Any = None, *, row: CompetitorDomain | None = None) -> None:
        super().__init__(data, row=row)
        self.fields["name"].label = _("Competitor")

    def clean_domain(self) -> str:
        if not (domain := domain_of(self.cleaned_data["domain"])):
            raise forms.ValidationError(_("Write a domain like nordwind.example."))
        if domain in BIG_HOSTS:
            told = _("Everybody may have an address at %(domain)s. Write a domain of their own.")
            raise forms.ValidationError(told % {"domain": domain})
        return domain


COMPETITORS = ChoiceList(
    slug="competitors",
    title=gettext_lazy("Competitors’ domains"),
    singular="competitor domain",
    sentence=gettext_lazy(
        "A lead with such an address or web site wears a mark; nothing closes by itself"
    ),
    model=CompetitorDomain,
    form=CompetitorForm,
    columns=(Column(gettext_lazy("Competitor"), lambda row: row.name),),
    same=("domain",),
)


def competitor_of(lead: Lead, people: Iterable[Contact]) -> CompetitorDomain | None:
    """Whose domain the lead's site or somebody's address there has; nothing is asked."""
    by_domain = {row.domain: row for row in offered(COMPETITORS)}
    emails = [person.email for person in people]
    return by_domain.get(belongs_to(by_domain, website=lead.website, emails=emails))


def may_be_competitors() -> Q:
    """The condition on leads that says the same."""
    return at_one_of(row.domain for row in offered(COMPETITORS))
