"""The forms of a cadence: its head, and one for each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.cadences.documents import ids_in
from followups.cadences.merge import unknown_fields
from followups.channels import ChannelField, channel_choices, channel_chosen
from followups.chips import branching
from followups.models import ANSWERED, GOES_ON, Cadence, Channel, Outcome
from followups.operations.plans import unknown_in_words
from followups.panel.forms import select, text
from followups.shipped.plan import COLLEAGUE, DAILY_USER, DECISION_MAKER, FIRST_CONTACT

MOST_STEPS = 40  # more than anybody plans; bounds what a post may ask for
ROLES = (FIRST_CONTACT, COLLEAGUE, DECISION_MAKER, DAILY_USER)
COUNT = [
    ("", gettext_lazy("from the beginning")),
    ("on", gettext_lazy("after the step before is made")),
]
LONGEST_QUESTION = 200
AFTER: dict[str, str] = {outcome: f"after_{outcome}" for outcome in sorted(GOES_ON)}
THE_END = "end"
BLANK = {"channel": Channel.CALL, "day": "1", "minutes": "0"}


def number(**attributes: int) -> forms.NumberInput:
    return forms.NumberInput({"class": "form-control", **attributes})


def area(rows: int) -> forms.Textarea:
    return forms.Textarea({"class": "form-control", "rows": rows})


class HeadForm(forms.Form):
    """What a cadence is called, and of which kind it is."""

    name = forms.CharField(
        max_length=80,
        widget=text(),
        error_messages={"required": gettext_lazy("Give the cadence a name.")},
        label=gettext_lazy("Name"),
    )
    kind = forms.ChoiceField(
        choices=[
            (Cadence.Kind.SPRINT, gettext_lazy("Sprint")),
            (Cadence.Kind.RHYTHM, gettext_lazy("Rhythm")),
        ],
        widget=select(),
        help_text=gettext_lazy(
            "A sprint ends in a decision; a rhythm goes on until the lead is closed."
        ),
        label=gettext_lazy("Kind"),
    )
    every_days = forms.IntegerField(
        label=gettext_lazy("Days between two touches"),
        required=False,
        min_value=1,
        max_value=366,
        widget=number(min=1),
        help_text=gettext_lazy("Of a rhythm only."),
    )

    def __init__(self, data: Any = None, *, of_bucket: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if of_bucket:
            self.fields["kind"].disabled = True
            self.fields["kind"].initial = Cadence.Kind.RHYTHM

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("kind") == Cadence.Kind.SPRINT:
            typed["every_days"] = None
        elif not typed.get("every_days") and "every_days" not in self.errors:
            self.add_error("every_days", _("Say how many days lie between two touches."))
        return typed


class StepForm(forms.Form):
    """One step; `later` are the titles of those after it, by number, to which its outcomes may
    lead. A rhythm's steps have none."""

    use_required_attribute = False  # "Remove" has to work on what is half typed

    before_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    documents = forms.CharField(required=False, widget=forms.HiddenInput())
    title = forms.CharField(
        max_length=160,
        widget=text(placeholder=gettext_lazy("Call: what were you looking for?")),
        error_messages={"required": gettext_lazy("Say in a few words what is to be done.")},
        label=gettext_lazy("Title"),
    )
    channel = ChannelField(label=gettext_lazy("Channel"))
    contact_role = forms.CharField(
        label=gettext_lazy("With whom"), max_length=80, required=False, widget=text(list="roles")
    )
    day = forms.IntegerField(
        label=gettext_lazy("Working days"),
        min_value=0,
        max_value=365,
        initial=0,
        widget=number(min=0),
    )
    from_done = forms.TypedChoiceField(
        label=gettext_lazy("Counted"),
        choices=COUNT,
        coerce=lambda chosen: chosen == "on",
        empty_value="",
        required=False,
        widget=select(),
    )
    at_time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"}),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Or minutes, day 0"),
        min_value=0,
        max_value=10_000,
        required=False,
        widget=number(min=0),
    )
    script = forms.CharField(label=gettext_lazy("What to say"), required=False, widget=area(4))
    questions = forms.CharField(
        label=gettext_lazy("What to ask, a question a line"),
        required=False,
        widget=area(2),
        help_text=gettext_lazy(
            "Answers are kept on the lead; “Who else ...?” adds a person to it."
        ),
    )
    mail_subject = forms.CharField(
        label=gettext_lazy("Subject of the mail"), max_length=200, required=False, widget=text()
    )
    mail_text = forms.CharField(
        label=gettext_lazy("Text of the mail"), required=False, widget=area(6)
    )
    is_decision = forms.BooleanField(
        label=gettext_lazy("After it the lead is decided on: next contact, nurture or close"),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, later: Mapping[int, str] | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        way = channel_chosen(self["channel"].value() or "")
        self.fields["channel"].choices = channel_choices(present=way)  # type: ignore[attr-defined]
        channel = way.channel
        told = branching(channel) if later is not None and channel in Channel.values else ()
        for outcome in told:
            self.fields[AFTER[outcome]] = way_on(outcome, later or {})

    @property
    def branches(self) -> list[forms.BoundField]:
        """What may follow each outcome."""
        return [self[name] for name in self.fields if name in AFTER.values()]

    @property
    def has_branches(self) -> bool:
        return any(field.value() for field in self.branches)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("title", "script", "mail_subject", "mail_text"):
            if unknown := unknown_fields(typed.get(name, "")):
                self.add_error(name, unknown_in_words(unknown))
        lines = (line.strip() for line in typed.get("questions", "").splitlines())
        asked = tuple(dict.fromkeys(line for line in lines if line))
        if any(len(text) > LONGEST_QUESTION for text in asked):
            self.add_error(
                "questions",
                _("Ask in at most %(most)s characters a line.") % {"most": LONGEST_QUESTION},
            )
        chosen = {outcome: typed.pop(name, "") for outcome, name in AFTER.items()}
        if by := typed.get("channel"):
            typed |= channel_chosen(by)._asdict()
        return typed | {
            "to": {outcome: to for outcome, to in chosen.items() if to},
            "minutes": typed.get("minutes") or 0,
            "from_done": bool(typed.get("from_done")),
            "questions": asked,
            "documents": ids_in(typed.get("documents", "")),
        }

    @property
    def more(self) -> list[forms.BoundField]:
        """The texts, which are folded."""
        return [self[name] for name in ("script", "questions", "mail_subject", "mail_text")]

    @property
    def first(self) -> list[forms.BoundField]:
        """What is always in sight."""
        names = ("channel", "contact_role", "day", "from_done", "at_time", "minutes")
        return [self[name] for name in names]

    @property
    def is_open(self) -> bool:
        """Whether the folded texts have to be seen: something is wrong with one."""
        return any(field.errors for field in self.more)


def way_on(outcome: str, later: Mapping[int, str]) -> forms.ChoiceField:
    """The choice of what follows an outcome: as usual, a later step, or the decision."""
    usual = _("What was agreed") if outcome in ANSWERED else _("The next step")
    steps = [(str(number), f"{number}. {title or _('Step')}") for number, title in later.items()]
    return forms.ChoiceField(
        label=f"{Outcome(outcome).label} →",
        required=False,
        choices=[("", usual), *steps, (THE_END, _("The end: decide"))],
        error_messages={"invalid_choice": gettext_lazy("Choose a later step, or the decision.")},
        widget=select(),
    )
