"""What may come of a touch, as the chips of the log panel."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from followups.models import GOES_ON, RESPONSES, Channel, Direction, Outcome
from leadfollow.words import Said


@dataclass(frozen=True)
class Chip:
    """One answer: its key, what it is called, and the outcome that it records.

    Some are saved at once, with the next step that the panel shows; some ask why, some for the
    date of what comes next. One without an outcome logs nothing: they moved the meeting.
    """

    key: str
    name: str
    label: Said
    outcome: str
    at_once: bool = False
    asks_why: bool = False
    asks_when: bool = False

    @property
    def moves(self) -> bool:
        return not self.outcome


def booked(key: str) -> Chip:
    """The meeting becomes the next step; UX names eight answers of a call, so there it is ninth."""
    return Chip(
        key, "booked", gettext_lazy("Meeting booked"), Outcome.MEETING_BOOKED, asks_when=True
    )


BOOKED = booked("9")


def chips_with(
    *own: Chip, never: str = Outcome.NEVER_CALL_AGAIN, last: Chip = BOOKED
) -> tuple[Chip, ...]:
    """A channel's own four, the four that every channel has, and a last one."""
    return (
        *own,
        Chip("5", "not_now", gettext_lazy("Not now"), Outcome.NOT_NOW, asks_why=True),
        Chip(
            "6",
            "not_interested",
            gettext_lazy("Not interested"),
            Outcome.NOT_INTERESTED,
            asks_why=True,
        ),
        Chip("7", "wrong_person", gettext_lazy("Wrong person"), Outcome.WRONG_PERSON),
        Chip("8", "never", gettext_lazy("Never contact"), never),
        last,
    )


BY_CALL = chips_with(
    Chip("1", "no_answer", gettext_lazy("No answer"), Outcome.NO_ANSWER, at_once=True),
    Chip("2", "left_message", gettext_lazy("Left message"), Outcome.LEFT_MESSAGE, at_once=True),
    Chip("3", "call_back", gettext_lazy("Call back"), Outcome.TALKED, asks_when=True),
    Chip("4", "talked", gettext_lazy("Talked"), Outcome.TALKED),
)
IN_WRITING = chips_with(
    Chip("1", "sent", gettext_lazy("Sent"), Outcome.SENT, at_once=True),
    Chip("2", "bounced", gettext_lazy("Bounced"), Outcome.BOUNCED, at_once=True),
    Chip("3", "call_back", gettext_lazy("Replied: call"), Outcome.REPLIED, asks_when=True),
    Chip("4", "replied", gettext_lazy("Replied"), Outcome.REPLIED),
    never=Outcome.OPTED_OUT,
)
FACE_TO_FACE = chips_with(
    Chip("1", "no_show", gettext_lazy("No-show"), Outcome.NO_SHOW, at_once=True),
    Chip("2", "moved", gettext_lazy("They moved it"), "", asks_when=True),
    booked("3"),
    Chip("4", "held", gettext_lazy("Meeting held"), Outcome.MEETING_HELD),
    last=Chip("9", "call_back", gettext_lazy("Held: call"), Outcome.MEETING_HELD, asks_when=True),
)
CHIPS = {Channel.CALL: BY_CALL, Channel.MEETING: FACE_TO_FACE}


def chips_for(channel: str) -> tuple[Chip, ...]:
    """The chips that fit the channel of a touch."""
    return CHIPS.get(Channel(channel), IN_WRITING)


def outcomes_of(channel: str, direction: str = Direction.OUTBOUND) -> set[str]:
    """What may come of a touch by this channel.

    Whoever turns to us has responded.
    """
    told = {chip.outcome for chip in chips_for(channel) if chip.outcome}
    return told & RESPONSES if direction == Direction.INBOUND else told


def branching(channel: str) -> tuple[str, ...]:
    """After which of these a step may say what follows, in the order of the chips."""
    told = (chip.outcome for chip in chips_for(channel) if chip.outcome in GOES_ON)
    return tuple(dict.fromkeys(told))


def exhausted_chip(channel: str) -> Chip:
    """One attempt more in vain, and it goes on with the next person, or somebody chooses how."""
    first = chips_for(channel)[0]
    return Chip("x", "exhausted", first.label, first.outcome, at_once=True)
