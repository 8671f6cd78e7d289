"""What a logged touch brought."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    NO_ANSWER = "no_answer", "No answer"
    LEFT_MESSAGE = "left_message", "Left message"
    SENT = "sent", "Sent"
    NO_SHOW = "no_show", "No-show"
    TALKED = "talked", "Talked"
    REPLIED = "replied", "Replied"
    MEETING_BOOKED = "meeting_booked", "Meeting booked"
    MEETING_HELD = "meeting_held", "Meeting held"
    NOT_NOW = "not_now", "Not now"
    NOT_INTERESTED = "not_interested", "Not interested"
    OPTED_OUT = "opted_out", "Opted out"
    NEVER_CALL_AGAIN = "never_call_again", "Never contact again"
    BOUNCED = "bounced", "Bounced"
    WRONG_PERSON = "wrong_person", "Wrong person"
    UNKNOWN = "unknown", "Not known"


ATTEMPTS = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.NO_SHOW})
RESPONSES = (
    frozenset(Outcome)
    - ATTEMPTS
    - {
        Outcome.BOUNCED,
        Outcome.WRONG_PERSON,
        Outcome.UNKNOWN,
    }
)
ANSWERED = frozenset({Outcome.TALKED, Outcome.REPLIED, Outcome.MEETING_HELD})

TALKS = ANSWERED | {Outcome.MEETING_BOOKED}

# After these a cadence may go on, so that a step may say with what. The others bring their own
# next step: a date, somebody else, or the end.
GOES_ON = ATTEMPTS | ANSWERED | {Outcome.BOUNCED}

# Wishes never to be contacted again.
BARRING = frozenset({Outcome.OPTED_OUT, Outcome.NEVER_CALL_AGAIN})

# They said something that may tell whether the lead is qualified.
HEARD = RESPONSES - BARRING
