"""The field for a moment that somebody types in words, with its echo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from followups.operations.logging import is_late
from followups.situation import Situation
from leadfollow import clock
from leadfollow.clock import WorkingTime
from leadfollow.moment_words import Reader, Unreadable
from leadfollow.words import day_in_full, moment_in_full
from leads.local_time import local_time
from leads.models import Contact, Lead


@dataclass(frozen=True)
class Listener:
    """Reads the words that a person types about a lead, and says what they mean."""

    lead: Lead
    contact: Contact | None
    now: datetime
    working: WorkingTime
    past: bool = False
    by_day: bool = False  # of what was, a day is enough
    page: str = "moment"  # where the echo is asked for

    @property
    def reader(self) -> Reader:
        """Words are meant in the zone of the person who types."""
        return Reader(self.now, replace(self.working, zone=self.here), self.past, self.by_day)

    @property
    def here(self) -> ZoneInfo:
        zone = timezone.get_current_timezone()
        return zone if isinstance(zone, ZoneInfo) else self.working.zone

    def echo(self, text: str) -> str:
        """As in "Thu 3 Dec 2026, 14:00, Karla’s time 15:00"; an Unreadable where there is none."""
        reader = self.reader
        moment, working = reader.read(text), reader.working
        if self.by_day:
            return day_in_full(clock.today(working.zone, moment))
        said = moment_in_full(moment, working.zone) + self.there(moment, working)
        if self.past:
            late = is_late(self.lead, moment, self.now)
            return _("%(said)s · will be marked late") % {"said": said} if late else said
        is_off = not working.is_working_day(clock.today(working.zone, moment))
        return _("%(said)s · not a working day") % {"said": said} if is_off else said

    def there(self, moment: datetime, working: WorkingTime) -> str:
        """The hour where the person is, if it is another than here."""
        here = moment.astimezone(working.zone).replace(tzinfo=None)
        local = local_time(self.contact, now=moment)
        if local is None or self.contact is None or local == here:
            return ""
        day = "" if local.date() == here.date() else f"{day_in_full(local.date())}, "
        time = f"{day}{local:%H:%M}"
        if not self.contact.first_name:
            return ", " + _("local time %(time)s") % {"time": time}
        told = {"name": self.contact.first_name, "time": time}
        return ", " + _("%(name)s’s time %(time)s") % told


class MomentInput(forms.TextInput):
    """A line for words or a date, and under it what was understood."""

    listener: Listener | None = None

    def __init__(self) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off", "data-moment": ""})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, (attrs or {}) | self.asks(name))

    def asks(self, name: str) -> dict[str, str]:
        """While somebody types, the echo is asked for, beside what the form itself sends."""
        if not (to := self.listener):
            return {}
        said = {"named": name, "contact": to.contact.pk if to.contact else ""}
        query = urlencode(said | ({"past": "day" if to.by_day else "1"} if to.past else {}))
        return {
            "hx-get": f"{reverse(f'followups:{to.page}', args=[to.lead.pk])}?{query}",
            "hx-trigger": "input changed delay:300ms, change, restored",
            "hx-target": "next .echo",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
            "hx-indicator": "this",
        }

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        line = super().render(name, value, attrs, renderer)
        echo = '<span class="moment">{}</span><small class="echo" aria-live="polite">{}</small>'
        return format_html(echo, line, self.echo(value))

    def echo(self, value: Any) -> str:
        """What was understood of what stands in the line; a refusal is the field's own to say."""
        if not (value and self.listener):
            return ""
        try:
            said = self.listener.echo(str(value))
        except Unreadable:
            return ""
        return said if said != value else ""


class MomentField(forms.Field):
    """A moment: "thu 14", "12.1.", "in 3 months", or as a browser's calendar writes it.

    `past` for what has happened, `by_day` where its day is enough. `listen` tells the field who
    types, and about which lead.
    """

    widget: Any = MomentInput  # the class here, in a form its instance

    def __init__(self, *, past: bool = False, by_day: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.past, self.by_day = past, by_day
        self.widget.attrs["placeholder"] = (
            "yesterday" if by_day else "yesterday 15:00" if past else "thu 14:00"
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and self.by_day:
            return day_in_full(clock.today(self.listener.here, value)) if self.listener else value
        if isinstance(value, datetime):
            return moment_in_full(value, timezone.get_current_timezone())
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if self.listener is None:
            raise TypeError("Nobody listens to this field: call `listen` with its form.")
        try:
            return self.listener.reader.read(str(value))
        except Unreadable as unreadable:
            raise ValidationError(str(unreadable), code="invalid") from None

    @property
    def listener(self) -> Listener | None:
        widget: MomentInput = self.widget
        return widget.listener


def listen(form: forms.Form, listener: Listener) -> None:
    """Let a form's moments be read as of now, and echoed with the hour at the person's place."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.widget.listener = replace(listener, past=field.past, by_day=field.by_day)


def listen_to(form: forms.Form, situation: Situation) -> None:
    lead, contact = situation.lead, situation.contact
    listen(form, Listener(lead, contact, situation.now, situation.working))
