"""Filters of the lead list that somebody keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from leadfollow.people.models import User

KEPT = Q(removed_at=None)


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about saved views."""

    def kept(self) -> Self:
        return self.filter(KEPT)

    def visible_to(self, user: User) -> Self:
        """One's own, and those shared with a team that one is in or leads; one's own first."""
        teams = Q(team__managers=user)
        if user.team_id:
            teams |= Q(team=user.team_id)
        mine = models.Case(models.When(owner=user, then=0), default=1)
        return self.filter(Q(owner=user) | teams).distinct().order_by(mine, Lower("name"), "pk")

    def changeable_by(self, user: User) -> Self:
        """One's own, and what is shared with a team that one leads: its maker may have left."""
        return self.filter(Q(owner=user) | Q(team__managers=user)).distinct()


class SavedView(models.Model):
    """A name for the filters and the order of the lead list, its owner's or shared with a team.

    `query` is the list's address without the page. It is read by whoever opens the view: the
    same view lists each reader's own leads.
    """

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="views")
    team = models.ForeignKey(
        "people.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="views",
        help_text="With whom it is shared.",
    )
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("name"), condition=KEPT, name="savedview_name_once_an_owner"
            ),
            models.UniqueConstraint(
                "team",
                Lower("name"),
                condition=KEPT & Q(team__isnull=False),
                name="savedview_name_once_a_team",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""), name="savedview_is_named_and_filters"
            ),
            models.CheckConstraint(
                condition=KEPT | Q(removed_at__gte=F("created_at")),
                name="savedview_removed_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return self.name
