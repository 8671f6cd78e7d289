"""Why leads are given up early, and what the team's own answers say about that (D91)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches
from django.db import transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.models import Touch
from followups.models.touch import TouchQuerySet
from followups.policy import FIGURE_AFTER, FIGURE_AT_LEAST, FIGURE_OF_THE_LAST
from leadfollow.people.models import Team
from leadfollow.words import percent

HOUR = 3600
WHY_EARLY = (  # as it is kept
    gettext_noop("Cannot be reached"),
    gettext_noop("Does not fit us"),
    gettext_noop("Others matter more"),
    gettext_noop("Was told to stop"),
)


@dataclass(frozen=True)
class Answers:
    """The first answers of a team's leads, and how many came after so many touches."""

    late: int
    all: int

    def __str__(self) -> str:
        """As in "38 % of our answers came after touch 4 (52 leads)."; nothing while few."""
        if self.all < FIGURE_AT_LEAST:
            return ""
        share = percent(self.late, self.all)
        return _("%(share)s of our answers came after touch %(number)s (%(all)s leads).") % {
            "share": share,
            "number": FIGURE_AFTER,
            "all": self.all,
        }


def answers_of(team: Team) -> Answers:
    """Counted from the team's touches: the newest first answer of each lead, so many of them."""
    newest = first_answers(team).order_by("-happened_at", "-pk")[:FIGURE_OF_THE_LAST]
    earlier = Touch.objects.logged().filter(until(Q(lead=OuterRef("lead"))))
    number = earlier.order_by().values("lead").annotate(n=Count("pk")).values("n")
    numbers = newest.annotate(
        before=Coalesce(Subquery(number, output_field=IntegerField()), 0)
    ).values_list("before", flat=True)
    counted = list(numbers)
    return Answers(sum(before >= FIGURE_AFTER for before in counted), len(counted))


def first_answers(team: Team) -> TouchQuerySet:
    """Where a lead answered for the first time."""
    answers = Touch.objects.responses().exclude(source="import")
    earlier = answers.filter(until(Q(lead=OuterRef("lead"))))
    return answers.filter(~Exists(earlier), logged_by__team=team)


def until(condition: Q) -> Q:
    """Before the touch of the outer query."""
    same = Q(happened_at=OuterRef("happened_at"), pk__lt=OuterRef("pk"))
    return condition & (Q(happened_at__lt=OuterRef("happened_at")) | same)


def figure_of(team: Team | None) -> str:
    """The sentence, looked up once an hour; nothing without a team.

    Kept is what was counted in rows that stay: what the lesson rolls back is in nobody's figure.
    """
    if team is None:
        return ""
    memory, name = caches["memory"], f"answers-{team.pk}"
    kept: str | None = memory.get(name)
    if kept is not None:
        return kept
    figure = str(answers_of(team))
    transaction.on_commit(lambda: memory.set(name, figure, HOUR))
    return figure
