"""The seven ways in which a lead ends."""

from __future__ import annotations

from django.db import models


class Disposition(models.TextChoices):
    """Why a lead was closed, as far as the program knows it."""

    WON = "won", "Won"
    BOUGHT_ELSEWHERE = "bought_elsewhere", "Bought elsewhere"
    NO_RESPONSE = "no_response", "No response"
    NOT_INTERESTED = "not_interested", "Not interested"
    DO_NOT_CONTACT = "do_not_contact", "Do not contact"
    DISQUALIFIED = "disqualified", "Disqualified"
    DUPLICATE = "duplicate", "Duplicate"
