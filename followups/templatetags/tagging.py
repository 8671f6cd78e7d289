"""The tags of a lead on its own page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from followups.lists.lead_filter import tags_on
from followups.lists.lead_list import tags_of
from leads.models import Lead

register = Library()


@register.inclusion_tag("followups/_lead_tags.html", takes_context=True)
def lead_tags(context: Context, lead: Lead) -> dict[str, Any]:
    """The tags, each a link to all leads that have it; forms where `may_edit` says so."""
    user, may_edit = context["user"], context["may_edit"]
    known = tags_on(Lead.objects.visible_to(user)) if may_edit else []
    return {
        "lead": lead,
        "tags": tags_of([lead])[lead.pk],
        "known": known,
        "may_edit": may_edit,
        "csrf_token": context["csrf_token"],
    }
