"""What was decided about a lead in a retrospective."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.words import moment_in_full
from reports.models.retrospective import Section


class Kind(models.TextChoices):
    """What a manager may decide about a lead."""

    COMMIT = "commit", gettext_lazy("commitment")
    REASSIGN = "reassign", gettext_lazy("handed over")
    DATE = "date", gettext_lazy("next step set")
    FAR = "far", gettext_lazy("far day agreed")
    NOTE = "note", gettext_lazy("note")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class Decision(models.Model):
    """One line of the session: what was decided, about which lead. What it led to is pointed to,
    so that it can be taken back: a commitment, an assignment, a touch that was scheduled."""

    retrospective = models.ForeignKey(
        "reports.Retrospective", models.PROTECT, related_name="decisions"
    )
    section = models.CharField(max_length=12, choices=Section)
    kind = models.CharField(max_length=8, choices=Kind)
    lead = models.ForeignKey(
        "leads.Lead", models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    commitment = models.OneToOneField(
        "reports.Commitment", models.SET_NULL, null=True, blank=True, related_name="decision"
    )
    assignment = models.ForeignKey(
        "leads.Assignment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    touch = models.ForeignKey(
        "followups.Touch", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["retrospective", "lead"], name="decision_on_lead"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="decision_is_known"),
            models.CheckConstraint(
                condition=Q(section__in=Section.values), name="decision_in_a_section"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.NOTE) | ~Q(note=""), name="decision_note_says_something"
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(kind__in=[Kind.COMMIT, Kind.NOTE]),
                name="decision_about_a_lead",
            ),
        ]

    def __str__(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def said(self) -> str:
        """As in "Hafen AG: Ben Kovač, call them by Mon 30 Nov 2026, 12:00"; names as of now."""
        about = f"{self.lead}: " if self.lead else ""
        return about + self.said_of_lead

    @property
    def said_of_lead(self) -> str:
        zone = self.retrospective.team.time_zone
        if self.kind == Kind.COMMIT and self.commitment:
            return _("%(rep)s by %(due)s: %(what)s") % {
                "rep": self.commitment.rep,
                "due": moment_in_full(self.commitment.due_at, zone),
                "what": self.commitment.what,
            }
        if self.kind == Kind.REASSIGN and self.assignment:
            return _("handed over to %(rep)s") % {"rep": self.assignment.rep}
        if self.kind in (Kind.DATE, Kind.FAR) and self.touch and self.touch.due_at:
            due = {"due": moment_in_full(self.touch.due_at, zone)}
            said = _("goes on %(due)s") if self.kind == Kind.DATE else _("%(due)s is agreed")
            return said % due
        return self.note or str(self)
