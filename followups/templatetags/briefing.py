"""The brief of a lead, above its log panel, and the ways out of it."""

from __future__ import annotations

from django.template import Library

from followups.panel import brief, ways_out
from followups.situation import Situation

register = Library()


@register.simple_tag
def brief_of(situation: Situation) -> list[brief.Line]:
    """Its five lines."""
    return brief.brief_of(situation)


@register.simple_tag
def mail_link(situation: Situation) -> str:
    """Opens one's own mail program."""
    return ways_out.mail_link(situation)


@register.simple_tag
def to_fill_in(situation: Situation) -> str:
    """What would go out unfilled."""
    return ways_out.to_fill_in(situation)


@register.simple_tag
def profile_link(situation: Situation) -> str:
    """Opens the person's profile."""
    return ways_out.profile_link(situation.contact)
