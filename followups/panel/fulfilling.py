"""Whether a touch sent what was asked for: offered with a log where something is promised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups import operations
from followups.models import Channel, Touch
from followups.situation import Situation
from leadfollow.people.models import User
from leads.models import Fulfilled

HOW = {
    Channel.MAIL: Fulfilled.MAIL,
    Channel.MEETING: Fulfilled.HAND,
    Channel.LETTER: Fulfilled.POST,
}


class FulfilsField(forms.BooleanField):
    """A tick; its label names what was promised."""

    def __init__(self, **more: Any) -> None:
        widget = forms.CheckboxInput({"class": "form-check-input"})
        label = gettext_lazy("With it went what was asked for")
        super().__init__(**{"label": label, "required": False, "widget": widget, **more})


def offer_fulfilment(form: forms.Form, situation: Situation, *, by: str | None = None) -> None:
    """Where something is still to be sent, and the way, if it is known yet, can carry it."""
    promised = situation.promised
    if promised and (by is None or by in HOW):
        form.fields["fulfils"].label = _("With it went: %(request)s") % {"request": promised.wanted}
    else:
        del form.fields["fulfils"]


def keep_promise(
    situation: Situation, touch: Touch, *, is_kept: bool, by: User, at: datetime
) -> None:
    """What was ticked with the log."""
    promised = situation.promised
    if is_kept and promised and touch.channel in HOW:
        how = HOW[Channel(touch.channel)]
        operations.fulfil(inquiry=promised, how=how, touch=touch, by=by, at=at)
