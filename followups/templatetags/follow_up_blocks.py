"""How well a rep keeps his follow-up blocks, where a page says so."""

from __future__ import annotations

from django.template import Library

from followups.queue import blocks as follow_up_blocks
from followups.queue.blocks import Adherence
from leadfollow import clock
from leadfollow.people.models import User

register = Library()


@register.simple_tag
def adherence_of(rep: User) -> Adherence | None:
    """Of the last five working days; None where he has set no blocks."""
    return follow_up_blocks.adherence_of([rep], now=clock.now()).get(rep.pk)
