"""What people type on a lead: a log, another date, a promise, an end."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from campaigns.models import Segment
from followups.cadences.planning import next_morning
from followups.channels import ChannelField, channel_choices, channel_chosen
from followups.early_stops import WHY_EARLY
from followups.models import Touch
from followups.panel.ends import EndField, end_chosen
from followups.panel.moment_field import Listener, MomentField, listen, listen_to
from followups.panel.verdict_forms import (
    WHAT_FOLLOWS,
    VerdictField,
    closing_choices,
    in_own_words,
)
from followups.policy import MOVES_THAT_ASK_WHY
from followups.situation import Situation
from followups.verdicts import may_be_rejected_freely
from leadfollow import clock
from leadfollow.clock import WorkingTime
from leadfollow.words import Said
from leads.models import Contact, Disposition


def select(**attributes: str) -> forms.Select:
    return forms.Select({"class": "form-select", **attributes})


def text(**attributes: Said) -> forms.TextInput:
    return forms.TextInput({"class": "form-control", **attributes})


def offer(form: forms.Form, situation: Situation, people: list[Contact], *, nobody: str) -> None:
    """Let the form choose among these people of the lead, without asking the database again."""
    field = cast(forms.ModelChoiceField, form.fields["contact"])
    field.queryset = Contact.objects.may_be_contacted().filter(leads__lead=situation.lead)
    choices = [(contact.pk, str(contact)) for contact in people]
    field.choices = [("", nobody), *choices] if nobody or not choices else choices


WHY_AGAIN = (  # as it is kept
    gettext_noop("They asked for it"),
    gettext_noop("Could not get through"),
    gettext_noop("Waiting for something"),
    gettext_noop("No time"),
)
EARLY = [(why, gettext_lazy(why)) for why in WHY_EARLY]


def why_asked(segment: Segment) -> str:
    """Of what date a reason is asked; of none, nothing."""
    if not segment.longest_silence:
        return _("Why, if so soon") if segment.ceiling_days else ""
    days = segment.longest_silence
    if segment.ceiling_days:
        asked = ngettext(
            "Why, if later than %(number)s working day or so soon",
            "Why, if later than %(number)s working days or so soon",
            days,
        )
    else:
        asked = ngettext(
            "Why, if later than %(number)s working day",
            "Why, if later than %(number)s working days",
            days,
        )
    return asked % {"number": days}


class EndForm(forms.Form):
    """An end: its verdict, unless that follows; of a win, what the lead is worth."""

    verdict = VerdictField()
    early = forms.ChoiceField(
        label=gettext_lazy("Why so early"), required=False, choices=EARLY, widget=forms.RadioSelect
    )
    value = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput({"class": "form-control", "step": "0.01"}),
        label=gettext_lazy("Value"),
    )
    value_unknown = forms.BooleanField(
        label=gettext_lazy("Value not known yet"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    won_at = MomentField(label=gettext_lazy("Won when"), required=False, past=True, by_day=True)

    def __init__(
        self, data: Any, *, situation: Situation, initial: dict[str, Any], auto_id: str
    ) -> None:
        self.situation = situation
        lead = situation.lead
        known = {"value": lead.value, "won_at": situation.now}
        super().__init__(data, initial=known | initial, auto_id=auto_id)
        self.fields["value"].label = _("Value in %(currency)s, if it is won") % {
            "currency": lead.campaign.currency
        }
        self.offer_verdicts(situation)
        if not situation.is_early:
            del self.fields["early"]

    def offer_verdicts(self, situation: Situation, *, clerical_only: bool = False) -> None:
        verdict = cast(VerdictField, self.fields["verdict"])
        verdict.choices = closing_choices(situation.verdict, clerical_only=clerical_only)
        verdict.help_text = "" if situation.verdict else WHAT_FOLLOWS

    def value_of(self, disposition: str) -> Decimal | None:
        """A value belongs to a lead that is won, and is asked for; one that stood before is no
        matter."""
        value: Decimal | None = self.cleaned_data.get("value")
        if disposition == Disposition.WON:
            if value is None and not self.cleaned_data.get("value_unknown"):
                asks = _("Say what it is worth, or tick “Value not known yet”.")
                self.errors.get("value") or self.add_error("value", asks)
            return value
        if value is None:
            return None
        if "value" in self.changed_data:
            self.add_error("value", _("Only a lead that is won is asked for it. Leave it empty."))
        return None

    def won_on_of(self, disposition: str) -> date | None:
        """The day on which it was won; of no other end, and then what was typed is no matter."""
        if disposition != Disposition.WON:
            self.errors.pop("won_at", None)
            return None
        here = self.situation.working.zone
        field = cast(MomentField, self.fields["won_at"])
        here = field.listener.here if field.listener else here
        return clock.today(here, self.cleaned_data.get("won_at") or self.situation.now)


class MoveForm(forms.Form):
    """Another date for what is scheduled: one of the picks, or a moment typed.

    The third postponement asks why, and so does a date beyond the segment's longest silence.
    """

    when = forms.CharField(required=False)
    when_at = MomentField(required=False, label=gettext_lazy("When at"))
    because = forms.ChoiceField(
        required=False,
        choices=[(why, gettext_lazy(why)) for why in WHY_AGAIN],
        widget=forms.RadioSelect,
        label=gettext_lazy("Because"),
    )
    why = forms.CharField(
        required=False,
        max_length=200,
        widget=text(placeholder=gettext_lazy("or in your own words")),
        label=gettext_lazy("Why"),
    )

    def __init__(
        self, data: Any = None, *, touch: Touch, now: datetime, working: WorkingTime
    ) -> None:
        super().__init__(data, auto_id=f"move-{touch.pk}-%s")
        self.fields["when_at"].widget.attrs |= {
            "data-key": "d",
            "data-key-label": _("Another date"),
        }
        self.moved_often = touch.postponements + 1 >= MOVES_THAT_ASK_WHY
        listen(self, Listener(touch.lead, touch.contact, now, working))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = cleaned.get("when")
        cleaned["due"] = self.fields["when_at"].clean(typed) if typed else cleaned.get("when_at")
        if not cleaned["due"] and not self.errors:
            self.add_error("when_at", _("Choose the new date."))
        if "when_at" in self.errors:
            self.fields["when_at"].widget.attrs["data-focus"] = ""
        return cleaned | {"why": cleaned.get("why") or cleaned.get("because", "")}

    @property
    def asks_why(self) -> bool:
        """Moved often, refused for want of a reason, or one was given already."""
        given = self.data.get("why") or self.data.get("because")
        return self.moved_often or bool(self.non_field_errors() or given)


class PromiseForm(forms.Form):
    """A touch on a chosen date, beside the cadence or in place of a missing one."""

    channel = ChannelField(label=gettext_lazy("Channel"))
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=gettext_lazy("With"), widget=select()
    )
    subject = forms.CharField(
        label=gettext_lazy("What for"),
        required=False,
        max_length=200,
        widget=text(placeholder=gettext_lazy("Send the offer")),
    )
    due_at = MomentField(label=gettext_lazy("When"))
    why = forms.CharField(required=False, max_length=200, widget=text(), label=gettext_lazy("Why"))

    def __init__(self, data: Any = None, *, situation: Situation) -> None:
        morning = next_morning(situation.now, situation.working)
        super().__init__(data, initial={"due_at": morning}, auto_id="promise-%s")
        segment = situation.lead.campaign.segment
        self.fields["why"].label = why_asked(segment)
        if not self.fields["why"].label:
            del self.fields["why"]
        self.fields["channel"].choices = channel_choices(segment.pk)  # type: ignore[attr-defined]
        offer(self, situation, situation.reachable, nobody="")
        listen_to(self, situation)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | channel_chosen(cleaned.get("channel", ""))._asdict()


class CloseForm(EndForm):
    """The end of a lead, and why; of one that is won, what it is worth."""

    disposition = EndField(label=gettext_lazy("How it ends"))
    reason = forms.CharField(
        label=gettext_lazy("Why, in a few words"), required=False, max_length=300, widget=text()
    )
    field_order = ("disposition", "early", "reason", "verdict", "value", "value_unknown", "won_at")

    def __init__(self, data: Any = None, *, situation: Situation) -> None:
        initial = {"disposition": Disposition.NO_RESPONSE}
        super().__init__(data, situation=situation, initial=initial, auto_id="close-%s")
        if not may_be_rejected_freely(situation.lead):
            self.offer_verdicts(situation, clerical_only=True)
        listen_to(self, situation)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reason = cleaned.get("reason", "") or cleaned.pop("early", "")
        cleaned.pop("early", "")
        verdict = in_own_words(cleaned.get("verdict"), reason)
        end, why = end_chosen(cleaned.get("disposition", ""))
        value, won_on = self.value_of(end), self.won_on_of(end)
        for name in ("value_unknown", "won_at"):
            cleaned.pop(name, None)
        said = {"disposition": end, "why": why, "value": value, "won_on": won_on}
        return cleaned | said | {"reason": reason, "verdict": verdict}
