"""The rows of the lists, in the memory of the process: a panel that offers them asks nothing.

Each change of a list gives the organisation's row another `lists_version`, which every request
reads with its session; what was read under another one is read anew. Only for lists whose rows
come by the operations alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from leadfollow.people.lists.declared import ChoiceList
from leadfollow.people.models import Organisation, current
from leadfollow.people.models.organisation import THE_ONE, forget

_rows: dict[str, tuple[str, list[Any]]] = {}  # by the list: under which version, and what it held


def rows_of(its: ChoiceList) -> list[Any]:
    """Every row of the list, retired or not; to be read, never changed."""
    version = current().lists_version
    held = _rows.get(its.slug)
    if held is None or held[0] != version:
        held = _rows[its.slug] = (version, list(its.rows))
    return held[1]


def offered(its: ChoiceList) -> list[Any]:
    """Those that may be chosen."""
    return [row for row in rows_of(its) if row.retired_at is None]


def changed(at: datetime) -> None:
    """Whoever remembers a list reads it anew, once this is committed. Never the same version
    again: what is rolled back is forgotten, too."""
    Organisation.objects.get_or_create(pk=THE_ONE, defaults={"set_up_at": at})
    Organisation.objects.filter(pk=THE_ONE).update(lists_version=uuid4().hex)
    forget()
