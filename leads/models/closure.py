"""How leads end."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from leadfollow.words import within
from leads.models.close_reason import CloseReason
from leads.models.disposition import Disposition

STANDING = Q(reopened_at=None, taken_back_at=None)


def end_in_words(disposition: str, why: str = "") -> str:
    """As in "bought elsewhere: cheaper", within a sentence; the own name is as it was written."""
    said = within(Disposition(disposition).label)
    return f"{said}: {why}" if why else said


class ClosureQuerySet(models.QuerySet["Closure"]):
    """Questions about closures."""

    def standing(self) -> Self:
        return self.filter(STANDING)

    def made(self) -> Self:
        """All that happened, reopened later or not; what was undone never did."""
        return self.filter(taken_back_at=None)


class Closure(models.Model):
    """One end of a lead, with its reason. Reopening keeps it on record; undo takes it back."""

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="closures")
    disposition = models.CharField(max_length=16, choices=Disposition)
    why = models.ForeignKey(
        CloseReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closures",
        help_text="A reason of our own, beneath the disposition.",
    )
    reason = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(default=False)
    caused_by = models.UUIDField(
        null=True, blank=True, help_text="Key of the logged touch that closed the lead."
    )
    value = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="What the lead was said to be worth when it was won; empty: nothing was said.",
    )
    value_before = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="What it was worth until then, for the undo.",
    )

    won_on = models.DateField(
        null=True, blank=True, help_text="The day on which it was won; empty: nothing was said."
    )

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["closed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=STANDING, name="closure_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | Q(reopened_at__gte=F("closed_at")),
                name="closure_reopened_after_it_closed",
            ),
            models.CheckConstraint(
                condition=Q(won_on=None) | Q(disposition=Disposition.WON),
                name="closure_won_on_is_of_a_win",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead}: {self.get_disposition_display()}"

    @property
    def in_words(self) -> str:
        """As in "bought elsewhere: cheaper", within a sentence."""
        return end_in_words(self.disposition, self.why.name if self.why else "")
