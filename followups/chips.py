"""What may come of a touch, as the eight chips of the log panel."""

from __future__ import annotations

from dataclasses import dataclass

from followups.models import GOES_ON, RESPONSES, Channel, Direction, Outcome


@dataclass(frozen=True)
class Chip:
    """One answer: its key, what it is called, and the outcome that it records.

    Some are saved at once, with the next step that the panel shows; some ask why.
    """

    key: str
    name: str
    label: str
    outcome: str
    at_once: bool = False
    asks_why: bool = False


def chips_with(*own: Chip, never: str = Outcome.NEVER_CALL_AGAIN) -> tuple[Chip, ...]:
    """A channel's own four, and the four that every channel has."""
    return (
        *own,
        Chip("5", "not_now", "Not now", Outcome.NOT_NOW, asks_why=True),
        Chip("6", "not_interested", "Not interested", Outcome.NOT_INTERESTED, asks_why=True),
        Chip("7", "wrong_person", "Wrong person", Outcome.WRONG_PERSON),
        Chip("8", "never", "Never contact", never),
    )


BY_CALL = chips_with(
    Chip("1", "no_answer", "No answer", Outcome.NO_ANSWER, at_once=True),
    Chip("2", "left_message", "Left message", Outcome.LEFT_MESSAGE, at_once=True),
    Chip("3", "call_back", "Call back", Outcome.TALKED),
    Chip("4", "talked", "Talked", Outcome.TALKED),
)
IN_WRITING = chips_with(
    Chip("1", "sent", "Sent", Outcome.SENT, at_once=True),
    Chip("2", "bounced", "Bounced", Outcome.BOUNCED, at_once=True),
    Chip("3", "call_back", "Replied: call", Outcome.REPLIED),
    Chip("4", "replied", "Replied", Outcome.REPLIED),
    never=Outcome.OPTED_OUT,
)
FACE_TO_FACE = chips_with(
    Chip("1", "no_show", "No-show", Outcome.NO_SHOW, at_once=True),
    Chip("2", "left_message", "Left message", Outcome.LEFT_MESSAGE, at_once=True),
    Chip("3", "call_back", "Held: call", Outcome.MEETING_HELD),
    Chip("4", "held", "Meeting held", Outcome.MEETING_HELD),
)
CHIPS = {Channel.CALL: BY_CALL, Channel.MEETING: FACE_TO_FACE}


def chips_for(channel: str) -> tuple[Chip, ...]:
    """The chips that fit the channel of a touch."""
    return CHIPS.get(Channel(channel), IN_WRITING)


def outcomes_of(channel: str, direction: str = Direction.OUTBOUND) -> set[str]:
    """What may come of a touch by this channel; any talk may book a meeting.

    Whoever turns to us has responded.
    """
    told = {chip.outcome for chip in chips_for(channel)} | {Outcome.MEETING_BOOKED}
    return told & RESPONSES if direction == Direction.INBOUND else told


def branching(channel: str) -> tuple[str, ...]:
    """After which of these a step may say what follows, in the order of the chips."""
    told = (chip.outcome for chip in chips_for(channel) if chip.outcome in GOES_ON)
    return tuple(dict.fromkeys(told))


def exhausted_chip(channel: str) -> Chip:
    """One attempt more in vain, and it goes on with the next person, or somebody chooses how."""
    first = chips_for(channel)[0]
    return Chip("x", "exhausted", first.label, first.outcome, at_once=True)
