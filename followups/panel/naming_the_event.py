"""Whoever was met at an event has to read its name, or does not know why we write."""

from __future__ import annotations

from followups.cadences.merge import event_of
from followups.models import Channel, Outcome, Touch
from followups.situation import Situation

WRITTEN = (Channel.MAIL, Channel.MESSAGE, Channel.LINKEDIN)


def event_to_name(situation: Situation) -> str:
    """The event that the first message after an inquiry there has to name; else nothing."""
    touch, inquiry = situation.touch, situation.inquiry
    event = event_of(inquiry)
    if not (event and inquiry and touch and touch.channel in WRITTEN):
        return ""
    written = Touch.objects.logged().filter(lead=situation.lead, channel__in=WRITTEN)
    since = written.filter(outcome=Outcome.SENT, happened_at__gte=inquiry.received_at)
    return "" if since.exclude(pk=touch.pk).exists() else event


def names(event: str, text: str) -> bool:
    """Whether the text has the event's name, however it is spaced and written."""
    return " ".join(event.casefold().split()) in " ".join(text.casefold().split())
