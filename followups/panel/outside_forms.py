"""What somebody from outside fills in: how a try went, and how the lead comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Channel
from followups.next_step import Close, Due, NextStep, TouchOn
from followups.panel.forms import select, text
from followups.panel.moment_field import MomentInput
from followups.panel.unplanned_form import UnplannedForm
from followups.situation import Situation
from followups.verdicts import may_be_rejected_freely
from leads.models import CLERICAL, Back, Lead, Qualifying, Rejection
from leads.models.qualifying import SAID


class TryForm(UnplannedForm):
    """A call, a mail, a meeting that he made. Without a date for another one the next step is to
    return the lead by his limit; he ends no lead."""

    def __init__(self, data: Any = None, *, situation: Situation, row: Qualifying) -> None:
        self.limit = row.due_by
        step = situation.touch
        self.own_step = step if step and step.enrolment_id is None else None
        super().__init__(data, situation=situation)
        self.initial["due_at"], self.initial["direction"] = None, "outbound"
        self.fields["due_at"].label = _("Another try, if one is wanted")
        for name in ("fulfils", "instead_of"):
            self.fields.pop(name, None)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, MomentInput) and widget.listener:
                widget.listener = replace(widget.listener, page="outside_moment")

    def clean(self) -> dict[str, Any]:
        """What he had planned is done with this; the plan of a rep before him stays."""
        self.cleaned_data["instead_of"] = self.own_step
        return super().clean()

    def next_step(self, due_at: datetime | None) -> NextStep | None:
        step = super().next_step(due_at)
        if step and not isinstance(step, Close):
            return step
        if any(touch != self.own_step for touch in self.situation.scheduled):
            return None
        limit = Due(max(self.limit, self.situation.now))
        return TouchOn(limit, Channel.OTHER, _("To be returned"))


class ReturnForm(forms.Form):
    """How the lead comes back; a reason where it is not qualified."""

    says = forms.ChoiceField(
        label=gettext_lazy("How it comes back"),
        choices=[("", gettext_lazy("Choose")), *((back.value, back.label) for back in SAID)],
        widget=select(),
        error_messages={"required": gettext_lazy("Choose how the lead comes back.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why, if it is not qualified"), required=False, widget=select()
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"), required=False, max_length=300, widget=text()
    )

    def __init__(self, data: Any = None, *, lead: Lead) -> None:
        super().__init__(data, auto_id="return-%s")
        offered = list(Rejection) if may_be_rejected_freely(lead) else CLERICAL
        choices = [(reason.value, reason.label) for reason in offered]
        cast(forms.ChoiceField, self.fields["reason"]).choices = [("", _("Choose")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("says") == Back.NOT_QUALIFIED and not self.errors:
            if not cleaned.get("reason"):
                self.add_error("reason", _("Choose why it is not qualified."))
            elif cleaned["reason"] == Rejection.OTHER and not cleaned.get("words"):
                self.add_error("words", _("Write in a few words why it is not qualified."))
        return cleaned
