"""Why a lead is rejected, as far as the program knows it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Rejection(models.TextChoices):
    """Why a lead is rejected; the clerical ones come first."""

    DUPLICATE = "duplicate", gettext_lazy("Duplicate")
    TEST = "test", gettext_lazy("Test or spam")
    UNREACHABLE = "unreachable", gettext_lazy("No way to reach anybody")
    NOT_OURS = "not_ours", gettext_lazy("Not meant for us")
    NO_NEED = "no_need", gettext_lazy("No need")
    NO_BUDGET = "no_budget", gettext_lazy("No budget")
    NO_AUTHORITY = "no_authority", gettext_lazy("Nobody there can decide")
    COMPETITOR = "competitor", gettext_lazy("Competitor")
    STUDENT = "student", gettext_lazy("Student or researcher")
    OUTSIDE = "outside", gettext_lazy("Outside our market")
    OTHER = "other", gettext_lazy("Something else")


# What can be known before anybody was reached; the others are a judgement.
CLERICAL = (
    Rejection.DUPLICATE, Rejection.TEST, Rejection.UNREACHABLE, Rejection.NOT_OURS,
)  # fmt: skip
