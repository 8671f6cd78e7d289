"""Notes on a lead that are no touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from leads.models import Lead

if TYPE_CHECKING:
    from leadfollow.people.models import User

WRITTEN = Q(deleted_at=None)


class NoteQuerySet(models.QuerySet["Note"]):
    """Questions about notes."""

    def written(self) -> Self:
        return self.filter(WRITTEN)

    def readable_by(self, user: User) -> Self:
        """On leads that he works or leads all; else his own, and those for the event manager."""
        if user.is_admin:
            return self
        near = Lead.objects.annotatable_by(user, as_event_manager=False)
        mine = Q(by=user) | Q(is_for_event=True)
        return self.filter(Q(lead__in=near) | mine, lead__in=Lead.objects.visible_to(user))


class Note(models.Model):
    """What somebody wrote about a lead without a touch: it counts nowhere.

    An edit keeps what stood there before; one that its author deleted leaves an empty trace.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    is_for_event = models.BooleanField(
        default=False, help_text="The campaign's event manager may read it."
    )
    key = models.UUIDField(
        null=True, blank=True, help_text="Made with the form, so that sending it twice writes once."
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="note_written_once"),
            models.CheckConstraint(
                condition=WRITTEN & ~Q(text="") | Q(deleted_at__isnull=False, text=""),
                name="note_says_something_or_is_deleted",
            ),
            models.CheckConstraint(
                condition=Q(edited_at=None) | Q(edited_at__gte=F("at")),
                name="note_edited_after_it_was_written",
            ),
            models.CheckConstraint(
                condition=WRITTEN | Q(deleted_at__gte=F("at")),
                name="note_deleted_after_it_was_written",
            ),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk} on lead {self.lead_id}"


class NoteVersion(models.Model):
    """What a note said before it was edited."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"Earlier text of note {self.note_id}"
