"""What a word of a file may mean, where a field takes only ours."""

from __future__ import annotations

from followups.imports.channel_column import our_own

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
