"""What was said about a file is offered again for the next one of the same columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from leadfollow.people.models import User
from leads.imports.fields import Kind
from leads.imports.mapping import Mapping
from leads.imports.refusals import BadMapping
from leads.models import Import, ImportShape
from leads.spelling import plain

OF_ONE_FILE = ("campaign", "owner")  # said of a file, not of its shape


def digest_of(header: Iterable[str]) -> str:
    """What tells headers apart, whatever their order and case."""
    names = "\x1f".join(sorted(plain(name) or name for name in header))
    return hashlib.sha256(names.encode()).hexdigest()


def remember(batch: Import, header: Iterable[str], *, by: User, at: datetime) -> None:
    """Keep how this file is taken, in place of what was kept of its shape before."""
    defaults = batch.mapping.get("defaults", {})
    kept = {name: text for name, text in defaults.items() if name not in OF_ONE_FILE}
    ImportShape.objects.update_or_create(
        kind=batch.kind,
        digest=digest_of(header),
        defaults={
            "mapping": batch.mapping | {"defaults": kept},
            "time_zone": batch.time_zone,
            "name": batch.file_name,
            "by": by,
            "used_at": at,
        },
    )


def recall(kind: Kind, header: list[str]) -> tuple[ImportShape | None, Mapping | None]:
    """How a file of these columns was taken last; nothing where that no longer makes sense."""
    shape = (
        ImportShape.objects.filter(kind=kind.name, digest=digest_of(header))
        .select_related("by")
        .first()
    )
    try:
        return (shape, Mapping.parse(shape.mapping, kind=kind).check(header)) if shape else NOTHING
    except BadMapping:  # an own field that is gone
        return NOTHING


NOTHING = (None, None)
