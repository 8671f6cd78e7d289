"""What a learner presses in the lesson: the real forms and operations, on the practice lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from followups import operations
from followups.lesson.scene import Scene
from followups.models import Touch
from followups.next_step import Due
from followups.panel.correction_form import CorrectionForm
from followups.panel.forms import MoveForm
from followups.panel.log import write_log, write_unplanned
from followups.panel.log_form import LogForm
from followups.panel.unplanned_form import UnplannedForm
from followups.situation import Situation, situation_of
from followups.wording import due_step, what_happened
from leadfollow.clock import WorkingTime
from leadfollow.people.models import User
from leadfollow.words import within

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True)
class Press:
    """What was sent, by whom, on which touch of the scene; none where it is about the lead."""

    scene: Scene
    learner: User
    now: datetime
    data: QueryDict
    touch_id: int | None = None

    @property
    def touch(self) -> Touch:
        touches = Touch.objects.filter(lead=self.scene.lead)
        related = touches.select_related(
            "lead__owner__team", "contact", "step", "enrolment__cadence"
        )
        return get_object_or_404(related, pk=self.touch_id)

    @property
    def how(self) -> dict[str, Any]:
        return {"by": self.learner, "at": self.now}

    @property
    def working(self) -> WorkingTime:
        return self.learner.working_time

    def situation(self, touch: Touch | None = None) -> Situation:
        return situation_of(self.scene.lead.pk, now=self.now, touch=touch)

    def words(self, touch: Touch, answer: str = "") -> str:
        return what_happened(touch, now=self.now, working=self.working, answer=answer)


@dataclass(frozen=True)
class Pressed:
    """What it brought, in the words of the product; or the form that was refused, by its name."""

    said: str = ""
    refused: dict[str, Any] = field(default_factory=dict)
    status: int = 200


def attempt(form: forms.Form, name: str, do: Callable[[], str]) -> Pressed:
    """Carry out what a form says; what is refused is said in it."""
    if not form.is_valid():
        return Pressed(refused={name: form}, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            return Pressed(said=do())
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return Pressed(refused={name: form}, status=CONFLICT)


def log(press: Press) -> Pressed:
    touch = press.touch
    form = LogForm(press.data, situation=press.situation(touch))

    def do() -> str:
        logged = write_log(form, touch, **press.how)
        return press.words(logged, answer=form.cleaned_data["chip"].label)

    return attempt(form, "form", do)


def log_unplanned(press: Press) -> Pressed:
    form = UnplannedForm(press.data, situation=press.situation())

    def do() -> str:
        return press.words(write_unplanned(form, press.scene.lead, **press.how))

    return attempt(form, "unplanned_form", do)


def move(press: Press) -> Pressed:
    touch = press.touch
    form = MoveForm(press.data, touch=touch, now=press.now, working=press.working)

    def do() -> str:
        due, why = Due(form.cleaned_data["due"]), form.cleaned_data["why"]
        moved = operations.move_touch(touch=touch, due=due, why=why, **press.how)
        step = due_step(moved, now=press.now, working=press.working)
        return _("Moved at %(lead)s: %(step)s.") % {"lead": touch.lead, "step": step}

    return attempt(form, "move_form", do)


def correct(press: Press) -> Pressed:
    touch = press.touch
    form = CorrectionForm(press.data, touch=touch, note_only=False)

    def do() -> str:
        operations.correct_touch(touch=touch, **form.cleaned_data, **press.how)
        return _("Corrected at %(lead)s. What it said before is kept.") % {"lead": touch.lead}

    return attempt(form, "correction_form", do)


def undo(press: Press) -> Pressed:
    touch = press.touch

    def do() -> str:
        operations.undo_touch(touch=touch, **press.how)
        return _("Undone: %(outcome)s at %(lead)s.") % {
            "outcome": within(touch.get_outcome_display()),
            "lead": touch.lead,
        }

    return attempt(forms.Form({}), "nothing", do)


# By the name of the address that a form of the real pages is sent to.
PRESSES: dict[str | None, Callable[[Press], Pressed]] = {
    "log_touch": log,
    "log_unplanned": log_unplanned,
    "move_touch": move,
    "correct_touch": correct,
    "undo_touch": undo,
}
