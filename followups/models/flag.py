"""Recorded breaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy

from leads.models import Lead

if TYPE_CHECKING:
    from leadfollow.people.models import User

STANDING = Q(ended_at=None)


class FlagKind(models.TextChoices):
    """In the order of precedence: a lead's primary flag is the first standing one."""

    UNASSIGNED = "unassigned", gettext_lazy("Nobody's")
    SLOW_START = "slow_start", gettext_lazy("Not touched in time")
    OVERDUE = "overdue", gettext_lazy("Overdue")
    MISSING = "missing", gettext_lazy("No next step")
    EXHAUSTED = "exhausted", gettext_lazy("Contact exhausted")
    NO_VERDICT = "no_verdict", gettext_lazy("No verdict")
    INCOMPLETE = "incomplete", gettext_lazy("Record incomplete")
    PROMISE_OPEN = "promise_open", gettext_lazy("Not sent as promised")


# kind of flag -> the lead's column that says since when it holds
RULES = {
    FlagKind.UNASSIGNED: "assign_by",
    FlagKind.SLOW_START: "respond_by",
    FlagKind.OVERDUE: "next_due_at",
    FlagKind.MISSING: "unplanned_since",
    FlagKind.EXHAUSTED: "exhausted_at",
    FlagKind.NO_VERDICT: "verdict_by",
    FlagKind.INCOMPLETE: "incomplete_since",
    FlagKind.PROMISE_OPEN: "promise_by",
}


RANKS = {kind: rank for rank, kind in enumerate(FlagKind)}


def ranked() -> Case:
    """The place of a flag in the order of precedence."""
    places = [When(kind=kind, then=Value(rank)) for kind, rank in RANKS.items()]
    return Case(*places, output_field=IntegerField())


class FlagQuerySet(models.QuerySet["Flag"]):
    """Questions about flags."""

    def standing(self) -> Self:
        return self.filter(STANDING)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def visible_to(self, user: User) -> Self:
        return self.filter(lead__in=Lead.objects.visible_to(user))

    def in_order_of_precedence(self) -> Self:
        """The most basic cause first, then the oldest."""
        return self.order_by(ranked(), "began_at", "pk")


class Flag(models.Model):
    """A lead slipping through the cracks, from the moment the breach began until it ended.

    At most one flag of a kind stands for a lead, and a breach is recorded once, so sweeping
    twice changes nothing.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="flags", db_index=False)
    kind = models.CharField(max_length=12, choices=FlagKind)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind"], condition=STANDING, name="flag_stands_once"
            ),
            models.UniqueConstraint(fields=["lead", "kind", "began_at"], name="flag_begins_once"),
            models.CheckConstraint(
                condition=STANDING | Q(ended_at__gte=F("began_at")),
                name="flag_ends_after_it_began",
            ),
        ]
        indexes = [
            # The flags page, and the sweep's look at what stands.
            models.Index(fields=["kind", "began_at"], condition=STANDING, name="flag_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: lead {self.lead_id}"
