"""How files of one shape were taken, to be offered when such a file comes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from leads.models.importing import ImportKind

if TYPE_CHECKING:
    from leadfollow.people.models import User


class ImportShapeQuerySet(models.QuerySet["ImportShape"]):
    """Questions about remembered shapes."""

    def forgettable_by(self, user: User) -> Self:
        return self if user.is_admin else self.filter(by=user)


class ImportShape(models.Model):
    """A mapping by the headers of the file it was used for: everybody who brings such a file in
    finds its columns filled in. The file's name and the order of its columns do not matter."""

    kind = models.CharField(max_length=10, choices=ImportKind)
    digest = models.CharField(max_length=64, help_text="Of the headers, without order or case.")
    mapping = models.JSONField(default=dict)
    time_zone = models.CharField(max_length=60)
    name = models.CharField(max_length=200, help_text="The last file of this shape.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    objects = ImportShapeQuerySet.as_manager()

    class Meta:
        ordering = ["-used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="importshape_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"
