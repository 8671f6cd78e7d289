"""The line that says what was done: one with an undo stands until something else is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from leadfollow import clock


class StandingLines(FallbackStorage):
    """Django's messages; the last one, if it names its undo, is shown again where a page asks.

    Only there: on other pages it would follow one about; and only on that day, as `u` on the next
    morning's queue would undo what nobody remembers. It is kept in the messages' own cookie, so
    that it costs no query, and with it whose it is, for somebody else may sign in after, and when
    it was said.
    """

    stands_here = False
    _queued_messages: list[Message]  # of Django's own, which its stubs leave out
    _loaded_messages: list[Message]

    def __iter__(self) -> Iterator[Message]:
        lines = list(super().__iter__())
        fresh = [line for line in lines if not Mark.of(line)]
        if fresh or not self.stands_here:
            return iter(fresh)
        return iter([said_again(line) for line in lines[-1:] if self.stands(line)])

    def stands(self, line: Message) -> bool:
        """Whether it was said to this person, on this day of his."""
        mark = Mark.of(line)
        if mark is None or mark.whose != str(self.request.user.pk):
            return False
        return timezone.localdate(mark.said_at) == timezone.localdate(clock.now())

    def update(self, response: HttpResponseBase) -> list[Message] | None:
        if self.used and not self._queued_messages:
            self._queued_messages = self.standing()
        return super().update(response)

    def standing(self) -> list[Message]:
        """The last line that was shown, if it can be undone, and stands."""
        for last in self._loaded_messages[-1:]:
            if last.extra_tags and not Mark.of(last):
                mark = Mark(str(self.request.user.pk), clock.now())
                return [Message(last.level, last.message, f"{last.extra_tags}{mark}")]
            if self.stands(last):
                return [last]
        return []


@dataclass(frozen=True)
class Mark:
    """What marks a line that was shown: a fragment of its undo, which no address sends along."""

    whose: str
    said_at: datetime

    def __str__(self) -> str:
        return f"#{self.whose}@{int(self.said_at.timestamp())}"

    @classmethod
    def of(cls, line: Message) -> Mark | None:
        _, marked, mark = str(line.extra_tags or "").partition("#")
        whose, _, said_at = mark.partition("@")
        return cls(whose, datetime.fromtimestamp(int(said_at or 0), UTC)) if marked else None


def said_again(line: Message) -> Message:
    """With the time at which it was said first."""
    mark, undo_url = Mark.of(line), str(line.extra_tags).partition("#")[0]
    at = f"{timezone.localtime(mark.said_at):%H:%M} " if mark else ""
    return Message(line.level, f"{at}{line.message}", undo_url)


def show_standing_line(request: HttpRequest) -> None:
    """Let this page show the line again."""
    lines = get_messages(request)
    if isinstance(lines, StandingLines):
        lines.stands_here = True
