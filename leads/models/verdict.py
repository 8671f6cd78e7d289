"""What was made of a lead by whoever works it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from leadfollow.words import within
from leads.models.rejection import Rejection
from leads.models.verdict_reason import VerdictReason


class Says(models.TextChoices):
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    REJECTED = "rejected", gettext_lazy("Rejected")
    QUALIFIED = "qualified", gettext_lazy("Qualified")


def reversal() -> Exists:
    """Whether another verdict takes back the one of a row."""
    return Exists(Verdict.objects.filter(reverses__isnull=False, reverses=OuterRef("pk")))


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Questions about verdicts."""

    def standing(self) -> Self:
        """Those that were neither taken back nor take one back.

        Not by `reversed_by=None`: that joins, and SQLite then scans the table for each row.
        """
        return self.filter(~reversal(), reverses=None)

    def with_is_reversed(self) -> Self:
        """`is_reversed`: whether it was taken back."""
        return self.annotate(is_reversed=reversal())

    def in_order(self) -> Self:
        return self.order_by("given_at", "pk")


class Verdict(models.Model):
    """What somebody made of a lead: accepted, rejected with a reason, or qualified.

    The newest stands, until the lead is reopened. One that is taken back stays, and a row of its
    own reverses it. It names the definition of "qualified" that was in force.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="verdicts", db_index=False)
    says = models.CharField(max_length=9, choices=Says, blank=True, help_text="Empty: takes back.")
    reason = models.CharField(max_length=12, choices=Rejection, blank=True)
    why = models.ForeignKey(
        VerdictReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verdicts",
        help_text="A reason of our own, which counts as the reason.",
    )
    words = models.CharField(max_length=300, blank=True)
    overrides = models.CharField(
        max_length=300, blank=True, help_text="Why a manager qualified it in spite of what lacks."
    )
    definition = models.ForeignKey(
        "leads.Definition", models.PROTECT, related_name="verdicts", db_index=False
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: not known any more.",
    )
    given_at = models.DateTimeField()
    caused_by = models.UUIDField(
        null=True, blank=True, help_text="Key of the logged touch that it was given with."
    )
    reverses = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="reversed_by"
    )

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None) & ~Q(says="")
                | Q(reverses__isnull=False, says="", reason=""),
                name="verdict_says_or_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(says="rejected") & ~Q(reason="") | ~Q(says="rejected") & Q(reason=""),
                name="verdict_rejects_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words="") | Q(why__isnull=False),
                name="verdict_other_in_words",
            ),
            models.CheckConstraint(
                condition=Q(why=None) | Q(says="rejected"), name="verdict_why_is_of_a_rejection"
            ),
            models.CheckConstraint(
                condition=Q(overrides="") | Q(says="qualified", given_by__isnull=False),
                name="verdict_overridden_by_a_person",
            ),
        ]
        indexes = [
            # A lead's verdicts: where it stands, its timeline.
            models.Index(fields=["lead", "given_at"], name="verdict_of_lead"),
            # The verdicts of a person: how complete his feedback is.
            models.Index(fields=["given_by", "given_at"], name="verdict_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """As in "Rejected: no budget"; with an own reason "Rejected: no money (no budget)"."""
        said = str(self.get_says_display())
        return f"{said}: {within(self.reason_in_words)}" if self.reason else said

    @property
    def reason_in_words(self) -> str:
        """An own reason with what it counts as."""
        reason = str(self.get_reason_display())
        return f"{self.why} ({within(reason)})" if self.why else reason

    @property
    def rejects(self) -> bool:
        return self.says == Says.REJECTED
