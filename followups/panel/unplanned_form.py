"""What people type about a touch that nobody planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.cadences.planning import next_morning
from followups.channels import ChannelField, LinkField, asks_link, channel_choices, channel_chosen
from followups.chips import outcomes_of
from followups.models import BARRING, HEARD, RESPONSES, Channel, Direction, Outcome, Touch
from followups.next_step import Close, Due, NextStep, TouchOn
from followups.operations.answering import ASKS
from followups.panel.forms import select
from followups.panel.fulfilling import HOW, FulfilsField, offer_fulfilment
from followups.panel.moment_field import MomentField, listen_to
from followups.panel.naming_the_event import MessageForm, event_to_name
from followups.panel.question_form import QuestionForm
from followups.panel.tick_form import HeardForm
from followups.situation import Situation
from followups.wording import touch_in_words
from leadfollow.words import due_in_words, within
from leads.intake import Person
from leads.models import Contact, Disposition

WHO_BEGAN = [
    (Direction.INBOUND, gettext_lazy("They turned to us")),
    (Direction.OUTBOUND, gettext_lazy("We turned to them")),
]
UNNAMED = ("sent_text", "unnamed")  # shown where the message does not name the event
KNOWN = [choice for choice in Outcome.choices if choice[0] != Outcome.UNKNOWN]


class OutcomeSelect(forms.Select):
    """Says of each outcome with whom beginning, and by what, it may have come of a touch."""

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **more)
        fits = [
            f"{direction}-{channel}"
            for direction in Direction.values
            for channel in Channel.values
            if value in outcomes_of(channel, direction)
        ]
        option["attrs"] |= {"data-fits": " ".join(fits)} if value else {}
        return option


class UnplannedForm(MessageForm):
    """A touch that nobody planned: with whom, how, what came of it.

    Where a step is scheduled it asks whether this took its place; where none is, for the next. An
    answer calls the step of a sprint off: then it asks for what was agreed.
    What came of it is never guessed.
    The key is made with the form, so that sending it twice logs once. `typed` is what is known
    of it already.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    instead_of = forms.ModelChoiceField(
        Touch.objects.none(),
        required=False,
        label=gettext_lazy("Instead of it, or beside it?"),
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Who began"), choices=WHO_BEGAN, widget=select()
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=gettext_lazy("With"), widget=select()
    )
    channel = ChannelField(label=gettext_lazy("By"))
    link = LinkField()
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[("", gettext_lazy("Choose")), *KNOWN],
        widget=OutcomeSelect({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(
            {"class": "form-control", "rows": 2, "placeholder": gettext_lazy("What was said")}
        ),
        label=gettext_lazy("Note"),
    )
    value_given = forms.BooleanField(
        label=gettext_lazy("Something of value given"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    fulfils = FulfilsField()
    happened_at = MomentField(label=gettext_lazy("Happened earlier"), required=False, past=True)
    due_at = MomentField(label=gettext_lazy("Next call"), required=False)

    def __init__(
        self, data: Any = None, *, situation: Situation, typed: Mapping[str, Any] | None = None
    ) -> None:
        morning = next_morning(situation.now, situation.working)
        people = [person.contact for person in situation.people]
        first = next((each.pk for each in people if not each.do_not_contact), "")
        initial = {
            "key": uuid4(),
            "contact": first,
            "due_at": morning,
        } | dict(typed or {})
        self.situation = situation
        super().__init__(data, initial=initial, auto_id="unplanned-%s")
        self.heard = HeardForm(data, criteria=situation.unticked, name="unplanned-bant")
        self.questions = QuestionForm(data, situation=situation, name="unplanned")
        by = cast(forms.ChoiceField, self.fields["channel"])
        by.choices = channel_choices(situation.lead.campaign.segment_id)
        field = cast(forms.ModelChoiceField, self.fields["contact"])
        field.queryset = Contact.objects.filter(leads__lead=situation.lead)
        field.choices = [*((each.pk, str(each)) for each in people), ("", _("Somebody else there"))]
        if situation.touch:
            self.ask_whether_instead(situation, situation.touch, is_dated="due_at" in (typed or {}))
        else:
            del self.fields["instead_of"]
        offer_fulfilment(self, situation)
        listen_to(self, situation)

    def ask_whether_instead(self, situation: Situation, touch: Touch, *, is_dated: bool) -> None:
        """Of the next step; what it leaves may still get another date."""
        planned = touch_in_words(touch)
        when = due_in_words(touch.due_at or situation.now, situation.now, situation.working)
        if touch == situation.sprint_step:
            beside = _("Beside it: %(planned)s, %(when)s, stays, unless they answered")
        else:
            beside = _("Beside it: %(planned)s, %(when)s, stays")
        beside %= {"planned": planned, "when": when}
        instead = cast(forms.ModelChoiceField, self.fields["instead_of"])
        instead.queryset = Touch.objects.scheduled().manual().filter(lead=situation.lead)
        instead.choices = [
            ("", beside),
            (touch.pk, _("Instead of it: the plan goes on after this")),
        ]
        if not is_dated:
            self.initial["due_at"] = None
        self.fields["due_at"].label = _("Another next call, if one is wanted")
        if situation.sprint_step:
            self.fields["due_at"].label = _("Next call; once they answered, as agreed")

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that cannot have come so, and a wish that is nobody's."""
        cleaned = super().clean() or {}
        if chosen := cleaned.get("channel"):
            cleaned |= channel_chosen(chosen)._asdict()
        if not asks_link(cleaned.get("own_channel_id")):
            cleaned["link"] = ""  # out of sight, and nobody meant it
        outcome, channel = cleaned.get("outcome"), cleaned.get("channel")
        begun = cleaned.get("direction", "")
        if outcome and channel and outcome not in outcomes_of(channel, begun):
            theirs = begun == Direction.INBOUND and outcome not in RESPONSES
            other = _("they turned to us") if theirs else within(Channel(channel).label)
            said = _("“%(label)s” does not go with “%(other)s”. Choose another.") % {
                "label": Outcome(outcome).label,
                "other": other,
            }
            self.add_error("outcome", said)
        if cleaned.get("fulfils") and channel and channel not in HOW:
            said = _("Nothing goes with that: take mail, a meeting or a letter, or untick it.")
            self.add_error("fulfils", said)
        event = event_to_name(self.situation, channel or "") if outcome == Outcome.SENT else ""
        cleaned["names_no_event"] = self.leaves_out(event, cleaned)
        if outcome in BARRING and not cleaned.get("contact"):
            self.add_error("contact", _("Choose who must not be contacted again."))
        if not cleaned.get("due_at"):
            self.check_undated(cleaned)
        if cleaned.get("instead_of") and not self.questions.is_valid():
            self.add_error(None, _("One of the answers cannot be right."))
        if outcome in HEARD and not self.heard.is_valid():
            self.add_error(None, _("Write how you know what you ticked."))
        return cleaned

    def check_undated(self, cleaned: dict[str, Any]) -> None:
        """Without a date: an answer asks for what was agreed, and "not interested" asks why."""
        if self.asks_what_was_agreed(cleaned) and not self.errors:
            self.add_error("due_at", ASKS)
        if cleaned.get("outcome") == Outcome.NOT_INTERESTED and not cleaned.get("note"):
            if self.leaves_nothing(cleaned):
                said = _(
                    "Write in a few words what was said, or when you go on: “Not interested” asks"
                    " why."
                )
            else:
                said = _("Write in a few words what was said: “Not interested” asks why.")
            self.add_error("note", said)

    def asks_what_was_agreed(self, cleaned: dict[str, Any]) -> bool:
        """Whether this is an answer that stops a sprint, and the step says nothing of it."""
        step, outcome = self.situation.sprint_step, cleaned.get("outcome", "")
        closes = outcome == Outcome.NOT_INTERESTED and self.leaves_nothing(cleaned)
        if step is None or not self.is_answer or outcome in BARRING or closes:
            return False
        return not (cleaned.get("instead_of") == step and self.situation.leads_on(outcome))

    def leaves_nothing(self, cleaned: dict[str, Any]) -> bool:
        """Whether all that is scheduled is a sprint's step, which an answer stops, or replaced."""
        gone = (self.situation.sprint_step, cleaned.get("instead_of"))
        return all(touch in gone for touch in self.situation.scheduled)

    @property
    def is_answer(self) -> bool:
        """Whether they said something; whoever turns to us did."""
        return self.cleaned_data.get("outcome") in RESPONSES

    @property
    def touch(self) -> dict[str, Any]:
        """What `log_unplanned_touch` is told."""
        typed = dict(self.cleaned_data)
        due_at, *_ = (typed.pop(name, None) for name in ("due_at", "fulfils", *UNNAMED))
        return typed | {
            "then": self.next_step(due_at),
            "answers": self.questions.answers if self.takes_its_place else {},
            "ticks": self.heard.ticks if typed["outcome"] in HEARD else {},
        }

    @property
    def people(self) -> list[Person]:
        """Who was named in answer to a question of the step whose place it takes."""
        return self.questions.people if self.takes_its_place else []

    @property
    def takes_its_place(self) -> bool:
        return bool(self.cleaned_data.get("instead_of"))

    @property
    def lines(self) -> list[BoundField]:
        """What is always asked."""
        return [
            field
            for field in self.visible_fields()
            if field.name not in (*UNNAMED, "value_given", "fulfils", "link")
        ]

    def next_step(self, due_at: datetime | None) -> NextStep | None:
        """A date that was chosen, for the meeting if one was booked; without one, who is not
        interested is left alone, unless something stays that is planned beside it."""
        outcome = self.cleaned_data["outcome"]
        if due_at:
            is_meeting = outcome == Outcome.MEETING_BOOKED
            channel = Channel.MEETING if is_meeting else Channel.CALL
            return TouchOn(Due(due_at), channel, _("As agreed") if self.is_answer else "")
        if outcome == Outcome.NOT_INTERESTED and self.leaves_nothing(self.cleaned_data):
            return Close(Disposition.NOT_INTERESTED, reason=self.cleaned_data["note"][:300])
        return None
