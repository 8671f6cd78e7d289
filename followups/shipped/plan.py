"""What a shipped cadence is made of: plain values, for migrations may use them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

# Whom a step is aimed at. Four people at least should have heard from us (article 004).
FIRST_CONTACT = "first contact"
COLLEAGUE = "colleague"
DECISION_MAKER = "decision maker"
DAILY_USER = "daily user"

# What titles, scripts and mails may name as {{ field }}, and what is said where it is blank.
MERGE_FIELDS = {
    "first_name": "there",
    "campaign": "our web site",
    "request": "more information",
    "referred_by": "somebody who knows us both",
    "rep": "Your sales team",
}

DECIDE = """\
This is the last step, so the lead does not stay as it is. Decide now:
- next contact: somebody else there has not been asked yet; begin with them
- nurture: there is a need but no date; choose the bucket and the day on which we come back
- close: there is no need, or nobody answers; choose the reason
"""


@dataclass(frozen=True)
class ShippedStep:
    """One touch: when, how, with whom, and what to say.

    `day` counts working days from the enrolment, `minutes` working minutes on day 0 where no
    time is given.
    """

    channel: str
    title: str
    contact_role: str
    script: str
    day: int = 0
    minutes: int = 0
    at_time: time | None = None
    mail_subject: str = ""
    mail_text: str = ""


@dataclass(frozen=True)
class ShippedCadence:
    """A sprint, or a rhythm that goes through its steps in turn, one every `every_days`."""

    segment: str
    slug: str
    name: str
    steps: tuple[ShippedStep, ...]
    every_days: int | None = None

    @property
    def kind(self) -> str:
        return "rhythm" if self.every_days else "sprint"
