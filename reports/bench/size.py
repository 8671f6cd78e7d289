"""How much the scratch database holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Rows to fill in; the touches are spread over the leads, most on a few."""

    leads: int = 10_000
    touches: int = 100_000
    reps: int = 8
    campaigns: int = 20
    rows: int = 2_000  # of a file that is imported
