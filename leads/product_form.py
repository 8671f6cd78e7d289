"""For which product each inquiry of a lead asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from leads.models import Inquiry, Product


def choice_of_product(present: Iterable[int | None] = ()) -> forms.ModelChoiceField[Product]:
    """One of those that are offered, or that stands there already; or none."""
    known = Q(retired_at=None) | Q(pk__in=[pk for pk in present if pk])
    return forms.ModelChoiceField(
        Product.objects.filter(known),
        label=gettext_lazy("Product"),
        required=False,
        empty_label=gettext_lazy("Not said"),
        widget=forms.Select({"class": "form-select"}),
    )


class ProductsForm(forms.Form):
    """A choice for each inquiry; what is not sent stays."""

    def __init__(self, data: Any = None, *, inquiries: Iterable[Inquiry]) -> None:
        self.inquiries = list(inquiries)
        super().__init__(data)
        for inquiry in self.inquiries:
            field = choice_of_product([inquiry.product_id])
            field.initial = inquiry.product_id
            self.fields[self.name_of(inquiry)] = field

    def name_of(self, inquiry: Inquiry) -> str:
        return f"inquiry-{inquiry.pk}"

    @property
    def rows(self) -> Iterator[tuple[Inquiry, forms.BoundField]]:
        """Each inquiry with its choice."""
        for inquiry in self.inquiries:
            yield inquiry, self[self.name_of(inquiry)]

    @property
    def chosen(self) -> Iterator[tuple[Inquiry, Product | None]]:
        """What is another one now."""
        for inquiry in self.inquiries:
            if (name := self.name_of(inquiry)) in self.changed_data and name in self.data:
                yield inquiry, self.cleaned_data[name]
