"""The follow-up policy: what is a touch, an attempt and a response, and when one may stop."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.numbers import Numbers
from leadfollow.people.models import User

WORDS = {
    "touch": gettext_lazy("What is a touch"),
    "attempt": gettext_lazy("What is an attempt"),
    "response": gettext_lazy("What is a response"),
    "stopping": gettext_lazy("When one may stop"),
}


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Questions about versions."""

    def newest_first(self) -> Self:
        return self.order_by("-version")

    def in_force(self) -> Self:
        """Those that are or were, the one of today first."""
        return self.filter(in_force_from__isnull=False).newest_first()

    def waiting(self) -> Self:
        """The one that is being applied, if there is one."""
        return self.filter(in_force_from=None)

    def to_read_by(self, person: User) -> Self:
        """The one in force, where somebody here wrote it and this rep has not read it."""
        newer = self.model.objects.in_force().filter(version__gt=OuterRef("version")).order_by()
        read = PolicyReading.objects.filter(policy=OuterRef("pk"), reader=person)
        written = self.filter(~Exists(newer), ~Exists(read), in_force_from__isnull=False)
        written = written.filter(made_by__isnull=False)
        return written if person.is_rep else written.none()


class Policy(models.Model):
    """One version. Never changed: a change is the next version, with all words and all numbers.

    It is in force from a moment on; empty while the leads are settled by its numbers. Those that
    were worked on in that moment are settled once more, which ends at `settled_at`.
    """

    version = models.PositiveIntegerField(unique=True)
    touch = models.TextField()
    attempt = models.TextField()
    response = models.TextField()
    stopping = models.TextField()
    numbers = models.JSONField()
    why = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: came with the product.",
    )
    made_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="policy_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(touch="") & ~Q(attempt="") & ~Q(response="") & ~Q(stopping=""),
                name="policy_says_everything",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(settled_at__gte=F("in_force_from")),
                name="policy_in_force_before_settled",
            ),
        ]

    def __str__(self) -> str:
        return _("Follow-up policy, version %(version)s") % {"version": self.version}

    @property
    def values(self) -> Numbers:
        """Its numbers, with a name each."""
        return Numbers.of(self.numbers)

    @property
    def words(self) -> list[tuple[str, str]]:
        """Its four parts: what each answers, and the answer."""
        return [(str(asks), getattr(self, name)) for name, asks in WORDS.items()]


class PolicyReading(models.Model):
    """Somebody has read a version and will go by it."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="readings", db_index=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="policies_read"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "reader"], name="policy_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.policy}"
