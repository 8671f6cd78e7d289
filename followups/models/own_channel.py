"""The channels that people choose from."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import override

from followups.models.channel import Channel

# What the program plans by itself; without them it could not.
NEEDED = (Channel.CALL, Channel.MAIL, Channel.LINKEDIN, Channel.MEETING, Channel.OTHER)


class OwnChannel(models.Model):
    """A channel to choose: one that is shipped, or one of our own, which works like one of those
    for ever. It is offered for some segments, or for all where none is named. Touches of a
    shipped one name no row here. A retired one stays with its touches and steps."""

    name = models.CharField(max_length=40)
    works_as = models.CharField(max_length=10, choices=Channel)
    is_shipped = models.BooleanField(default=False)
    asks_link = models.BooleanField(
        default=False, help_text="A touch by it takes a link, as to a thread of a forum."
    )
    segments = models.ManyToManyField("campaigns.Segment", blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_shipped", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="ownchannel_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="ownchannel_has_a_name"),
            models.CheckConstraint(
                condition=Q(works_as__in=list(Channel)), name="ownchannel_works_as_one"
            ),
            models.UniqueConstraint(
                fields=["works_as"], condition=Q(is_shipped=True), name="ownchannel_shipped_once"
            ),
            models.CheckConstraint(
                condition=Q(is_shipped=False)
                | Q(retired_at=None)
                | ~Q(works_as__in=[channel.value for channel in NEEDED]),
                name="ownchannel_needed_stays",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_needed(self) -> bool:
        return self.is_shipped and self.works_as in NEEDED

    @property
    def choice(self) -> str:
        """Its value in a form: "message", or of our own "message-3"."""
        return self.works_as if self.is_shipped else f"{self.works_as}-{self.pk}"


def ship_channels(model: Any) -> None:
    """The seven, and one more for where customers ask each other; what is there stays."""
    for channel in Channel:
        with override(None):
            name = str(channel.label)
        if not model.objects.filter(works_as=channel.value, is_shipped=True).exists():
            model.objects.create(name=name, works_as=channel.value, is_shipped=True)
    if not model.objects.filter(name__iexact=COMMUNITY).exists():
        model.objects.create(name=COMMUNITY, works_as=Channel.OTHER.value, asks_link=True)


COMMUNITY = "Community or forum"
