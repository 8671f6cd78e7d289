"""What comes next at a lead, by why it matters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class NextIs(models.TextChoices):
    """What the next step of a lead is to the one who works through his queue."""

    PROMISE = "promise", gettext_lazy("Promised for a moment")
    FIRST = "first", gettext_lazy("First touch")
    AGAIN = "again", gettext_lazy("Attempt after one in vain")
    OTHER = "other", gettext_lazy("By the plan")
