"""What a lead says in the organisation's own fields, on its own page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from leads.models import Lead
from leads.own_fields.values import in_words, rows_of

register = Library()


@register.inclusion_tag("followups/_own_values.html", takes_context=True)
def own_values(context: Context, lead: Lead) -> dict[str, Any]:
    """The fields in use, and folded what retired ones say. Nothing is asked of the database where
    nobody defined one: the lead was read with `any_own_field`."""
    if not lead.any_own_field:  # type: ignore[attr-defined]
        return {}
    told = [(row.field, in_words(row.said)) for row in rows_of([lead])[lead.pk]]
    return {
        "lead": lead,
        "in_use": [(field, said) for field, said in told if field.is_in_use],
        "retired": [(field, said) for field, said in told if not field.is_in_use],
        "may_edit": context["may_edit"] and lead.own_field_in_use,  # type: ignore[attr-defined]
        "is_shown": True,
    }
