"""Two leads that may be one, and those of which somebody said that they are two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from leadfollow.people.models import User

STANDING = Q(parted_at=None)


class Sign(models.TextChoices):
    """What speaks for it, the strongest first."""

    PERSON = "person", gettext_lazy("the same person")
    EMAIL = "email", gettext_lazy("same address")
    PHONE = "phone", gettext_lazy("same number")
    DOMAIN = "domain", gettext_lazy("same name and domain")
    COMPANY = "company", gettext_lazy("same name and company")


class PairQuerySet(models.QuerySet["Pair"]):
    """Questions about pairs."""

    def standing(self) -> Self:
        """Those about which nobody has said anything."""
        return self.filter(STANDING)

    def parted(self) -> Self:
        return self.exclude(STANDING)

    def of(self, lead_id: int) -> Self:
        return self.filter(Q(first_id=lead_id) | Q(second_id=lead_id))

    def mergeable_by(self, user: User) -> Self:
        """Those of which this person may put both leads together."""
        from leads.models.lead import Lead

        mine = Lead.objects.mergeable_by(user).values("pk")
        return self.filter(first_id__in=mine, second_id__in=mine)


class Pair(models.Model):
    """Two leads that look alike, the lower number first. It is found anew each night; what
    somebody parted stays, and is never proposed again.

    Numbers and no foreign keys: a lead comes and goes with the bin and with merges, and what was
    said of it stands when it comes back.
    """

    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField(db_index=True)
    signs = models.JSONField(default=list)
    found_at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True, blank=True)
    parted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first_id", "second_id"], name="pair_once"),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="pair_is_of_two_in_order"
            ),
            models.CheckConstraint(
                condition=STANDING & Q(parted_by=None)
                | Q(parted_at__isnull=False, parted_by__isnull=False),
                name="pair_parted_by_somebody",
            ),
        ]
        indexes = [
            # The list of pairs, and their number in the inbox.
            models.Index(fields=["found_at"], condition=STANDING, name="pair_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"

    @property
    def signs_in_words(self) -> list[str]:
        """As in "same number", "same name and company"."""
        return [str(sign.label) for sign in Sign if sign in self.signs]
