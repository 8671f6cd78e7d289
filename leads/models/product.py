"""What leads ask for, as far as we sell it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class ProductQuerySet(models.QuerySet["Product"]):
    """Questions about products."""

    def offered(self) -> Self:
        return self.filter(retired_at=None)


class Product(models.Model):
    """Something we sell. A retired one stays with whoever asked for it and is chosen no more."""

    name = models.CharField(max_length=60)
    counts_for_quota = models.BooleanField(
        default=True, help_text="Whether selling it counts for a rep's quota."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="product_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
