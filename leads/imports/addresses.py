"""What a cell of e-mail addresses tells beside the first of them."""

from __future__ import annotations

import re

from leads.imports.values import read_name

ADDRESS = re.compile(r"[^\s@;,/|<>()\"']+@[^\s@;,/|<>()\"']+\.[^\s@;,/|<>()\"'.]+")


def addresses_in(text: str) -> list[str]:
    """Every address that a cell holds."""
    return list(dict.fromkeys(found.lower() for found in ADDRESS.findall(text)))


def name_beside(text: str) -> str:
    """The name before an address, as mail programs write them: Ana Ruiz <ana@x.example>."""
    return read_name(text.partition("<")[0].strip(" \"'")) if re.search("<[^>]+@", text) else ""
