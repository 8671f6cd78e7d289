"""Where leads wait that cannot go on now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from followups.policy import FARTHEST_STEP_MONTHS

if TYPE_CHECKING:
    from followups.models.cadence import Cadence


class BucketQuerySet(models.QuerySet["Bucket"]):
    """Questions about buckets."""

    def active(self) -> Self:
        return self.filter(is_active=True)


class Bucket(models.Model):
    """Why leads wait ("Price", "No budget"), and the rhythm in which we come back to them.

    `months` is after how many a lead wakes unless somebody says another day.
    """

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=3)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="buckets",
        help_text="Who keeps its texts up to date.",
    )
    is_active = models.BooleanField(default=True)

    objects = BucketQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=FARTHEST_STEP_MONTHS),
                name="bucket_wakes_within_the_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> Cadence | None:
        """The version of its rhythm that leads begin with now."""
        return self.cadences.current().first()
