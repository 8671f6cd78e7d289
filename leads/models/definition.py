"""What "qualified" means here: written down, in versions."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class DefinitionQuerySet(models.QuerySet["Definition"]):
    """Questions about the definition."""

    def newest_first(self) -> Self:
        return self.order_by("-version")


class Definition(models.Model):
    """One version of what "qualified" means. Never changed: a change is the next version."""

    version = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: came with the product.",
    )
    made_at = models.DateTimeField(null=True, blank=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="definition_counts_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="definition_says_something"),
        ]

    def __str__(self) -> str:
        return f"Qualified, version {self.version}"


class Criterion(models.Model):
    """One tick of a version; the same code in another version is the same question."""

    definition = models.ForeignKey(
        Definition, models.CASCADE, related_name="criteria", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    asks = models.CharField(max_length=200, blank=True)
    is_needed = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "position"], name="criterion_has_its_place"
            ),
            models.UniqueConstraint(fields=["definition", "code"], name="criterion_asked_once"),
            models.CheckConstraint(condition=~Q(name=""), name="criterion_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
