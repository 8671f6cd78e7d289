"""Territories: an optional part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.lists import ChoiceList, Column, RowForm, Used
from leadfollow.people.lists.remembered import offered
from leadfollow.people.models import Organisation, User
from leadfollow.people.operations import Refusal
from leadfollow.people.optional import OptionalPart, uses
from leads.models import Contact, Lead, Territory
from leads.models.lead import at_home_in
from leads.postal import BadRange, Range


class Overlap(Refusal):
    """A lead would be in two territories."""

    field = "ranges"


class TerritoryForm(RowForm):
    """A territory's name and its ranges, one a line."""

    ranges = forms.CharField(
        label=gettext_lazy("Postal codes"),
        max_length=4000,
        widget=forms.Textarea({"class": "form-control", "rows": 4, "autocomplete": "off"}),
        help_text=gettext_lazy("A line each: DE 20000–29999, or DE for the whole country."),
        error_messages={
            "required": gettext_lazy("Give a country, or a range of its postal codes.")
        },
    )

    def clean_ranges(self) -> str:
        """As they are kept: a line each, every one written the same way."""
        lines = filter(str.strip, self.cleaned_data["ranges"].splitlines())
        return "\n".join(dict.fromkeys(str(self.parsed(line)) for line in lines))

    def parsed(self, line: str) -> Range:
        try:
            return Range.parse(line)
        except BadRange:
            told = _("“%(line)s” is no range. Write it like DE 20000–29999, or DE.")
            raise forms.ValidationError(told % {"line": line.strip()}) from None


def refuse_overlap(territory: Territory) -> None:
    """Refuse what lies in another one, too; two at one moment wait for each other."""
    list(Organisation.objects.select_for_update(of=("self",)))
    for other in Territory.objects.filter(retired_at=None).exclude(pk=territory.pk):
        shared = (
            (mine, part) for mine in territory.parts for part in other.parts if mine.overlaps(part)
        )
        if found := next(shared, None):
            told = _("%(mine)s lies in “%(other)s” already, as %(part)s. Change one of them.")
            raise Overlap(told % {"mine": found[0], "other": other, "part": found[1]})


def open_leads_in(user: User) -> Mapping[int, int]:
    """How many of the open leads in reach are in each territory."""
    rows = list(Territory.objects.all())
    if not rows:
        return {}
    counts = {f"in_{row.pk}": Count("pk", filter=at_home_in(row.parts)) for row in rows}
    counted = Lead.objects.visible_to(user).open().aggregate(**counts)
    return {row.pk: counted[f"in_{row.pk}"] for row in rows}


PART = OptionalPart(
    "territories",
    gettext_lazy("Territories"),
    gettext_lazy(
        "Regions by postal codes: shown on leads, a filter of the list, with their open leads."
    ),
)
TERRITORIES = ChoiceList(
    slug="territories",
    title=gettext_lazy("Territories"),
    singular="territory",
    sentence=gettext_lazy("Regions by postal codes; a lead is where its primary contact is"),
    model=Territory,
    form=TerritoryForm,
    columns=(Column(gettext_lazy("Postal codes"), lambda row: ", ".join(map(str, row.parts))),),
    used=Used(
        open_leads_in,
        lambda row: f"{reverse('followups:leads')}?territory={row.pk}&state=open",
    ),
    used_title=gettext_lazy("Open leads"),
    is_on=lambda: uses(PART.slug),
    refuse=refuse_overlap,
)


def territories() -> list[Territory]:
    """Those that are used; none while the part is off. Nothing is asked."""
    return offered(TERRITORIES) if PART.is_on else []


def territory_of(contact: Contact | None, among: Iterable[Territory]) -> Territory | None:
    """Where somebody is at home."""
    if contact is None:
        return None
    where = contact.country, contact.postal_code
    return next((each for each in among if each.covers(*where)), None)


def in_territory(asked: str) -> Q:
    """The condition on leads: in that territory, or for "none" in none."""
    known = {str(each.pk): each.parts for each in territories()}
    if asked in known:
        return at_home_in(known[asked])
    return ~at_home_in([part for parts in known.values() for part in parts])
