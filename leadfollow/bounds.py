"""Which days somebody may ask for or write down."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leadfollow.clock import FIRST_YEAR

LAST_YEAR = 2100


def within_reason(day: date) -> None:
    """A validator of dates and moments: beyond these years sums leave what `date` can hold."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a date between %(first_year)s and %(last_year)s.")
            % {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}
        )
