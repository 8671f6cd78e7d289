"""A company's own reasons to close a lead."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from leads.models.disposition import Disposition


class CloseReason(models.Model):
    """A finer word for one of the dispositions, which it stands beneath for ever: "cheaper" for
    bought elsewhere. A retired one stays with the leads that it closed."""

    name = models.CharField(max_length=60)
    disposition = models.CharField(max_length=16, choices=Disposition)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["disposition", Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="closereason_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="closereason_has_a_name"),
            models.CheckConstraint(
                condition=Q(disposition__in=list(Disposition))
                & ~Q(disposition=Disposition.DO_NOT_CONTACT),
                name="closereason_is_one_to_choose",
            ),
        ]

    def __str__(self) -> str:
        return self.name
