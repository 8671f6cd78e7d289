"""The line that says what was done: one with an undo stands until something else is said."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponseBase
from django.urls import reverse


class StandingLines(FallbackStorage):
    """Django's messages; the last one, if it names its undo, is shown again on the queue.

    Only there: on other pages it would follow one about. It is kept in the messages' own cookie,
    so that it costs no query, and with it whose it is: somebody else may sign in after.
    """

    _queued_messages: list[Message]  # of Django's own, which its stubs leave out
    _loaded_messages: list[Message]

    def __iter__(self) -> Iterator[Message]:
        lines = list(super().__iter__())
        fresh = [line for line in lines if "#" not in tags_of(line)]
        if fresh or self.request.path != reverse("followups:queue"):
            return iter(fresh)
        return iter([line for line in lines[-1:] if tags_of(line).endswith(self.whose)])

    @property
    def whose(self) -> str:
        """What marks a line that was shown: a fragment, which no address sends along."""
        return f"#{self.request.user.pk}"

    def update(self, response: HttpResponseBase) -> list[Message] | None:
        if self.used and not self._queued_messages:
            self._queued_messages = self.standing()
        return super().update(response)

    def standing(self) -> list[Message]:
        """The last line that was shown, if it can be undone, and is this person's."""
        for last in self._loaded_messages[-1:]:
            undo_url, shown, _ = tags_of(last).partition("#")
            if undo_url and (not shown or tags_of(last).endswith(self.whose)):
                return [Message(last.level, last.message, undo_url + self.whose)]
        return []


def tags_of(line: Message) -> str:
    return str(line.extra_tags or "")
