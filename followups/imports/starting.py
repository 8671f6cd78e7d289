"""A file becomes an import: from the command line at once, from the page step by step."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from followups.imports.running import Watch, go_on
from leadfollow.people.models import User
from leads.imports.preparing import Options, Plan
from leads.models import Contact, Import
from leads.models.importing import ImportState


def import_at_once(path: Path, plan: Plan, *, options: Options, at: datetime) -> Import:
    """Take all rows of a file now. Interrupted, it says so, and the same file goes on."""
    batch = Import.objects.create(
        kind=plan.kind.name,
        file_name=path.name[:200],
        mapping=plan.mapping.as_dict(),
        options=options.as_dict(),
        time_zone=options.time_zone,
        state=ImportState.RUNNING,
        created_at=at,
        started_at=at,
        beaten_at=at,
        rows_total=plan.sheet.row_count,
        header=plan.sheet.header,
        people_before=newest_person(),
    )
    watch = Watch(at)
    try:
        go_on(batch, plan, watch)
    except BaseException:
        refuse(
            batch,
            ngettext(
                "Interrupted after %(rows_done)s row: import the file again.",
                "Interrupted after %(rows_done)s rows: import the file again.",
                batch.rows_done,
            )
            % {"rows_done": batch.rows_done},
            watch,
        )
        raise
    finish(batch, watch)
    return batch


def newest_person() -> int:
    """Who comes with an import comes after him."""
    newest = Contact.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def finish(batch: Import, watch: Watch) -> None:
    """All rows are taken."""
    batch.state, batch.finished_at = ImportState.DONE, watch.now
    batch.save(update_fields=["state", "finished_at"])


def refuse(batch: Import, sentence: str, watch: Watch) -> None:
    """It cannot go on. The rows taken stay, and are accounted for."""
    batch.state, batch.finished_at, batch.refusal = ImportState.REFUSED, watch.now, sentence[:400]
    batch.save(update_fields=["state", "finished_at", "refusal"])


def draft(
    *, kind: str, file_name: str, content: bytes, options: Options, by: User, at: datetime
) -> Import:
    """A file that somebody sent from the page, not yet taken."""
    return Import.objects.create(
        kind=kind,
        file_name=file_name[:200],
        content=content,
        content_hash=hashlib.sha256(content).hexdigest(),
        options=options.as_dict(),
        time_zone=options.time_zone,
        by=by,
        created_at=at,
    )


def as_options(raw: dict[str, Any]) -> Options:
    """The options as an import keeps them."""
    known = {name: raw[name] for name in Options.__dataclass_fields__ if name in raw}
    return Options(**known)
