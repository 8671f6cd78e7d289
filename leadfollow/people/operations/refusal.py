"""Why something about a person could not be done."""

from __future__ import annotations


class Refusal(Exception):
    """A sentence for the person who asked; nothing was changed."""
