"""Where an outcome of a shipped step leads on to another than the next."""

from __future__ import annotations

from typing import Any

# A mail that bounced was not read: the call that asks whether it arrived is left out.
BRANCHES: dict[str, dict[int, dict[str, int | None]]] = {
    "web-visitor-sprint": {2: {"bounced": 2}},
    "event-sprint": {2: {"bounced": 2}},
}


def ship_branches(step_model: Any, branch_model: Any) -> None:
    """Give the shipped steps their branches, unless they have some; takes the model classes, so
    that a migration may pass its historical ones."""
    for slug, by_step in BRANCHES.items():
        for position, ways in by_step.items():
            steps = step_model.objects.filter(
                cadence__slug=slug, cadence__version=1, position=position, branches=None
            )
            branch_model.objects.bulk_create(
                branch_model(step=step, outcome=outcome, ahead=ahead)
                for step in steps
                for outcome, ahead in ways.items()
            )
