"""Who lives where: regions by ranges of postal codes."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from leads.postal import Range


class Territory(models.Model):
    """A region: a country, or ranges of its postal codes, a line each as `Range` writes it.

    A lead is in it by the country and the code of its primary contact; nothing is kept of that.
    """

    name = models.CharField(max_length=60)
    ranges = models.TextField(help_text="A line each: DE 20000–29999, or DE for all of it.")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "territories"
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="territory_name_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(ranges=""), name="territory_is_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def parts(self) -> list[Range]:
        return [Range.parse(line) for line in self.ranges.splitlines()]

    def covers(self, country: str, code: str) -> bool:
        """Whether somebody with this country and postal code lives there."""
        return any(part.covers(country, code) for part in self.parts)
