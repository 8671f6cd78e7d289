"""The follow-up policy that the product comes with, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

FROM_THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

WORDS = {
    "touch": (
        "A touch is one contact with a lead, in whatever way: a call, a mail, a message, a"
        " meeting, a letter. It counts once it is logged; what is only planned is no touch, and"
        " what was not logged did not take place. Automatic mails count nowhere."
    ),
    "attempt": (
        "An attempt is a touch of ours that got no response: nobody answered, a message was left,"
        " something was sent, or they did not come. Attempts are counted for each person at each"
        " lead, from zero again once that person responds. A mail that bounced and a wrong person"
        " are no attempts."
    ),
    "response": (
        "A response is everything that comes back from the person: an answer on the telephone, a"
        " reply, a meeting agreed or held, “not now”, “not interested”, and “never again”. A"
        " “no” is a response as well. A receipt or an out-of-office reply is none."
    ),
    "stopping": (
        "One may stop with a person after enough attempts in vain, and the plan goes on with the"
        " next person there. One may stop with a lead when nobody is left to try, when they said"
        " no, or when they bought: it is closed with its reason, or waits in a bucket with the"
        " date on which it wakes. Who gives a lead up before it had its touches says why. No lead"
        " is dropped in silence, or for a blank field. The numbers say how many is enough."
    ),
}


# Those of the first version; a number that came later goes by its default.
NUMBERS = {
    "soft_attempts": 6,
    "hard_attempts": 8,
    "fewest_planned": 7,
    "most_planned": 13,
    "fewest_touches": 6,
    "people_a_lead": 4,
    "verdict_touches": 3,
    "verdict_working_days": 5,
    "escalated_after": 2,
    "long_step_months": 3,
    "silent_days": 30,
    "silent_longer": 60,
    "silent_longest": 90,
    "wake_ups_a_week": 10,
    "level_days": 90,
    "level_from": 60,
    "level_to": 80,
    "cohort_days": 14,
}


def ship_policy(policies: Any) -> None:
    """Version 1, in force from the beginning."""
    policies.objects.get_or_create(
        version=1,
        defaults={
            **WORDS,
            "numbers": NUMBERS,
            "in_force_from": FROM_THE_BEGINNING,
            "settled_at": FROM_THE_BEGINNING,
        },
    )
