"""What a step wants to know, and what people answered."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from followups.models.cadence import Step
from followups.models.touch import Touch
from leads.models import Lead


class Question(models.Model):
    """Something to be asked at a step. The answer to "who else?" adds a person to the lead."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    adds_person = models.BooleanField(default=False)

    class Meta:
        ordering = ["step", "position"]
        constraints = [
            models.UniqueConstraint(fields=["step", "position"], name="question_position_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="question_asks_something"),
        ]

    def __str__(self) -> str:
        return self.text


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Questions about answers."""

    def standing(self) -> Self:
        """Those whose touch was not undone."""
        return self.filter(~Exists(Touch.objects.filter(reverses=OuterRef("touch"))))

    def newest_on(self, lead: Lead) -> dict[str, Answer]:
        """What stands for each question, by its words, in whatever version it was asked."""
        answers = self.standing().filter(touch__lead=lead).select_related("question")
        return {answer.question.text: answer for answer in answers.order_by("pk")}


class Answer(models.Model):
    """What was answered by a touch. The newest on a lead stands; an empty one withdraws it."""

    touch = models.ForeignKey(Touch, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.CharField(max_length=300, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["touch", "question"], name="answer_once_a_touch"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.text}"
