"""What somebody said he would do, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from leadfollow.clock import Week
from leadfollow.people.models import Team, User

STANDING = Q(ended_at=None)


class End(models.TextChoices):
    """What came of it."""

    KEPT = "kept", gettext_lazy("kept")
    DROPPED = "dropped", gettext_lazy("dropped")
    CARRIED = "carried", gettext_lazy("carried over")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about commitments."""

    def standing(self) -> Self:
        """Nobody said yet what came of them."""
        return self.filter(STANDING)

    def of_team(self, team: Team) -> Self:
        return self.filter(retrospective__team=team)

    def by(self, rep: User) -> Self:
        return self.filter(rep=rep)

    def before(self, week: Week) -> Self:
        """Made in the retrospectives of earlier weeks."""
        return self.filter(retrospective__week__lt=str(week))

    def settled_in(self, week: Week) -> Self:
        """Of which the retrospective of this week says what came of them."""
        return self.filter(settled_in__week=str(week))


class Commitment(models.Model):
    """Who does what by when, agreed in a retrospective. A later one says whether it was kept,
    dropped with a reason, or carried over: then `carried_from` of a new one points to it."""

    retrospective = models.ForeignKey(
        "reports.Retrospective", models.PROTECT, related_name="commitments"
    )
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="commitments")
    lead = models.ForeignKey(
        "leads.Lead", models.CASCADE, null=True, blank=True, related_name="commitments"
    )
    what = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    end = models.CharField(max_length=8, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_in = models.ForeignKey(
        "reports.Retrospective", models.PROTECT, null=True, blank=True, related_name="settled"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was dropped.")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="commitment_says_what"),
            models.CheckConstraint(
                condition=Q(due_at__gt=models.F("made_at")), name="commitment_is_for_later"
            ),
            models.CheckConstraint(
                condition=STANDING & Q(end="", ended_by=None, settled_in=None, reason="")
                | Q(
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    settled_in__isnull=False,
                    end__in=End.values,
                ),
                name="commitment_ends_in_a_retrospective",
            ),
            models.CheckConstraint(
                condition=Q(end=End.DROPPED) & ~Q(reason="") | ~Q(end=End.DROPPED) & Q(reason=""),
                name="commitment_dropped_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["rep"], condition=STANDING, name="commitment_standing")]

    def __str__(self) -> str:
        return self.what

    def is_overdue(self, now: datetime) -> bool:
        return self.ended_at is None and self.due_at <= now
