"""The tags of a lead on its own page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.template import Context, Library

from leads.models import Lead, LeadTag, Tag

register = Library()


@register.inclusion_tag("followups/_lead_tags.html", takes_context=True)
def lead_tags(context: Context, lead: Lead) -> dict[str, Any]:
    """The tags, each a link to all leads that have it; forms where `may_edit` says so."""
    user, may_edit = context["user"], context["may_edit"]
    in_reach = Lead.objects.visible_to(user) if may_edit else Lead.objects.filter(pk=lead.pk)
    on_it = Exists(LeadTag.objects.filter(tag=OuterRef("pk"), lead=lead))
    known = list(Tag.objects.on(in_reach).values_list("pk", "name", on_it, "retired_at"))
    return {
        "lead": lead,
        "tags": [(pk, name) for pk, name, is_here, _ in known if is_here],
        "known": [(pk, name) for pk, name, _, retired_at in known if retired_at is None],
        "may_edit": may_edit,
        "csrf_token": context["csrf_token"],
    }
