"""What the lead list is filtered by of the lists that each company keeps; nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from leadfollow.people.lists.remembered import offered, rows_of
from leads.competitors import COMPETITORS
from leads.products import PRODUCTS
from leads.territories import territories

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Choices = list[tuple[int | str, StrOrPromise]]

NOWHERE = "none"


def own_choices() -> dict[str, Choices]:
    """By the name of the filter; a list that is not used offers nothing."""
    return {"product": products(), "competitor": competitor(), "territory": places()}


def products() -> Choices:
    """Retired ones too: leads have asked for them."""
    return [(product.pk, product.name) for product in rows_of(PRODUCTS)]


def competitor() -> Choices:
    if not offered(COMPETITORS):
        return []
    return [("yes", _("May be a competitor")), ("no", _("No competitor that we know"))]


def places() -> Choices:
    """Each territory, and none of them."""
    known: Choices = [(one.pk, one.name) for one in territories()]
    return [*known, (NOWHERE, _("No territory"))] if known else []
