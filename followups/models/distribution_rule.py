"""Who gets which leads: what an organisation says beside the team of each campaign."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

IN_USE = Q(retired_at=None)


class Way(models.TextChoices):
    """How one of the reps is chosen."""

    ROUND_ROBIN = "round_robin", gettext_lazy("in turn")
    LEAST_LOADED = "least_loaded", gettext_lazy("to whoever has the least follow-up due")


class DistributionRuleQuerySet(models.QuerySet["DistributionRule"]):
    """Questions about rules."""

    def in_use(self) -> Self:
        return self.filter(IN_USE)


class DistributionRule(models.Model):
    """Leads of this sort go to these reps. The first rule that fits and has somebody decides.

    An empty condition fits every lead. The reps are those of `team`, or without one `reps`.
    `accept_within` is how many working minutes a rep has to accept a lead that it gave him.
    """

    position = models.PositiveSmallIntegerField()
    segment = models.ForeignKey(
        "campaigns.Segment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, null=True, blank=True, related_name="+"
    )
    territory = models.ForeignKey(
        "leads.Territory", models.PROTECT, null=True, blank=True, related_name="+"
    )
    product = models.ForeignKey(
        "leads.Product", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    reps = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", help_text="Where there is no team."
    )
    way = models.CharField(max_length=12, choices=Way, default=Way.ROUND_ROBIN)
    only_at_work = models.BooleanField(
        default=False, help_text="Whose working hours it is not is passed over."
    )
    accept_within = models.PositiveIntegerField(
        null=True, blank=True, help_text="In working minutes; empty: nobody need accept."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = DistributionRuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["position"], condition=IN_USE, name="distribution_rule_one_a_position"
            ),
            models.CheckConstraint(
                condition=Q(way__in=Way.values), name="distribution_rule_way_known"
            ),
            models.CheckConstraint(
                condition=Q(accept_within=None) | Q(accept_within__gte=1),
                name="distribution_rule_leaves_time",
            ),
        ]

    def __str__(self) -> str:
        return f"rule {self.position}"


class Turn(models.Model):
    """When a rule last gave this person a lead: his place in its line."""

    rule = models.ForeignKey(DistributionRule, models.CASCADE, related_name="turns")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "user"], name="turn_one_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%Y-%m-%d %H:%M}"


class NextTry(models.Model):
    """When a lead that nobody could be given is distributed again: somebody is back by then."""

    lead = models.OneToOneField("leads.Lead", models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True, help_text="What the worker asks for.")

    class Meta:
        verbose_name_plural = "next tries"

    def __str__(self) -> str:
        return f"{self.lead}, {self.at:%Y-%m-%d %H:%M}"
