"""Whoever was met at an event has to read its name, or does not know why we write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.cadences.merge import event_of
from followups.models import Channel, Outcome, Touch
from followups.situation import Situation

WRITTEN = (Channel.MAIL, Channel.MESSAGE, Channel.LINKEDIN)


def event_to_name(situation: Situation, channel: str, *, touch: Touch | None = None) -> str:
    """The event that the first message after an inquiry there has to name; else nothing.

    `touch` is the message itself, where it was planned.
    """
    inquiry = situation.inquiry
    event = event_of(inquiry)
    if not (event and inquiry and channel in WRITTEN):
        return ""
    written = Touch.objects.logged().filter(lead=situation.lead, channel__in=WRITTEN)
    if touch:
        written = written.exclude(pk=touch.pk)
    since = written.filter(outcome=Outcome.SENT, happened_at__gte=inquiry.received_at)
    return "" if since.exists() else event


def names(event: str, text: str) -> bool:
    """Whether the text has the event's name, however it is spaced and written."""
    return " ".join(event.casefold().split()) in " ".join(text.casefold().split())


class MessageForm(forms.Form):
    """What was sent, asked for only where the message does not name the event."""

    sent_text = forms.CharField(
        label=gettext_lazy("What was sent"),
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
    )
    unnamed = forms.BooleanField(
        label=gettext_lazy("Log it all the same"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def leaves_out(self, event: str, cleaned: dict[str, Any], *, ours: str = "") -> bool:
        """Whether the text, or `ours`, leaves out the event; it is logged only if that is meant."""
        if not event or names(event, cleaned.get("sent_text") or ours):
            return False
        if not cleaned.get("unnamed"):
            self.add_error(
                "unnamed",
                _(
                    "The message does not name %(event)s, so they may not know why you"
                    " write. Paste what you sent, or tick “Log it all the same”."
                )
                % {"event": event},
            )
        return True
