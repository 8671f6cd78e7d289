"""What a rep tells us after a touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.buckets.form import BucketForm
from followups.cadences.planning import next_morning
from followups.channels import (
    ChannelField,
    LinkField,
    Way,
    channel_choices,
    channel_chosen,
    takes_link,
)
from followups.chips import Chip, chips_for, exhausted_chip
from followups.models import HEARD, Channel, Outcome
from followups.next_step import Close, Due, NextStep, Nurture, TouchOn
from followups.operations.qualifying import Met
from followups.panel.ends import EndField, end_chosen
from followups.panel.forms import EndForm, offer, select, text
from followups.panel.fulfilling import FulfilsField, offer_fulfilment
from followups.panel.moment_field import MomentField, listen_to
from followups.panel.naming_the_event import MessageForm, event_to_name
from followups.panel.proposals import gives_up, proposal_for
from followups.panel.question_form import QuestionForm
from followups.panel.reach import reach_of
from followups.panel.tick_form import HeardForm
from followups.panel.verdict_forms import in_own_words
from followups.situation import Situation
from leads.intake import Person
from leads.models import CloseReason, Contact, Disposition

AS_PROPOSED, PICKED, CLOSE = "", "pick", "close"
MOVED_NOTE = 180  # letters; what they moved says why in one line
ASK, NO_RESPONSE = "ask", "no_response"  # where nobody is left to try


class LogForm(MessageForm, EndForm):
    """What a rep tells us after a touch: what came of it, and what comes next.

    `when` is empty for the next step as proposed, a moment of the quick picks, "pick" for the
    moment typed, or "close"; where nobody is left to try also "ask" and "no_response". The key is
    made with the form, so that sending it twice logs once.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    typed_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    outcome = forms.CharField(required=False)
    at_once = forms.CharField(required=False)
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
    when = forms.CharField(required=False)
    when_at = MomentField(required=False, label=gettext_lazy("When at"))
    happened_at = MomentField(required=False, past=True, label=gettext_lazy("Happened at"))
    channel = ChannelField(required=False, label=gettext_lazy("Channel"))
    link = LinkField()
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, widget=select(), label=gettext_lazy("Contact")
    )
    new_name = forms.CharField(
        required=False, max_length=160, widget=text(), label=gettext_lazy("New name")
    )
    new_reach = forms.CharField(
        required=False, max_length=160, widget=text(), label=gettext_lazy("New reach")
    )
    disposition = EndField(required=False, label=gettext_lazy("Disposition"))

    def __init__(self, data: Any = None, *, situation: Situation) -> None:
        self.situation = situation
        self.chips = self.chips_of(situation)
        morning = next_morning(situation.now, situation.working)
        initial = {"key": uuid4(), "when_at": morning, "disposition": Disposition.NOT_INTERESTED}
        auto_id = f"log-{situation.touch_id}-%s"
        super().__init__(data, situation=situation, initial=initial, auto_id=auto_id)
        name = f"log-{situation.touch_id}"
        self.rest = BucketForm(data, situation=situation, name=name)
        self.questions = QuestionForm(data, situation=situation, name=name)
        self.heard = HeardForm(data, criteria=situation.unticked, name=f"{name}-bant")
        channel = cast(forms.ChoiceField, self.fields["channel"])
        segment = situation.lead.campaign.segment_id
        channel.choices = [("", _("As shown above")), *channel_choices(segment)]
        if not (situation.touch and takes_link(situation.touch)):
            del self.fields["link"]
        offer_fulfilment(self, situation, by=situation.touch.channel if situation.touch else "")
        offer(self, situation, situation.others, nobody=_("As shown above"))
        listen_to(self, replace(situation, now=self.words_are_of))

    @property
    def kept_since(self) -> datetime | None:
        """When it was logged, where it waited for a network since: its words are of then."""
        try:
            typed_at = self.fields["typed_at"].clean(self.data.get("typed_at"))
        except ValidationError:
            return None
        return typed_at if typed_at and typed_at < self.situation.now else None

    @property
    def words_are_of(self) -> datetime:
        return self.kept_since or self.situation.now

    @staticmethod
    def chips_of(situation: Situation) -> dict[str, Chip]:
        channel = situation.touch.channel if situation.touch else Channel.CALL
        return {chip.name: chip for chip in [*chips_for(channel), exhausted_chip(channel)]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chip = self.chips.get(cleaned.get("at_once") or cleaned.get("outcome") or "")
        if chip is None:
            raise ValidationError(_("Choose what came of it."))
        cleaned["chip"] = chip
        cleaned["way"] = way = channel_chosen(cleaned.get("channel", ""))
        cleaned["channel"] = way.channel
        if not self.questions.is_valid():
            raise ValidationError(_("One of the answers cannot be right."))
        if chip.outcome in HEARD and not self.heard.is_valid():
            raise ValidationError(_("Write how you know what you ticked."))
        when = cleaned.get("when")
        cleaned["names_no_event"] = self.lacks_event(chip, cleaned)
        lone = cleaned["lone"] = gives_up(chip.name, self.situation)
        waits = lone or (chip.name == "not_now" and when != CLOSE)
        rests = cleaned["rests"] = self.rest.next_step(self) if waits else None
        if chip.asks_why and not (cleaned.get("note") or rests):  # a bucket says why
            self.add_error(
                "note",
                _("Write in a few words what was said: “%(label)s” asks why.")
                % {"label": chip.label},
            )
        if when != PICKED and not (when == AS_PROPOSED and chip.asks_when):
            self.errors.pop("when_at", None)  # out of sight, and nobody meant it
        cleaned["moment"] = self.moment(when or "", chip, cleaned)
        dated = when == PICKED or chip.moves or (chip.name == "booked" and when == AS_PROPOSED)
        if dated and not cleaned["moment"] and "when_at" not in self.errors:
            self.add_error("when_at", _("Choose the date of the next step."))
        if chip.moves:
            self.refuse_what_a_move_cannot_keep(cleaned.get("note", ""))
        ends = when == CLOSE or chip.name == "not_interested"
        cleaned["end"] = end_chosen(cleaned.get("disposition") or Disposition.NOT_INTERESTED)
        end = cleaned["end"][0] if ends else ""
        cleaned["value"] = self.value_of(end) if ends else None
        cleaned["won_on"] = self.won_on_of(end)
        asked = lone or chip.name == "wrong_person"  # else out of sight, and nobody meant it
        cleaned["new_name"] = cleaned.get("new_name", "") if asked else ""
        cleaned["reach"] = self.reach_of(cleaned.get("new_reach", "") if asked else "")
        if lone and not (when or rests or cleaned.get("contact") or cleaned["new_name"]):
            self.add_error(None, self.nobody_left)
        return cleaned

    def refuse_what_a_move_cannot_keep(self, note: str) -> None:
        """A moved meeting is no touch: it keeps one line, and no answers."""
        if len(note) > MOVED_NOTE:
            self.add_error(
                "note",
                _("Say it in %(moved_note)s letters: a moved meeting keeps a line.")
                % {"moved_note": MOVED_NOTE},
            )
        if self.questions.answers:
            self.add_error(
                None,
                _(
                    "A moved meeting keeps no answers to questions. Write what matters"
                    " into the note, and empty them."
                ),
            )

    @property
    def asks_at(self) -> datetime:
        """When one asks who else there decides."""
        return next_morning(self.situation.now, self.situation.working)

    @property
    def nobody_left(self) -> str:
        """What to do where the last one there is given up: no key ends a lead by itself."""
        tried = self.situation.contact or _("This person")
        return _(
            "%(tried)s was the last one here to try. Choose what becomes of the"
            " lead: ask who else, name somebody, let it wait, or close it."
        ) % {"tried": tried}

    @cached_property
    def event(self) -> str:
        """What this message has to name."""
        touch = self.situation.touch
        return event_to_name(self.situation, touch.channel, touch=touch) if touch else ""

    def lacks_event(self, chip: Chip, cleaned: dict[str, Any]) -> bool:
        """Whether the first message leaves out the event; it is logged so only if that is meant."""
        if chip.outcome != Outcome.SENT:
            return False
        ours = f"{self.situation.mail_subject} {self.situation.mail_text}"
        return self.leaves_out(self.event, cleaned, ours=ours)

    def reach_of(self, typed: str) -> dict[str, str]:
        """An address, or a number: one in national form is of the country of the person tried."""
        tried = self.situation.contact
        try:
            return reach_of(typed, country=tried.country if tried else "")
        except ValidationError as wrong:
            self.add_error("new_reach", wrong)
            return {}

    def moment(self, when: str, chip: Chip, cleaned: dict[str, Any]) -> datetime | None:
        """The date chosen instead of the proposed one."""
        if when == PICKED or (when == AS_PROPOSED and chip.asks_when):
            return cleaned.get("when_at")
        if when in (AS_PROPOSED, CLOSE, ASK, NO_RESPONSE):
            return None
        return cast(datetime, self.fields["when_at"].clean(when))

    @property
    def somebody_new(self) -> Person | None:
        """The person who was named instead, as far as we know him."""
        name, reach = self.cleaned_data["new_name"], self.cleaned_data["reach"]
        if not (name or any(reach.values())) or self.namesake:
            return None
        return Person(name=name, company=self.situation.lead.organisation, **reach)

    @property
    def namesake(self) -> Contact | None:
        """Somebody at this lead who has the name that was typed."""
        name = self.cleaned_data["new_name"].casefold()
        people = self.situation.reachable if name else []
        return next((contact for contact in people if contact.name.casefold() == name), None)

    def next_step(self, somebody: Contact | None = None) -> NextStep:
        """What was chosen; else what the panel proposed for this answer."""
        cleaned = self.cleaned_data
        if cleaned["rests"]:
            return cast(Nurture, cleaned["rests"])
        contact = somebody or self.namesake or cleaned["contact"]
        proposed = proposal_for(cleaned["chip"].name, self.situation, contact=contact)
        closes = isinstance(proposed.then, Close) and not self.is_dated
        if cleaned["when"] in (CLOSE, NO_RESPONSE) or closes:
            end, why = self.end
            said = (cleaned["note"] or cleaned.get("early", ""))[:300]
            won = end == Disposition.WON
            value, won_on = (cleaned["value"], cleaned["won_on"]) if won else (None, None)
            verdict = in_own_words(cleaned["verdict"], said)
            return Close(end, said, value, verdict, won_on, why_id=why.pk if why else None)
        if not self.is_dated:
            return proposed.then
        then = proposed.then if isinstance(proposed.then, TouchOn) else None
        way: Way = cleaned["way"]
        if not way.channel:
            way = Way(then.channel, then.own_channel_id) if then else self.usual_way
        return TouchOn(
            Due(cleaned["moment"]),
            channel=way.channel,
            subject=then.subject if then else "",
            contact_id=contact.pk if contact else None,
            own_channel_id=way.own_channel_id,
        )

    @property
    def chip(self) -> Chip | None:
        """What was pressed, if that is one of the answers."""
        return self.cleaned_data.get("chip")

    @property
    def calls_back(self) -> bool:
        return self.chip is not None and self.chip.name == "call_back"

    @property
    def asked_for_date(self) -> bool:
        """Whether a date was chosen or typed for what comes next."""
        when = self.cleaned_data.get("when") or AS_PROPOSED
        return when not in (AS_PROPOSED, CLOSE, ASK, NO_RESPONSE) or bool(
            self.chip and self.chip.asks_when
        )

    @property
    def is_dated(self) -> bool:
        return self.cleaned_data["moment"] is not None

    @property
    def usual_way(self) -> Way:
        """The same as this touch; who is to be called back is called."""
        touch = self.situation.touch
        if touch is None or self.cleaned_data["chip"].name == "call_back":
            return Way(Channel.CALL)
        return Way(touch.channel, touch.own_channel_id)

    @property
    def end(self) -> tuple[str, CloseReason | None]:
        """The disposition chosen, and the own reason beneath it."""
        if self.cleaned_data["when"] == NO_RESPONSE:
            return Disposition.NO_RESPONSE, None
        end: tuple[str, CloseReason | None] = self.cleaned_data["end"]
        return end

    @property
    def ticks(self) -> dict[str, Met]:
        """What a conversation told of "qualified"; out of sight after another outcome."""
        return self.heard.ticks if self.cleaned_data["chip"].outcome in HEARD else {}

    @property
    def what_came_of_it(self) -> str:
        """The chip's; a conversation after which a meeting is due has booked it."""
        chip: Chip = self.cleaned_data["chip"]
        answered = chip.outcome in (Outcome.TALKED, Outcome.REPLIED)
        if answered and self.is_dated and self.cleaned_data["channel"] == Channel.MEETING:
            return Outcome.MEETING_BOOKED
        return chip.outcome
