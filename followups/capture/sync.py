"""What a device sends, judged as data before anything is done with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
)

from followups.operations import Item

MOST = 50
MOST_FIELDS, LONGEST = 80, 4000
FARTHEST = timedelta(days=365 * 60)  # that a clock can be off; beyond it says nothing


def as_text(said: Any) -> str:
    """A field as it was typed; databases keep no NUL."""
    return str(said).replace("\0", "")[:LONGEST]


def in_the_calendar(said: datetime) -> datetime:
    """The same moment in UTC; where that is beyond the calendar's ends, the end."""
    try:
        return said.astimezone(UTC)
    except OverflowError:
        first, last = (each.replace(tzinfo=UTC) for each in (datetime.min, datetime.max))  # noqa: DTZ901
        return first if said.year == 1 else last


Moment = Annotated[AwareDatetime, AfterValidator(in_the_calendar)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Typed = Annotated[str, BeforeValidator(as_text)]


class SentItem(BaseModel):
    """One lead. What it holds beside this is of a later way of telling, and left out."""

    id: UUID
    captured_at: Moment
    fields: Annotated[dict[str, Typed], Field(max_length=MOST_FIELDS)]
    v: Annotated[int, Field(ge=0, le=1000)] = 0
    turn: Count = 0
    form_version: Count | None = None
    consent_version: Count = 0
    replaces: UUID | None = None

    @property
    def item(self) -> Item:
        """As the operation takes it."""
        return Item(
            id=self.id,
            captured_at=self.captured_at,
            told=self.fields,
            payload=self.v,
            turn=self.turn,
            form_version=self.form_version,
            consent_version=self.consent_version,
            replaces=self.replaces,
        )


class Sent(BaseModel):
    """All that comes at once: what the device says of itself, and up to 50 leads."""

    items: Annotated[list[dict[str, Any]], Field(max_length=MOST)]
    sent_at: Moment | None = None
    waiting: Count = 0
    needs_you: Count = 0
    sent: Count = 0
    discarded: Count = 0
    app: Typed = ""

    def skew(self, now: datetime) -> timedelta:
        """What the device's clock is behind ours."""
        behind = now - self.sent_at if self.sent_at else timedelta()
        return max(-FARTHEST, min(behind, FARTHEST))


def item_in(raw: dict[str, Any]) -> Item | None:
    """One of the items; None for what is none."""
    try:
        return SentItem.model_validate(raw).item
    except ValidationError:
        return None
