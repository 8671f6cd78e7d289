"""The channel column of a file of touches: what the program knows, and our own by their names."""

from __future__ import annotations

from dataclasses import replace

from followups.channels import CHANNELS
from followups.models import OwnChannel
from leadfollow.people.lists.remembered import rows_of
from leads.imports.fields import Kind
from leads.imports.values import read_channel


def our_own() -> list[OwnChannel]:
    """Retired ones too: what was made by them was."""
    return [row for row in rows_of(CHANNELS) if not row.is_shipped]


def read_way(text: str) -> str:
    """As the value of a form. One of our own goes by its name, or by that value itself, whatever
    its case, before what other programs mean by the word."""
    said = " ".join(text.casefold().split())
    rows = (row for row in our_own() if said in (row.name.casefold(), row.choice))
    own = next(rows, None)
    return own.choice if own else read_channel(text)


def with_own_channels(kind: Kind) -> Kind:
    fields = (
        replace(field, reader=read_way) if field.type == "channel" else field
        for field in kind.fields
    )
    return replace(kind, fields=tuple(fields))
