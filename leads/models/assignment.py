"""With whom a lead was, from when until when."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

CURRENT = Q(ended_at=None)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def current(self) -> Self:
        return self.filter(CURRENT)


class Assignment(models.Model):
    """The record that a lead was with a rep, and who gave it. Past weeks are judged by it.

    Closing a lead does not end it. `reassign_by` is until when a lead that its owner left must
    have a new one, `judge_by` until when this rep must say what he makes of it; both are fixed
    when they first apply.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="assignments")
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: distribution.",
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reassign_by = models.DateTimeField(null=True, blank=True)
    judge_by = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(
        default=dict, blank=True, help_text="Of distribution: the rule, and who was passed over."
    )
    imported = models.BooleanField(default=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=CURRENT, name="assignment_one_owner_at_a_time"
            ),
            models.CheckConstraint(
                condition=CURRENT | Q(ended_at__gte=F("began_at")),
                name="assignment_ends_after_it_began",
            ),
        ]
        indexes = [
            # Whose a lead was at a past moment: the ledger.
            models.Index(fields=["lead", "began_at"], name="assignment_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} with {self.rep}"
