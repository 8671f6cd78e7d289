"""Handing a lead over from its own page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from followups.lists.outside import receivers_for, split
from leadfollow import clock
from leadfollow.people.models import User
from leads.models import Lead

register = Library()


@register.inclusion_tag("followups/_hand_over.html", takes_context=True)
def hand_over(context: Context, lead: Lead) -> dict[str, Any]:
    """The form, for those who may give this lead to a rep, or to an outside qualifier while it is
    nobody's; nothing for anybody else."""
    user: User = context["user"]
    may = user.is_manager or user.is_event_manager or user.is_admin
    if not (may and context["may_assign"]):
        return {}
    told = {"lead": lead, **split(receivers_for(user, now=clock.now()))}
    return told | {name: context[name] for name in ("request", "csrf_token")}
