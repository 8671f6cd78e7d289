"""One change of many leads."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy


class BulkAction(models.TextChoices):
    ASSIGN = "assign", gettext_lazy("Hand to a rep")
    DISTRIBUTE = "distribute", gettext_lazy("Give by the rules")
    OUTSIDE = "outside", gettext_lazy("Give to an outside qualifier")
    MOVE = "move", gettext_lazy("Move the next step")
    AMNESTY = "amnesty", gettext_lazy("Write off what is overdue")
    BUCKET = "bucket", gettext_lazy("Let wait in a bucket")
    CAMPAIGN = "campaign", gettext_lazy("Change the campaign")
    TAG = "tag", gettext_lazy("Put a tag on")
    UNTAG = "untag", gettext_lazy("Take a tag off")


class BulkChange(models.Model):
    """One change of many leads at once, with what is needed to take it back.

    `made` has, for the id of each lead that was changed, the id of what the change made there
    (assignment, rest in a bucket, tag on the lead) or took away (the touch that was moved,
    campaign, tag).
    """

    action = models.CharField(max_length=10, choices=BulkAction)
    target = models.BigIntegerField(
        null=True, blank=True, help_text="The rep, bucket, campaign or tag chosen."
    )
    made = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_changes")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("at")),
                name="bulkchange_undone_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {len(self.made)} leads"
