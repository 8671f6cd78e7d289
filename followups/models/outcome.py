"""What a logged touch brought."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Outcome(models.TextChoices):
    NO_ANSWER = "no_answer", gettext_lazy("No answer")
    LEFT_MESSAGE = "left_message", gettext_lazy("Left message")
    SENT = "sent", gettext_lazy("Sent")
    NO_SHOW = "no_show", gettext_lazy("No-show")
    TALKED = "talked", gettext_lazy("Talked")
    REPLIED = "replied", gettext_lazy("Replied")
    MEETING_BOOKED = "meeting_booked", gettext_lazy("Meeting booked")
    MEETING_HELD = "meeting_held", gettext_lazy("Meeting held")
    NOT_NOW = "not_now", gettext_lazy("Not now")
    NOT_INTERESTED = "not_interested", gettext_lazy("Not interested")
    OPTED_OUT = "opted_out", gettext_lazy("Opted out")
    NEVER_CALL_AGAIN = "never_call_again", gettext_lazy("Never contact again")
    BOUNCED = "bounced", gettext_lazy("Bounced")
    WRONG_PERSON = "wrong_person", gettext_lazy("Wrong person")
    UNKNOWN = "unknown", gettext_lazy("Not known")


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
