"""Words as they are compared."""

from __future__ import annotations

import unicodedata


def plain(header: str) -> str:
    """A header reduced to what tells it apart: letters and digits, no case, no accents."""
    header = header.replace("☎", "phone ").replace("📞", "phone ").replace("✉", "email ")
    header = header.strip().removesuffix("__c").removesuffix("__C")
    folded = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in folded if letter.isalnum())
