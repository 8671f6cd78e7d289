"""Events and standing sources."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from timezone_field import TimeZoneField

from campaigns.models.segment import Segment
from campaigns.shipped import PROSPECTING
from leadfollow import clock
from leadfollow.clock import WorkingTime
from leadfollow.people.models import standard_working_time

if TYPE_CHECKING:
    from leadfollow.people.models import User

HAND_OVER_WORKING_MINUTES = 60  # a lead of a standing source has an owner within a working hour


def organisation_zone() -> str:
    """The installation's, also for migrations; doors say the organisation's."""
    return settings.TIME_ZONE


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Questions about campaigns."""

    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def events(self) -> Self:
        return self.filter(kind=Campaign.Kind.EVENT)

    def with_held(self) -> Self:
        """`held`: how many leads are on its devices and not here, as they told it last."""
        there = F("devices__waiting") + F("devices__needs_you")
        return self.annotate(held=Coalesce(Sum(there), 0))

    def visible_to(self, user: User) -> Self:
        """All for reps, managers and admins; an event manager's own, and the standing sources."""
        if user.is_admin or user.is_manager or user.is_rep:
            return self
        return self.filter(Q(owner=user) | Q(kind=Campaign.Kind.STANDING))

    def reportable_to(self, user: User) -> Self:
        """Whose follow-up figures this person may read whole."""
        if user.is_admin:
            return self
        return self.filter(Q(owner=user) | Q(team__managers=user)).distinct()

    def editable_by(self, user: User) -> Self:
        if user.is_admin:
            return self
        mine = Q(pk__in=[])
        if user.is_event_manager:
            mine |= Q(owner=user)
        if user.is_manager:
            mine |= Q(team__in=user.teams_led.all())
        return self.filter(mine)

    def formed_by(self, user: User) -> Self:
        """Whose form this person makes, and looks through what was sent by it."""
        if user.is_admin:
            return self
        return self.filter(owner=user) if user.is_event_manager else self.none()


class Campaign(models.Model):
    """An event, or a standing source such as the web site. Every inquiry belongs to one."""

    class Kind(models.TextChoices):
        EVENT = "event", gettext_lazy("Event")
        STANDING = "standing", gettext_lazy("Standing source")

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STANDING)
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="campaigns")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    time_zone = TimeZoneField(default=organisation_zone)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    team = models.ForeignKey(
        "people.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        help_text="The team that receives its leads.",
    )
    note = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "name"]
        constraints = [
            models.UniqueConstraint(Lower("code"), name="campaign_code_without_case"),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="campaign_external_id_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="standing") | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="campaign_event_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="campaign_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_formed_by(self, user: User) -> bool:
        """As `formed_by` asks it of all."""
        return user.is_admin or (user.is_event_manager and self.owner_id == user.pk)

    @property
    def is_event(self) -> bool:
        return self.kind == self.Kind.EVENT

    @property
    def is_own_prospecting(self) -> bool:
        """Whether its leads asked for nothing: one of us found them."""
        return self.code == PROSPECTING

    @property
    def working_time(self) -> WorkingTime:
        """The receiving team's; without one, office hours in the campaign's zone."""
        if self.team is not None:
            return self.team.working_time
        return standard_working_time(self.time_zone)

    @property
    def assign_limit_in_words(self) -> str:
        """How soon a lead that comes in has to get an owner."""
        return _("the day it came in") if self.is_event else _("1 working hour")

    def assign_by(self, waiting_since: datetime, *, owner_left: bool = False) -> datetime:
        """Until when a lead without an owner must get one.

        An event's lead: the first midnight there. Any other, or once an owner left: one working
        hour of the team.
        """
        if self.is_event and not owner_left:
            return clock.day_end(clock.today(self.time_zone, waiting_since), self.time_zone)
        return self.working_time.add_working_minutes(waiting_since, HAND_OVER_WORKING_MINUTES)
