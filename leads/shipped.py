"""The definition of "qualified" that a new installation begins with: version 1."""

from __future__ import annotations

from typing import Any

TEXT = (
    "A lead is qualified when somebody there told us, in words that we can quote, that the need is"
    " real, that there is money for it, who decides, and by when. What we only suppose is not"
    " ticked. A qualified lead is handed to whoever sells, and stays open until it is won or"
    " closed."
)
# code, name, what it asks, whether it is needed
CRITERIA = (
    ("need", "Need", "What problem do they want to solve, and what happens if they do not?", True),
    ("budget", "Budget", "Is there money for it, or who would release it?", True),
    ("authority", "Authority", "Who decides, and have we spoken with that person?", True),
    ("timeframe", "Timeframe", "By when do they want to have it?", True),
    ("market", "Our market", "Is it an industry and a country that we serve?", False),
    ("size", "Size", "Is the organisation large enough for what we sell?", False),
    ("use", "Use", "Do they want it for something that we do well?", False),
)


def ship(definition_model: Any, criterion_model: Any) -> None:
    """Write version 1, unless there is a definition already."""
    if definition_model.objects.exists():
        return
    first = definition_model.objects.create(version=1, text=TEXT)
    criterion_model.objects.bulk_create(
        criterion_model(
            definition=first, position=place, code=code, name=name, asks=asks, is_needed=needed
        )
        for place, (code, name, asks, needed) in enumerate(CRITERIA, start=1)
    )
