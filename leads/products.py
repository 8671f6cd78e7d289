"""What we sell, as a list to choose from."""

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
from leadfollow.people.optional import OptionalPart, uses
from leads.models import Inquiry, Product


class ProductForm(RowForm):
    """A product's name; where quotas are kept, whether it counts."""

    counts_for_quota = forms.BooleanField(
        label=gettext_lazy("Counts for quota"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, row: Product | None = None) -> None:
        super().__init__(data, row=row)
        if not uses(QUOTA.slug):
            del self.fields["counts_for_quota"]


def leads_asking(user: User) -> Mapping[int, int]:
    """How many of the leads in reach ask for each product."""
    asked = Inquiry.objects.visible_to(user).filter(product__isnull=False).order_by()
    return dict(asked.values_list("product").annotate(n=Count("lead", distinct=True)))


QUOTA = OptionalPart(
    "quota",
    gettext_lazy("Quota"),
    gettext_lazy("Says of each product whether it counts for a rep’s quota."),
)
PRODUCTS = ChoiceList(
    slug="products",
    title=gettext_lazy("Products"),
    singular="product",
    sentence=gettext_lazy(
        "What you sell: chosen for an inquiry, shown on the lead, a filter of the list"
    ),
    model=Product,
    form=ProductForm,
    columns=(
        Column(
            gettext_lazy("Counts for quota"),
            lambda product: _("yes") if product.counts_for_quota else _("no"),
            is_on=lambda: uses(QUOTA.slug),
        ),
    ),
    used=Used(leads_asking, lambda product: f"{reverse('followups:leads')}?product={product.pk}"),
)
