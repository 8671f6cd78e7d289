"""What a chunk of rows brings: decided first, written afterwards or, in a rehearsal, never."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from leads.imports.arrivals import Arrivals
from leads.imports.lines import Line
from leads.models import Contact

Step = Callable[[], Iterable[int] | None]


@dataclass
class Loaded:
    """New leads with all that is theirs, and whatever else has to be written then, in this order;
    afterwards the leads to settle, and the people who refuse more than was known."""

    arrivals: Arrivals | None = None
    steps: list[Step] = field(default_factory=list)  # each tells the leads that it concerns
    leads: set[int] = field(default_factory=set)
    refusing: dict[int, dict[str, bool]] = field(default_factory=dict)  # contact -> what
    barred: list[Contact] = field(default_factory=list)  # of its own people, said by a later row

    def write(self) -> None:
        """Within the caller's transaction."""
        for contact in self.barred:
            contact.do_not_contact = False  # barred once they are there, with all that follows
        if self.arrivals:
            self.leads |= self.arrivals.write()
        for step in self.steps:
            self.leads.update(step() or ())
        for contact in self.barred:
            self.refusing.setdefault(contact.pk, {})["do_not_contact"] = True


class Loader(Protocol):
    """Gives rows of one kind their fates, chunk by chunk, and writes nothing.

    It remembers what it has decided, so that one loader can go through a file of which nothing is
    written; who writes each chunk takes a new loader for the next.
    """

    def load(self, lines: Collection[Line]) -> Loaded:
        """The next rows."""
