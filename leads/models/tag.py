"""Words put on leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from leads.models.lead import LeadQuerySet


MOST_LETTERS = 40  # of a tag


def tag_name(typed: str) -> str:
    """One space between words, no sign before them, and nothing that no database takes."""
    return " ".join(typed.replace("\0", "").lstrip("# ").split())


class TagQuerySet(models.QuerySet["Tag"]):
    """Questions about tags."""

    def on(self, leads: LeadQuerySet) -> Self:
        """Those that stand on at least one of these leads."""
        on_one = LeadTag.objects.filter(tag=OuterRef("pk"), lead__in=leads.values("pk"))
        return self.filter(Exists(on_one))

    def offered(self) -> Self:
        return self.filter(retired_at=None)


class Tag(models.Model):
    """A word by which people group leads, written once in whatever case.

    A retired one stays on its leads and is put on no other.
    """

    name = models.CharField(max_length=MOST_LETTERS)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="tag_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LeadTag(models.Model):
    """A tag on a lead: who put it there, and when."""

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="leads")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = [Lower("tag__name"), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "tag"], name="leadtag_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} on {self.lead}"
