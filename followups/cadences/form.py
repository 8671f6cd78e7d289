"""The builder of a cadence: its head, and one form a step, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from followups.cadences.merge import unknown_fields
from followups.models import Cadence, Channel, Step
from followups.operations.plans import Plan, PlannedStep, unknown_in_words
from followups.panel.forms import select, text
from followups.shipped.plan import COLLEAGUE, DAILY_USER, DECISION_MAKER, FIRST_CONTACT

MOST_STEPS = 40  # more than anybody plans; bounds what a post may ask for
ROLES = (FIRST_CONTACT, COLLEAGUE, DECISION_MAKER, DAILY_USER)
COUNT = [("", "from the beginning"), ("on", "after the step before is made")]
LONGEST_QUESTION = 200
BLANK = {"channel": Channel.CALL, "day": "1", "minutes": "0"}


def number(**attributes: int) -> forms.NumberInput:
    return forms.NumberInput({"class": "form-control", **attributes})


def area(rows: int) -> forms.Textarea:
    return forms.Textarea({"class": "form-control", "rows": rows})


class HeadForm(forms.Form):
    """What a cadence is called, and of which kind it is."""

    name = forms.CharField(
        max_length=80, widget=text(), error_messages={"required": "Give the cadence a name."}
    )
    kind = forms.ChoiceField(
        choices=[
            (Cadence.Kind.SPRINT, "Sprint"),
            (Cadence.Kind.RHYTHM, "Rhythm"),
        ],
        widget=select(),
        help_text="A sprint ends in a decision; a rhythm goes on until the lead is closed.",
    )
    every_days = forms.IntegerField(
        label="Days between two touches",
        required=False,
        min_value=1,
        max_value=366,
        widget=number(min=1),
        help_text="Of a rhythm only.",
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
            self.add_error("every_days", "Say how many days lie between two touches.")
        return typed


class StepForm(forms.Form):
    """One step."""

    use_required_attribute = False  # "Remove" has to work on what is half typed

    before_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    title = forms.CharField(
        max_length=160,
        widget=text(placeholder="Call: what were you looking for?"),
        error_messages={"required": "Say in a few words what is to be done."},
    )
    channel = forms.ChoiceField(choices=Channel.choices, widget=select())
    contact_role = forms.CharField(
        label="With whom", max_length=80, required=False, widget=text(list="roles")
    )
    day = forms.IntegerField(
        label="Working days", min_value=0, max_value=365, initial=0, widget=number(min=0)
    )
    from_done = forms.TypedChoiceField(
        label="Counted",
        choices=COUNT,
        coerce=lambda chosen: chosen == "on",
        empty_value="",
        required=False,
        widget=select(),
    )
    at_time = forms.TimeField(
        label="At",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"}),
    )
    minutes = forms.IntegerField(
        label="Or minutes, day 0",
        min_value=0,
        max_value=10_000,
        required=False,
        widget=number(min=0),
    )
    script = forms.CharField(label="What to say", required=False, widget=area(4))
    questions = forms.CharField(
        label="What to ask, a question a line",
        required=False,
        widget=area(2),
        help_text="Answers are kept on the lead; “Who else ...?” adds a person to it.",
    )
    mail_subject = forms.CharField(
        label="Subject of the mail", max_length=200, required=False, widget=text()
    )
    mail_text = forms.CharField(label="Text of the mail", required=False, widget=area(6))
    is_decision = forms.BooleanField(
        label="After it the lead is decided on: next contact, nurture or close", required=False
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("title", "script", "mail_subject", "mail_text"):
            if unknown := unknown_fields(typed.get(name, "")):
                self.add_error(name, unknown_in_words(unknown))
        lines = (line.strip() for line in typed.get("questions", "").splitlines())
        asked = tuple(dict.fromkeys(line for line in lines if line))
        if any(len(text) > LONGEST_QUESTION for text in asked):
            self.add_error("questions", f"Ask in at most {LONGEST_QUESTION} characters a line.")
        return typed | {
            "minutes": typed.get("minutes") or 0,
            "from_done": bool(typed.get("from_done")),
            "questions": asked,
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


Row = dict[str, Any]
NAMES = tuple(StepForm.base_fields)
COLUMNS = tuple(name for name in NAMES if name not in {"before_id", "questions"})


class Builder:
    """What was typed of a cadence, in whatever state; `act` changes the steps before it is shown.

    Nothing is kept on the server: every button sends the whole form.
    """

    def __init__(self, head: HeadForm, rows: list[Row], *, says_errors: bool) -> None:
        self.head, self.rows, self.says_errors = head, rows, says_errors
        self.cleaned = [StepForm(row) for row in rows]

    @classmethod
    def of(cls, cadence: Cadence) -> Builder:
        """The version as it stands."""
        head = HeadForm(initial=vars(cadence), of_bucket=bool(cadence.bucket_id))
        return cls(head, [row_of(step) for step in cadence.steps.all()], says_errors=False)

    @classmethod
    def typed(cls, data: Mapping[str, str], *, act: str, of_bucket: bool) -> Builder:
        """From a post, after what its button asks for."""
        count = data.get("count", "")
        many = min(int(count), MOST_STEPS) if count.isdecimal() and len(count) < 4 else 0
        rows = [{name: data.get(f"step-{n}-{name}", "") for name in NAMES} for n in range(many)]
        is_saved = act == "save"
        head = HeadForm(data, of_bucket=of_bucket)
        if not is_saved:
            typed = {name: data.get(name, "") for name in HeadForm.base_fields}
            head = HeadForm(initial=typed, of_bucket=of_bucket)
        return cls(head, changed(rows, act), says_errors=is_saved)

    @property
    def steps(self) -> list[StepForm]:
        """The forms to be shown; what is wrong is said once somebody wants to save."""
        if not self.says_errors:
            return [StepForm(initial=row, prefix=f"step-{n}") for n, row in enumerate(self.rows)]
        return [
            StepForm({f"step-{n}-{name}": typed for name, typed in row.items()}, prefix=f"step-{n}")
            for n, row in enumerate(self.rows)
        ]

    def is_valid(self) -> bool:
        return self.head.is_valid() and all(form.is_valid() for form in self.cleaned)

    @property
    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        steps = tuple(PlannedStep(**form.cleaned_data) for form in self.cleaned)
        return Plan(steps=steps, **self.head.cleaned_data)

    @property
    def draft(self) -> tuple[Cadence, list[Step]]:
        """A cadence that nobody saved, of the steps that make sense by now."""
        steps: list[Step] = []
        for form in self.cleaned:
            if form.is_valid():
                said = {name: form.cleaned_data[name] for name in COLUMNS}
                steps.append(Step(position=len(steps) + 1, **said))
        kind, days = self.head["kind"].value(), str(self.head["every_days"].value() or "")
        rhythm = kind == Cadence.Kind.RHYTHM
        every_days = int(days) if rhythm and days.isdecimal() and len(days) < 4 else None
        return Cadence(kind=kind, every_days=every_days), steps


def row_of(step: Step) -> Row:
    """A saved step as its form would send it."""
    row = {name: getattr(step, name) for name in COLUMNS}
    asked = "\n".join(question.text for question in step.questions.all())
    ticks = {name: "on" if row[name] else "" for name in ("from_done", "is_decision")}
    at_time = f"{step.at_time:%H:%M}" if step.at_time else ""
    return row | ticks | {"at_time": at_time, "before_id": step.pk, "questions": asked}


def changed(rows: list[Row], act: str) -> list[Row]:
    """The steps after "add", "remove-2", "up-2" or "down-0"; anything else leaves them."""
    what, _, number = act.partition("-")
    if what == "add" and len(rows) < MOST_STEPS:
        return [*rows, dict.fromkeys(NAMES, "") | BLANK]
    place = int(number) if number.isdecimal() and len(number) < 4 else len(rows)
    if place >= len(rows):
        return rows
    if what == "remove":
        return rows[:place] + rows[place + 1 :]
    to = place + {"up": -1, "down": 1}.get(what, 0)
    if 0 <= to < len(rows):
        rows = list(rows)
        rows[place], rows[to] = rows[to], rows[place]
    return rows
