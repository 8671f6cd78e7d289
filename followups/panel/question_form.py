"""The questions of a step, with what was answered before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Answer, Question
from followups.panel.forms import text
from followups.panel.reach import reach_of
from followups.situation import Situation
from leads.intake import Person


class QuestionForm(forms.Form):
    """A line for each question of the touch's step; it stands inside the log panel.

    What was answered before is filled in. Who else sees it is asked for anew each time.
    """

    def __init__(self, data: Any = None, *, situation: Situation, name: str) -> None:
        super().__init__(data, auto_id=f"{name}-%s")
        self.lead, contact = situation.lead, situation.contact
        self.country = contact.country if contact else ""
        step = situation.touch.step if situation.touch else None
        self.questions: list[Question] = list(step.questions.all()) if step else []
        known = self.answered_before(situation) if self.questions else {}
        for question in self.questions:
            self.add(question, known.get(question.text))

    @staticmethod
    def answered_before(situation: Situation) -> dict[str, Answer]:
        """By the touches before: what this one answered is new, also where it is sent twice."""
        touch = situation.touch
        if touch is None or touch.is_scheduled:
            return situation.answers
        return Answer.objects.exclude(touch=touch).newest_on(situation.lead)

    def add(self, question: Question, answer: Answer | None) -> None:
        before = answer.text if answer else ""
        line = text(placeholder=_("Name")) if question.adds_person else text()
        self.fields[f"answer-{question.pk}"] = forms.CharField(
            label=question.text,
            required=False,
            max_length=160 if question.adds_person else 300,
            initial="" if question.adds_person else before,
            help_text=_("Before: %(before)s") % {"before": before}
            if question.adds_person and before
            else "",
            widget=line,
        )
        if question.adds_person:
            self.fields[f"reach-{question.pk}"] = forms.CharField(
                label=_("%(text)s Phone or e-mail") % {"text": question.text},
                required=False,
                max_length=120,
                widget=text(placeholder=gettext_lazy("Phone or e-mail")),
            )

    @property
    def rows(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        """For the template: the line, and beside a name the one for number or address."""
        for question in self.questions:
            reach = self[f"reach-{question.pk}"] if question.adds_person else None
            yield self[f"answer-{question.pk}"], reach

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            if question.adds_person:
                self.check_person(question, cleaned)
        return cleaned

    def check_person(self, question: Question, cleaned: dict[str, Any]) -> None:
        """A number or an address needs the name whose it is."""
        name, reach = cleaned.get(f"answer-{question.pk}"), f"reach-{question.pk}"
        try:
            cleaned[reach] = reach_of(cleaned.get(reach, ""), country=self.country)
        except ValidationError as wrong:
            self.add_error(reach, wrong)
            return
        if any(cleaned[reach].values()) and not name:
            self.add_error(f"answer-{question.pk}", _("Write the name, too."))

    @property
    def answers(self) -> dict[Question, str]:
        """What was not answered like this before."""
        changed = [q for q in self.questions if f"answer-{q.pk}" in self.changed_data]
        return {question: self.answer_to(question) for question in changed}

    def answer_to(self, question: Question) -> str:
        reach = self.cleaned_data.get(f"reach-{question.pk}") or {}
        parts = [self.cleaned_data[f"answer-{question.pk}"], *reach.values()]
        return ", ".join(filter(None, parts))

    @property
    def people(self) -> list[Person]:
        """Who was named, with a number or an address."""
        return [
            Person(name=name, company=self.lead.organisation, **reach)
            for question in self.questions
            if question.adds_person
            and (name := self.cleaned_data[f"answer-{question.pk}"])
            and any((reach := self.cleaned_data[f"reach-{question.pk}"]).values())
        ]
