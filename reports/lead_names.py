"""How a lead is called where there are many: by its organisation, else by its first person."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from leads.models import LeadContact


def lead_name(lead: str = "") -> Coalesce:
    """The name of a lead; `lead` is the way to it from the row, as in "lead__".

    The person is looked up only where there is no organisation.
    """
    primary = LeadContact.objects.filter(lead=OuterRef(f"{lead}pk"), is_primary=True)
    person = Subquery(primary.values("contact__name")[:1])
    return Coalesce(
        NullIf(F(f"{lead}organisation"), Value("")),
        NullIf(person, Value("")),
        Value(_("Name not known")),
    )
