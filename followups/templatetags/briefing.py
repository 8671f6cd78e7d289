"""The brief of a lead, above its log panel."""

from __future__ import annotations

from django.template import Library

from followups import brief
from followups.situation import Situation

register = Library()


@register.simple_tag
def brief_of(situation: Situation) -> list[brief.Line]:
    """Its five lines."""
    return brief.brief_of(situation)
