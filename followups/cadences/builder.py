"""The builder of a cadence: what was typed of it, and what its buttons do to the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followups.cadences.documents import in_a_line
from followups.cadences.form import AFTER, BLANK, MOST_STEPS, THE_END, HeadForm, StepForm
from followups.cadences.plan_dates import Branches, Ways
from followups.channels import choice_of
from followups.models import Cadence, Step
from followups.operations.plans import Plan, PlannedStep

Row = dict[str, Any]
ROWS = {"before_id", "questions", "documents"}  # what is no column of a step
COLUMNS = tuple(name for name in StepForm.base_fields if name not in ROWS)
NAMES = (*StepForm.base_fields, *AFTER.values())


class Builder:
    """What was typed of a cadence, in whatever state; `act` changes the steps before it is shown.

    Nothing is kept on the server: every button sends the whole form.
    """

    def __init__(self, head: HeadForm, rows: list[Row], *, says_errors: bool) -> None:
        self.head, self.rows, self.says_errors = head, rows, says_errors
        self.cleaned = [StepForm(row, later=self.later(n)) for n, row in enumerate(rows)]

    @property
    def is_rhythm(self) -> bool:
        return bool(self.head["kind"].value() == Cadence.Kind.RHYTHM)

    def later(self, place: int) -> dict[int, str] | None:
        """The steps after one of them: their titles by number. In a rhythm there is no choice."""
        if self.is_rhythm:
            return None
        return {n: row["title"] for n, row in enumerate(self.rows, start=1) if n > place + 1}

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
            return [self.form(n, initial=row) for n, row in enumerate(self.rows)]
        return [
            self.form(n, data={f"step-{n}-{name}": typed for name, typed in row.items()})
            for n, row in enumerate(self.rows)
        ]

    def form(self, place: int, **said: Any) -> StepForm:
        return StepForm(prefix=f"step-{place}", later=self.later(place), **said)

    def is_valid(self) -> bool:
        return self.head.is_valid() and all(form.is_valid() for form in self.cleaned)

    @property
    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        steps = []
        for number, form in enumerate(self.cleaned, start=1):
            said = dict(form.cleaned_data)
            branches = branches_to(said.pop("to"), number=number)
            steps.append(PlannedStep(branches=branches, **said))
        return Plan(steps=tuple(steps), **self.head.cleaned_data)

    @property
    def draft(self) -> tuple[Cadence, list[Step], Ways]:
        """A cadence that nobody saved, of the steps that make sense by now, with their branches."""
        steps: list[Step] = []
        ways: dict[int, Branches] = {}
        for number, form in enumerate(self.cleaned, start=1):
            if form.is_valid():
                said = {name: form.cleaned_data[name] for name in (*COLUMNS, "own_channel_id")}
                steps.append(Step(position=number, **said))
                ways[number] = branches_to(form.cleaned_data["to"], number=number)
        days = str(self.head["every_days"].value() or "")
        every_days = int(days) if self.is_rhythm and days.isdecimal() and len(days) < 4 else None
        return Cadence(kind=self.head["kind"].value(), every_days=every_days), steps, ways


def branches_to(chosen: Mapping[str, str], *, number: int) -> Branches:
    """What was chosen to follow the outcomes of a step, counted from it."""
    return tuple(
        (outcome, None if to == THE_END else int(to) - number) for outcome, to in chosen.items()
    )


def row_of(step: Step) -> Row:
    """A saved step as its form would send it."""
    row = {name: getattr(step, name) for name in COLUMNS}
    asked = "\n".join(question.text for question in step.questions.all())
    ticks = {name: "on" if row[name] else "" for name in ("from_done", "is_decision")}
    at_time = f"{step.at_time:%H:%M}" if step.at_time else ""
    ways = {
        AFTER[branch.outcome]: str(step.position + branch.ahead) if branch.ahead else THE_END
        for branch in step.branches.all()
    }
    documents = in_a_line(document.file_id for document in step.documents.all())
    said = {
        "channel": choice_of(step),
        "at_time": at_time,
        "before_id": step.pk,
        "questions": asked,
        "documents": documents,
    }
    return row | ticks | said | dict.fromkeys(AFTER.values(), "") | ways


def changed(rows: list[Row], act: str) -> list[Row]:
    """The steps after "add", "remove-2", "up-2" or "down-0"; anything else leaves them."""
    what, _, number = act.partition("-")
    if what == "add" and len(rows) < MOST_STEPS:
        return [*rows, dict.fromkeys(NAMES, "") | BLANK]
    place = int(number) if number.isdecimal() and len(number) < 4 else len(rows)
    order = list(range(len(rows)))
    if place >= len(rows):
        return rows
    to = place + {"up": -1, "down": 1}.get(what, 0)
    if what == "remove":
        del order[place]
    elif 0 <= to < len(rows):
        order[place], order[to] = order[to], order[place]
    return in_order(rows, order)


def in_order(rows: list[Row], order: list[int]) -> list[Row]:
    """The steps in another order, named by their old places. What led to a step leads to it still;
    as usual where that is gone, or comes no longer after it."""
    numbers = {str(old + 1): new + 1 for new, old in enumerate(order)}
    moved = []
    for number, old in enumerate(order, start=1):
        row = dict(rows[old])
        for name in AFTER.values():
            if row.get(name, "").isdecimal():
                to = numbers.get(row[name], 0)
                row[name] = str(to) if to > number else ""
        moved.append(row)
    return moved
