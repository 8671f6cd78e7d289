"""Why a lead is rejected, as far as the program knows it."""

from __future__ import annotations

from django.db import models


class Rejection(models.TextChoices):
    """Why a lead is rejected; the clerical ones come first."""

    DUPLICATE = "duplicate", "Duplicate"
    TEST = "test", "Test or spam"
    UNREACHABLE = "unreachable", "No way to reach anybody"
    NOT_OURS = "not_ours", "Not meant for us"
    NO_NEED = "no_need", "No need"
    NO_BUDGET = "no_budget", "No budget"
    NO_AUTHORITY = "no_authority", "Nobody there can decide"
    COMPETITOR = "competitor", "Competitor"
    STUDENT = "student", "Student or researcher"
    OUTSIDE = "outside", "Outside our market"
    OTHER = "other", "Something else"


# What can be known before anybody was reached; the others are a judgement.
CLERICAL = (
    Rejection.DUPLICATE, Rejection.TEST, Rejection.UNREACHABLE, Rejection.NOT_OURS,
)  # fmt: skip
