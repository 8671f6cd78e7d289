"""By what one turns to somebody, as the program knows it: its rules go by these."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    CALL = "call", _("Call")
    MAIL = "mail", _("Mail")
    MESSAGE = "message", _("Message")
    LINKEDIN = "linkedin", _("LinkedIn")
    MEETING = "meeting", _("Meeting")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Other")


def channel_known(name: str) -> models.CheckConstraint:
    """No rule would know what to do by another one."""
    return models.CheckConstraint(condition=Q(channel__in=Channel.values), name=name)


def link_is_an_address(name: str) -> models.CheckConstraint:
    """Pages lead there: nothing that a browser would run."""
    begins = Q(link__startswith="http://") | Q(link__startswith="https://")
    return models.CheckConstraint(condition=Q(link="") | begins, name=name)
