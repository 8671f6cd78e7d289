"""Postal codes as each country writes them: whether it has any, whether its post needs one.

The table is what the post offices told Google's address data, in `postal_codes.json`: a pattern,
an example, and whether an address needs one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("postal_codes.json")


@dataclass(frozen=True)
class PostalRule:
    """How a country's codes look."""

    pattern: str
    example: str
    is_needed: bool

    def allows(self, code: str) -> bool:
        """Whether it is one of them, in capitals or not, with or without blanks around it."""
        return bool(re.fullmatch(self.pattern, code.strip(), re.IGNORECASE | re.ASCII))


@cache
def rules() -> dict[str, PostalRule]:
    """Of every country that has postal codes, by its two letters."""
    told = json.loads(TABLE.read_text())
    return {
        code: PostalRule(said, example, bool(need)) for code, (said, example, need) in told.items()
    }


def rule_of(country: str) -> PostalRule | None:
    """None where a country has no postal codes."""
    return rules().get(country.strip().upper())
