"""The end-of-week session of a team, kept: who held it, what was gone through, how it ended."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.clock import Week
from leadfollow.people.models import Team

CLOSED = Q(closed_at__isnull=False)
# As in 2026-W48. By no regular expression: SQLite knows none outside this program.
IS_A_WEEK = (
    Q(Exact(Length("week"), 8))
    & Q(Exact(Substr("week", 5, 2), "-W"))
    & Q(week__gte="0001-W01", week__lte="9999-W53")
)


class Section(models.TextChoices):
    """What is gone through, in this order."""

    COMMITMENTS = "commitments", gettext_lazy("Last week’s commitments")
    NEW = "new", gettext_lazy("New leads")
    OPEN = "open", gettext_lazy("No next step")
    DUE = "due", gettext_lazy("Due and overdue")
    SILENT = "silent", gettext_lazy("Black hole")
    STOPS = "stops", gettext_lazy("Early stops")
    SOURCES = "sources", gettext_lazy("Sources, verdicts")
    PROCESS = "process", gettext_lazy("Process")


class RetrospectiveQuerySet(models.QuerySet["Retrospective"]):
    """Questions about retrospectives."""

    def of(self, team: Team, week: Week) -> Self:
        return self.filter(team=team, week=str(week))


class Retrospective(models.Model):
    """One team's session about one ISO week. It begins with the first thing done in it, and is
    final once closed: `snapshot` holds numbers, the ids behind them and the versions of the
    definitions, as JSON, and `digest` is its SHA-256. Names are not in it: they are shown as they
    are now, so that an erased person is gone from it."""

    team = models.ForeignKey("people.Team", models.PROTECT, related_name="retrospectives")
    week = models.CharField(max_length=8, help_text="As in 2026-W48.")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    snapshot = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = RetrospectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "week"], name="retrospective_once_a_week"),
            models.CheckConstraint(condition=IS_A_WEEK, name="retrospective_of_a_week"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, snapshot="", digest="")
                | CLOSED & Q(closed_by__isnull=False) & ~Q(snapshot="") & ~Q(digest=""),
                name="retrospective_closed_with_its_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return _("%(team)s, week %(number)s") % {"team": self.team, "number": self.its_week.number}

    @property
    def its_week(self) -> Week:
        return Week.parse(self.week)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_late(self) -> bool:
        """Held after its week was over."""
        return self.began_at >= self.its_week.ends_at(self.team.time_zone)

    @property
    def stands(self) -> bool:
        """Whether what was kept is what was written: the law of the past."""
        return self.digest == digest_of(self.snapshot)


def held_of(asked: Any) -> Retrospective | None:
    """That of the team and week that somebody asks for, if anything was done in it."""
    held = Retrospective.objects.of(asked.team, asked.week)
    return held.select_related("team", "began_by", "closed_by").first()


def next_section(held: Retrospective | None) -> Section:
    """The first that was not gone through."""
    done = set(held.sections_done.values_list("section", flat=True)) if held else set()
    return next((each for each in Section if each.value not in done), Section.PROCESS)


def digest_of(snapshot: str) -> str:
    return sha256(snapshot.encode()).hexdigest() if snapshot else ""


class SectionDone(models.Model):
    """A section that was gone through, or passed over as there was nothing red in it."""

    retrospective = models.ForeignKey(Retrospective, models.CASCADE, related_name="sections_done")
    section = models.CharField(max_length=12, choices=Section)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["retrospective", "section"], name="section_done_once"),
            models.CheckConstraint(
                condition=Q(section__in=Section.values), name="section_done_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(Section(self.section).label)
