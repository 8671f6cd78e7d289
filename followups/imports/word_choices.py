"""What a word of a file may mean, where a field takes only ours."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.models import Campaign
from followups.imports.channel_column import our_own
from leadfollow.people.models import User

OURS = {
    "status": [
        "new", "working", "nurturing", "closed:won", "closed:bought elsewhere",
        "closed:no response", "closed:not interested", "closed:do not contact",
        "closed:disqualified", "closed:duplicate",
    ],
    "channel": ["call", "mail", "message", "linkedin", "meeting", "letter", "other"],
    "direction": ["outbound", "inbound"],
    "outcome": [
        "talked", "replied", "meeting booked", "meeting held", "not now", "not interested",
        "opted out", "never call again", "no answer", "left message", "sent", "no show",
        "bounced", "wrong person", "unknown",
    ],
}  # fmt: skip


def meanings_of(field: str) -> list[tuple[str, str]]:
    """Value and label of each; of channels our own too."""
    own = our_own() if field == "channel" else []
    offered = [(row.choice, row.name) for row in own if row.retired_at is None]
    return [*((ours, ours) for ours in OURS[field]), *offered]


def spellings(words: Iterable[str], user: User) -> list[tuple[str, str]]:
    """The names that a source may really have: those in reach, and the others in the file."""
    known = (
        Campaign.objects.in_use().visible_to(user).order_by("name").values_list("name", flat=True)
    )
    names = {name.casefold(): name for name in [*words, *known]}  # ours are spelt as ours
    return [(name, name) for name in sorted(names.values(), key=str.casefold)]
