"""What somebody sets right of a touch that he logged."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.channels import (
    ChannelField,
    LinkField,
    asks_link,
    channel_choices,
    channel_chosen,
    choice_of,
    takes_link,
)
from followups.chips import outcomes_of
from followups.models import Channel, Outcome, Touch
from followups.operations.correcting import kind_of
from followups.panel.forms import select
from leads.models import Contact

LATER = ("outcome", "channel", "contact")  # for a day only


class CorrectionForm(forms.Form):
    """The touch as it stands: its note, and for a day also what counters and plan go by."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), widget=select())
    channel = ChannelField(label=gettext_lazy("By"))
    link = LinkField()
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=gettext_lazy("With"), widget=select()
    )
    note = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 4, "autofocus": True}),
    )

    def __init__(self, data: Any = None, *, touch: Touch, note_only: bool) -> None:
        self.touch = touch
        initial = {name: getattr(touch, name) for name in (*LATER, "link", "note")}
        initial["channel"] = choice_of(touch)
        super().__init__(data, initial=initial, auto_id="correct-%s")
        if note_only:
            for name in LATER if takes_link(touch) else (*LATER, "link"):
                del self.fields[name]
            return
        segment = touch.lead.campaign.segment_id
        by = cast(forms.ChoiceField, self.fields["channel"])
        by.choices = channel_choices(segment, present=touch)
        kind = kind_of(touch.outcome)
        outcome = cast(forms.ChoiceField, self.fields["outcome"])
        outcome.choices = [each for each in Outcome.choices if kind_of(each[0]) == kind]
        contact = cast(forms.ModelChoiceField, self.fields["contact"])
        contact.queryset = Contact.objects.filter(leads__lead=touch.lead_id)
        contact.empty_label = _("Somebody else there")

    def clean(self) -> dict[str, Any]:
        """The whole content; what cannot be changed any more as it is."""
        cleaned = super().clean() or {}
        as_is = {name: getattr(self.touch, name) for name in (*LATER, "own_channel_id", "link")}
        if chosen := cleaned.get("channel"):
            cleaned |= channel_chosen(chosen)._asdict()
            self.keep_link_where_one_fits(cleaned)
        outcome, channel = cleaned.get("outcome"), cleaned.get("channel")
        as_before = (outcome, channel) == (self.touch.outcome, self.touch.channel)
        if outcome and channel and not as_before and outcome not in outcomes_of(channel):
            label, by = Outcome(outcome).label, Channel(channel).label.lower()
            self.add_error(
                "outcome",
                _("“%(label)s” does not go with “%(by)s”. Choose another.")
                % {"label": label, "by": by},
            )
        return as_is | cleaned

    def keep_link_where_one_fits(self, cleaned: dict[str, Any]) -> None:
        """Out of sight of a channel that asks for none, nobody meant what the field says: what
        stands there stays with its channel alone."""
        if not asks_link(cleaned["own_channel_id"]):
            is_same = cleaned["own_channel_id"] == self.touch.own_channel_id
            cleaned["link"] = self.touch.link if is_same else ""
            self.errors.pop("link", None)
