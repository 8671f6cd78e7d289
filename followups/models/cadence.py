"""The written plan for a segment."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.channels import channel_in_words
from followups.models.channel import Channel, channel_known
from followups.models.outcome import GOES_ON, Outcome


class CadenceQuerySet(models.QuerySet["Cadence"]):
    """Questions about cadences."""

    def current(self) -> Self:
        return self.filter(is_current=True)


class Cadence(models.Model):
    """One version of the plan for a segment: steps (a sprint), or one touch every N days.

    A bucket has a rhythm instead, whose first touch is due on the day that the lead wakes.
    """

    class Kind(models.TextChoices):
        SPRINT = "sprint", gettext_lazy("Sprint")
        RHYTHM = "rhythm", gettext_lazy("Rhythm")

    segment = models.ForeignKey(
        "campaigns.Segment", models.PROTECT, null=True, blank=True, related_name="cadences"
    )
    bucket = models.ForeignKey(
        "followups.Bucket", models.PROTECT, null=True, blank=True, related_name="cadences"
    )
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SPRINT)
    every_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="A rhythm's days between touches."
    )
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CadenceQuerySet.as_manager()

    class Meta:
        ordering = ["segment", "name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="cadence_version_once"),
            models.UniqueConstraint(
                fields=["segment"], condition=Q(is_current=True), name="cadence_one_a_segment"
            ),
            models.UniqueConstraint(
                fields=["bucket"], condition=Q(is_current=True), name="cadence_one_a_bucket"
            ),
            models.CheckConstraint(
                condition=Q(segment__isnull=False, bucket=None)
                | Q(segment=None, bucket__isnull=False, kind="rhythm"),
                name="cadence_serves_a_segment_or_a_bucket",
            ),
            models.CheckConstraint(
                condition=Q(kind="sprint", every_days=None)
                | Q(kind="rhythm", every_days__isnull=False, every_days__gt=0),
                name="cadence_rhythm_has_days",
            ),
        ]

    def __str__(self) -> str:
        return _("%(name)s, version %(version)s") % {"name": self.name, "version": self.version}

    @property
    def is_rhythm(self) -> bool:
        return self.kind == self.Kind.RHYTHM

    @property
    def serves(self) -> str:
        """The segment or the bucket for which it is. Reads them."""
        return str(self.segment or self.bucket)


class Step(models.Model):
    """One touch of a cadence: when, by which channel, to whom, and what to say.

    `day` counts working days from the enrolment, or from the moment at which the step before was
    made; on day 0 `minutes` counts working minutes. A rhythm goes through its steps in turn, one
    every `every_days`, and ignores `day`. `before` is the step of the version before that this one
    continues.
    """

    cadence = models.ForeignKey(Cadence, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    from_done = models.BooleanField(
        default=False, help_text="Counted from the step before, once that is made."
    )
    at_time = models.TimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    own_channel = models.ForeignKey(
        "followups.OwnChannel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        help_text="A channel of our own, which works like the channel.",
    )
    title = models.CharField(max_length=160)
    contact_role = models.CharField(max_length=80, blank=True)
    script = models.TextField(blank=True)
    mail_subject = models.CharField(max_length=200, blank=True)
    mail_text = models.TextField(blank=True)
    is_decision = models.BooleanField(
        default=False,
        help_text="After it the lead is decided on: it ends, or rests, or begins anew.",
    )
    before = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continued_by"
    )

    class Meta:
        ordering = ["cadence", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cadence", "position"], name="step_position_once"),
            channel_known("step_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def verb(self) -> str:
        """By what, in a word: "Call"; a channel of our own by its name."""
        return channel_in_words(self.channel, self.own_channel_id)


class Branch(models.Model):
    """What follows one outcome of a step, where that is not the step after it.

    `ahead` counts steps: 2 leaves one out. Empty: the plan ends there, and the lead is decided on.
    Counted so, a branch never leads back, nor into another cadence.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="branches")
    outcome = models.CharField(max_length=16, choices=Outcome)
    ahead = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "outcome"], name="branch_one_an_outcome"),
            models.CheckConstraint(
                condition=Q(outcome__in=sorted(GOES_ON)), name="branch_after_what_goes_on"
            ),
            models.CheckConstraint(
                condition=Q(ahead=None) | Q(ahead__gte=1), name="branch_leads_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} → {f'{self.ahead} ahead' if self.ahead else 'decide'}"
