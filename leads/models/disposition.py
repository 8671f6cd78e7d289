"""The seven ways in which a lead ends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Disposition(models.TextChoices):
    """Why a lead was closed, as far as the program knows it."""

    WON = "won", gettext_lazy("Won")
    BOUGHT_ELSEWHERE = "bought_elsewhere", gettext_lazy("Bought elsewhere")
    NO_RESPONSE = "no_response", gettext_lazy("No response")
    NOT_INTERESTED = "not_interested", gettext_lazy("Not interested")
    DO_NOT_CONTACT = "do_not_contact", gettext_lazy("Do not contact")
    DISQUALIFIED = "disqualified", gettext_lazy("Disqualified")
    DUPLICATE = "duplicate", gettext_lazy("Duplicate")
