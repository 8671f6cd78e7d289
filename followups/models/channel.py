"""By what one turns to somebody, as the program knows it: its rules go by these."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    CALL = "call", _("Call")
    MAIL = "mail", _("Mail")
    MESSAGE = "message", _("Message")
    LINKEDIN = "linkedin", _("LinkedIn")
    MEETING = "meeting", _("Meeting")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Other")
