"""What a request or a task asks the database for at most once, and only if something needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_found: ContextVar[dict[str, Any] | None] = ContextVar("found", default=None)


def once(name: str, ask: Callable[[], T]) -> T:
    """The answer, kept until `asking_once` ends. Outside of it one asks each time."""
    found = _found.get()
    if found is None:
        return ask()
    if name not in found:
        found[name] = ask()
    answer: T = found[name]
    return answer


@contextmanager
def asking_once(**found: Any) -> Iterator[None]:
    """A request or a task; `found` are answers that came with something else. Within another one
    it is that one, unless it knows answers of its own."""
    if _found.get() is not None and not found:
        yield
        return
    token = _found.set(dict(found))
    try:
        yield
    finally:
        _found.reset(token)


def forget(name: str) -> None:
    """It was changed: ask again."""
    if (found := _found.get()) is not None:
        found.pop(name, None)
