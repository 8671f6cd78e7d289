"""Handing a lead over from its own page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from followups.lesson.rule import with_lesson
from leadfollow import clock
from leadfollow.people.models import User
from leads.models import Lead

register = Library()


@register.inclusion_tag("followups/_hand_over.html", takes_context=True)
def hand_over(context: Context, lead: Lead) -> dict[str, Any]:
    """The form, for those who may give this lead to a rep; nothing for anybody else."""
    user: User = context["user"]
    may = user.is_manager or user.is_event_manager or user.is_admin
    if not (may and context["may_assign"]):
        return {}
    reps = list(with_lesson(User.objects.assignable_by(user).with_absence(clock.now())))
    return {"lead": lead, "reps": reps, **{n: context[n] for n in ("request", "csrf_token")}}
