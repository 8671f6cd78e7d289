"""Files brought in, and what became of each of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from leadfollow.people.models import User


HELD = Q(fate="held")
BEFORE = Q(state__in=["draft", "checking"])  # nothing of it is written


class ImportKind(models.TextChoices):
    LEADS = "leads", gettext_lazy("Leads")
    CONTACTS = "contacts", gettext_lazy("Contacts")
    TOUCHES = "touches", gettext_lazy("Touches")
    CAMPAIGNS = "campaigns", gettext_lazy("Campaigns")
    MEMBERS = "members", gettext_lazy("Campaign members")
    REPS = "reps", gettext_lazy("Reps")


class ImportState(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Being mapped")
    CHECKING = "checking", gettext_lazy("Being checked")
    WAITING = "waiting", gettext_lazy("Waiting")
    RUNNING = "running", gettext_lazy("Running")
    DONE = "done", gettext_lazy("Done")
    REFUSED = "refused", gettext_lazy("Refused")


class ImportQuerySet(models.QuerySet["Import"]):
    """Questions about imports."""

    def waiting(self) -> Self:
        """Those a worker has to go on with; one from the command line keeps no content."""
        unfinished = Q(state__in=[ImportState.CHECKING, ImportState.WAITING, ImportState.RUNNING])
        return self.filter(
            Q(unfinished, content__isnull=False)
            | Q(state=ImportState.DONE, cadence_by__isnull=False)
            | Q(undo_by__isnull=False, undone_at=None)
        )

    def visible_to(self, user: User) -> Self:
        return self if user.is_admin else self.filter(by=user)


class Import(models.Model):
    """One file on its way in: how it is read, how far it is, and what became of it.

    `rows_done` counts the rows already accounted for; it moves in the transaction of the rows
    it counts, so a killed worker goes on where it stopped.
    """

    kind = models.CharField(max_length=10, choices=ImportKind)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file as it came.", null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    header = models.JSONField(
        default=list,
        blank=True,
        help_text="The names of its columns, from its start on.",
    )
    options = models.JSONField(
        default=dict,
        blank=True,
        help_text="Header line, worksheet, campaign, owner, guessed or not.",
    )
    time_zone = models.CharField(max_length=60, default="UTC")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="imports"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beaten_at = models.DateTimeField(
        null=True, blank=True, help_text="Last sign of life of the worker that runs it."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=400, blank=True)
    checked = models.JSONField(
        default=dict, blank=True, help_text="What its check has found, until it is started."
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict, blank=True, help_text="How many rows for each reason.")
    warned = models.JSONField(
        default=dict, blank=True, help_text="How many of these are warnings, for each."
    )
    cadence_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who asked to start the cadence of its leads, while that is under way.",
    )
    cadence_done_to = models.BigIntegerField(
        default=0, help_text="The last lead whose cadence was looked at."
    )
    people_before = models.BigIntegerField(
        null=True, blank=True, help_text="The newest person of before it; those it made came later."
    )
    undo_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who asked to undo it.",
    )
    undone_to = models.PositiveIntegerField(
        default=0, help_text="The last line that was looked at to undo it."
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Law 10: every row is accounted for.
            models.CheckConstraint(
                condition=Q(rows_done=F("created") + F("added") + F("held") + F("rejected")),
                name="import_accounts_for_every_row",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undo_by__isnull=False),
                name="import_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_kind_display()})"

    @property
    def is_checked(self) -> bool:
        """Whether a check came to its end, and nothing was said otherwise since."""
        return self.state == ImportState.DRAFT and bool(self.checked)

    @property
    def is_being_undone(self) -> bool:
        return self.undo_by_id is not None and self.undone_at is None


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Questions about rows."""

    def waiting_for(self, user: User) -> Self:
        """Held rows of which this person says what becomes of them: of his own imports, as a
        manager of his teams' people, as an admin of all. Of those only that are over,
        and that nobody takes back."""
        over = [ImportState.DONE, ImportState.REFUSED]
        rows = self.filter(HELD, batch__state__in=over, batch__undo_by=None)
        if user.is_admin:
            return rows
        mine = Q(batch__by=user)
        if user.is_manager:
            mine |= Q(batch__by__team__in=user.led_team_ids)
        return rows.filter(mine)


class ImportRow(models.Model):
    """What became of one row of a file, and why; of a held one perhaps what somebody decided."""

    class Fate(models.TextChoices):
        CREATED = "created", gettext_lazy("Created")
        ADDED = "added", gettext_lazy("Added to existing")
        HELD = "held", gettext_lazy("Held")
        REJECTED = "rejected", gettext_lazy("Rejected")

    class Undone(models.TextChoices):
        GONE = "gone", gettext_lazy("Gone")
        STAYS = "stays", gettext_lazy("Stays")

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(help_text="Line in the file, the header's counted.")
    fate = models.CharField(max_length=8, choices=Fate)
    reason = models.CharField(max_length=300, blank=True)
    warning = models.CharField(max_length=600, blank=True)
    cells = models.JSONField(default=list)
    lead = models.ForeignKey(
        "leads.Lead", models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    undone = models.CharField(
        max_length=5, choices=Undone, blank=True, help_text="What its undo made of what it brought."
    )
    stays_for = models.CharField(
        max_length=60, blank=True, help_text="What happened to its lead since, so that it stays."
    )
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody decided on a held row."
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["line"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(fate="held"),
                name="importrow_settled_by_somebody",
            ),
            models.UniqueConstraint(fields=["batch", "line"], name="importrow_counted_once"),
        ]
        indexes = [
            # The inbox.
            models.Index(fields=["batch", "line"], condition=HELD, name="importrow_held"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.get_fate_display()}"
