"""Files that people add to what they work on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from leadfollow.files import kinds
from leadfollow.files.limits import DRAFT_DAYS, KEPT_DAYS, MOST_BYTES, MOST_LETTERS

KEPT = Q(removed_at=None)
LINK_KEPT = Q(file__removed_at=None)  # the same, of a row that says what a file belongs to


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Questions about files."""

    def kept(self) -> Self:
        """Those that nobody removed."""
        return self.filter(KEPT)

    def on_disk(self) -> Self:
        """Those whose bytes are still there."""
        return self.filter(purged_at=None)

    def drafts(self) -> Self:
        """Those that were sent for something that is not saved yet."""
        return self.filter(is_draft=True)

    def loose(self) -> Self:
        """Those that belong to nothing, or not yet: no row of any app points to them."""
        rows = self
        for relation in self.model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ForeignObjectRel):
                continue
            pointing = relation.related_model._default_manager
            name = relation.field.name
            rows = rows.filter(~Exists(pointing.filter(**{name: OuterRef("pk")})))
        return rows

    def forgotten(self, now: datetime) -> Self:
        """The loose ones of more than a day ago: nobody comes back to use them."""
        return self.loose().filter(at__lte=now - timedelta(days=DRAFT_DAYS))

    def past(self, now: datetime) -> Self:
        """Those removed so long ago that nobody takes it back."""
        return self.on_disk().filter(removed_at__lte=now - timedelta(days=KEPT_DAYS))


class StoredFile(models.Model):
    """A file as somebody sent it: what it is by its content, who added it, and when.

    Its bytes lie in the storage under a random name of our own. One that was removed keeps them
    for 30 days, so that it can come back; then the row alone says that it was there. What it
    belongs to is said by a row of that app: a lead's, a campaign's, or a step's.
    """

    name = models.CharField(max_length=MOST_LETTERS, help_text="As it was called where it was.")
    stored_as = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=100, help_text="As a browser calls it.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    is_draft = models.BooleanField(
        default=False, help_text="Sent for what is not saved yet; its author alone may read it."
    )
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="storedfile_has_a_name"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=MOST_BYTES), name="storedfile_size_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(removed_by=None, removed_at=None)
                | Q(removed_by__isnull=False, removed_at__gte=F("at")),
                name="storedfile_removed_by_somebody_later",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None)
                | Q(removed_at__isnull=False, purged_at__gte=F("removed_at")),
                name="storedfile_purged_once_removed",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=False) | Q(by__isnull=False, removed_at=None),
                name="storedfile_draft_has_an_author",
            ),
        ]
        indexes = [
            # The hourly purge.
            models.Index(
                fields=["removed_at"],
                condition=Q(removed_at__isnull=False, purged_at=None),
                name="storedfile_to_purge",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_in_words(self) -> str:
        return str(kinds.WORDS.get(self.kind, _("file")))
