"""Whose people only look: the domains of competitors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CompetitorDomain(models.Model):
    """A competitor's domain, as `leads.domains.domain_of` writes it, and who that is."""

    domain = models.CharField(max_length=253)
    name = models.CharField(max_length=60)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(fields=["domain"], name="competitordomain_once"),
            models.CheckConstraint(
                condition=~Q(domain="") & ~Q(name=""), name="competitordomain_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return self.domain
