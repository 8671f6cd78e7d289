"""What comes next at a lead, by why it matters."""

from __future__ import annotations

from django.db import models


class NextIs(models.TextChoices):
    """What the next step of a lead is to the one who works through his queue."""

    PROMISE = "promise", "Promised for a moment"
    FIRST = "first", "First touch"
    AGAIN = "again", "Attempt after one in vain"
    OTHER = "other", "By the plan"
