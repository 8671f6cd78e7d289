"""What "qualified" means here: written down, in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from leadfollow.people.models import User
    from leads.models.lead import Lead

BANT = ("need", "budget", "authority", "timeframe")  # asked by every version
MOST_OWN = 5  # criteria beside those four


class DefinitionQuerySet(models.QuerySet["Definition"]):
    """Questions about the definition."""

    def current(self) -> Definition:
        """The one in force."""
        return self.newest_first().prefetch_related("criteria")[0]

    def to_read_by(self, person: User) -> Self:
        """The one in force, where somebody here wrote it and this rep has not read it."""
        newer = self.model.objects.filter(version__gt=OuterRef("version"))
        read = Reading.objects.filter(definition=OuterRef("pk"), reader=person)
        written = self.filter(~Exists(newer), ~Exists(read), made_by__isnull=False)
        return written if person.is_rep else written.none()

    def newest_first(self) -> Self:
        return self.order_by("-version")


class Definition(models.Model):
    """One version of what "qualified" means. Never changed: a change is the next version."""

    version = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: came with the product.",
    )
    made_at = models.DateTimeField(null=True, blank=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="definition_counts_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="definition_says_something"),
        ]

    def __str__(self) -> str:
        return _("Qualified, version %(version)s") % {"version": self.version}


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Questions about criteria."""

    def in_force(self) -> Self:
        """Those of the current definition."""
        current = Definition.objects.newest_first().values("pk")[:1]
        return self.filter(definition=Subquery(current))

    def not_ticked_on(self, lead: Lead) -> Self:
        """Those of the definition in force that a lead is not known to meet."""
        said = Tick.objects.standing().filter(lead=lead, criterion__code=OuterRef("code"))
        newest = said.order_by("-ticked_at", "-pk").values("is_met")[:1]
        ticked = Coalesce(Subquery(newest), Value(False))
        return self.in_force().alias(ticked=ticked).filter(ticked=False)


class Criterion(models.Model):
    """One tick of a version; the same code in another version is the same question."""

    definition = models.ForeignKey(
        Definition, models.CASCADE, related_name="criteria", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    asks = models.CharField(max_length=200, blank=True)
    is_needed = models.BooleanField(default=False)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "position"], name="criterion_has_its_place"
            ),
            models.UniqueConstraint(fields=["definition", "code"], name="criterion_asked_once"),
            models.CheckConstraint(condition=~Q(name=""), name="criterion_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own(self) -> bool:
        """Not one of the four that every version asks."""
        return self.code not in BANT


class Reading(models.Model):
    """Somebody has read a version and will go by it."""

    definition = models.ForeignKey(
        Definition, models.CASCADE, related_name="readings", db_index=False
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="definitions_read"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "reader"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} read {self.definition}"


class TickQuerySet(models.QuerySet["Tick"]):
    """Questions about ticks."""

    def standing(self) -> Self:
        """Those that no undo took back."""
        return self.filter(taken_back_at=None)

    def of(self, lead: Lead) -> dict[str, Tick]:
        """What stands for each criterion, by its code, in whatever version it was asked."""
        ticks = self.standing().filter(lead=lead).select_related("criterion", "ticked_by")
        return {tick.criterion.code: tick for tick in ticks.order_by("ticked_at", "pk")}


class Tick(models.Model):
    """Whether a lead meets a criterion, and how we know. The newest of a criterion stands.

    One that came with a logged touch goes with it, as if it had never been said.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="ticks", db_index=False)
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="ticks", db_index=False)
    is_met = models.BooleanField()
    evidence = models.CharField(max_length=300, blank=True)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the person ticked it, on a form of ours.",
    )
    ticked_at = models.DateTimeField()
    caused_by = models.UUIDField(
        null=True, blank=True, help_text="Key of the logged touch that it was ticked with."
    )
    taken_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When that touch was undone."
    )

    objects = TickQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_met=False) | ~Q(evidence=""), name="tick_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(caused_by__isnull=False),
                name="tick_taken_back_with_its_touch",
            ),
        ]
        indexes = [
            # What stands on a lead: its page, conversion.
            models.Index(fields=["lead", "ticked_at"], name="tick_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {_('yes') if self.is_met else _('no')}"
