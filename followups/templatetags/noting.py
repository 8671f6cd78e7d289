"""The form of a note on the lead's own page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from followups.notices.colleagues import colleagues_at
from followups.panel.note_form import NoteForm
from leadfollow import clock
from leads.models import Lead

register = Library()


@register.inclusion_tag("followups/_note_form.html", takes_context=True)
def note_form(context: Context, lead: Lead) -> dict[str, Any]:
    """For those who may write notes here; a form that was refused comes back as it was typed."""
    user = context["user"]
    if not context["may_annotate"]:
        return {}
    return {
        "lead": lead,
        "form": context.get("note_form") or NoteForm(),
        "colleagues": colleagues_at(lead, by=user, at=clock.now()),
        "csrf_token": context["csrf_token"],
    }
