"""With whom a lead was, from when until when."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from leads.models.rejection import Rejection

CURRENT = Q(ended_at=None)
LATE = "late"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def current(self) -> Self:
        return self.filter(CURRENT)

    def unaccepted(self) -> Self:
        """Those that their rep has still to accept: an open lead on which he logged nothing and
        gave no verdict since it is his."""
        untouched = Q(lead__last_touch_at=None) | Q(lead__last_touch_at__lt=F("began_at"))
        waiting = self.filter(CURRENT, untouched, accept_by__isnull=False)
        return waiting.filter(lead__verdict_by__isnull=False).exclude(lead__status="closed")

    def given_back(self) -> Self:
        """Those that ended as their rep did not take the lead."""
        return self.exclude(returned_for="")


class Assignment(models.Model):
    """The record that a lead was with a rep, and who gave it. Past weeks are judged by it.

    Closing a lead does not end it. `reassign_by` is until when a lead that its owner left must
    have a new one, `judge_by` until when this rep must say what he makes of it, `accept_by` until
    when he must accept it, or it goes to the next; they are fixed when they first apply.
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
    accept_by = models.DateTimeField(null=True, blank=True)
    returned_for = models.CharField(
        max_length=12,
        blank=True,
        choices=[*Rejection.choices, (LATE, gettext_lazy("Not accepted in time"))],
        help_text="Why its rep did not take the lead.",
    )
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
            models.CheckConstraint(
                condition=Q(accept_by=None) | Q(accept_by__gt=F("began_at")),
                name="assignment_leaves_time_to_accept",
            ),
            models.CheckConstraint(
                condition=Q(returned_for="") | Q(ended_at__isnull=False),
                name="assignment_given_back_is_over",
            ),
        ]
        indexes = [
            # Whose time to accept is over: the worker, every two seconds.
            models.Index(
                fields=["accept_by"],
                condition=CURRENT & Q(accept_by__isnull=False),
                name="assignment_to_accept",
            ),
            # Whose a lead was at a past moment: the ledger.
            models.Index(fields=["lead", "began_at"], name="assignment_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} with {self.rep}"
