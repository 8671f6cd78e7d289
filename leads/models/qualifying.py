"""With which outside qualifier a lead was, and how it came back."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.words import within
from leads.models.rejection import Rejection

RUNNING = Q(returned_at=None)


class Back(models.TextChoices):
    """How a lead came back; the first three are what the outside qualifier says."""

    QUALIFIED = "qualified", gettext_lazy("Qualified")
    NOT_QUALIFIED = "not_qualified", gettext_lazy("Not qualified")
    NOT_REACHED = "not_reached", gettext_lazy("Not reached")
    TAKEN_BACK = "taken_back", gettext_lazy("Taken back")
    LATE = "late", gettext_lazy("Not returned in time")


SAID = (Back.QUALIFIED, Back.NOT_QUALIFIED, Back.NOT_REACHED)


class QualifyingQuerySet(models.QuerySet["Qualifying"]):
    """Questions about what is or was with outside qualifiers."""

    def running(self) -> Self:
        """Those that did not come back yet."""
        return self.filter(RUNNING)

    def in_order(self) -> Self:
        return self.order_by("given_at", "pk")


class Qualifying(models.Model):
    """A lead that nobody owned was with an outside qualifier, until it came back.

    `due_by` is until when he returns it; then it is taken back. `reassign_by` is until when a lead
    that came back must have an owner. A reason is one of those for which a lead is rejected.
    """

    lead = models.ForeignKey(
        "leads.Lead", models.CASCADE, related_name="qualifyings", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="qualifyings")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    due_by = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the product itself, once the time was over.",
    )
    says = models.CharField(max_length=13, choices=Back, blank=True)
    reason = models.CharField(max_length=12, choices=Rejection, blank=True)
    words = models.CharField(max_length=300, blank=True)
    reassign_by = models.DateTimeField(null=True, blank=True)

    objects = QualifyingQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=RUNNING, name="qualifying_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, says="", returned_by=None, reassign_by=None)
                | Q(returned_at__gte=F("given_at"), reassign_by__isnull=False) & ~Q(says=""),
                name="qualifying_comes_back_with_a_word",
            ),
            models.CheckConstraint(
                condition=Q(due_by__gt=F("given_at")), name="qualifying_leaves_time"
            ),
            models.CheckConstraint(
                condition=Q(says="not_qualified") & ~Q(reason="")
                | ~Q(says="not_qualified") & Q(reason=""),
                name="qualifying_unfit_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""), name="qualifying_other_in_words"
            ),
            models.CheckConstraint(
                condition=~Q(says__in=[str(said.value) for said in SAID])
                | Q(returned_by=F("person")),
                name="qualifying_said_by_the_qualifier",
            ),
        ]
        indexes = [
            # Whose time is over: the worker, every two seconds; his queue.
            models.Index(fields=["due_by"], condition=RUNNING, name="qualifying_running"),
            # How a lead came back last: its page, the inbox.
            models.Index(fields=["lead", "given_at"], name="qualifying_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} with {self.person}"

    @property
    def said_in_words(self) -> str:
        """As in "Not qualified: no budget"."""
        said = str(self.get_says_display())
        if not self.reason:
            return said
        return _("%(said)s: %(reason)s") % {
            "said": said,
            "reason": within(str(self.get_reason_display())),
        }
