"""A company's own reasons to reject a lead."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from leads.models.rejection import Rejection


class VerdictReason(models.Model):
    """A finer word for one of the program's reasons, as which it counts for ever: "too small" for
    outside our market. A retired one stays with the verdicts that name it."""

    name = models.CharField(max_length=60)
    counts_as = models.CharField(max_length=12, choices=Rejection)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["counts_as", Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="verdictreason_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="verdictreason_has_a_name"),
            models.CheckConstraint(
                condition=Q(counts_as__in=list(Rejection)), name="verdictreason_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.name
