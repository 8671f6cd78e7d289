"""What happens to a file, whatever it belongs to; the apps say to what."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.files import disk
from leadfollow.files.kinds import BadFile, Kind, judged
from leadfollow.files.limits import DRAFT_DAYS, KEPT_DAYS
from leadfollow.files.models import StoredFile, StoredFileQuerySet
from leadfollow.log.models import record


@transaction.atomic
def store_file(
    *,
    name: str,
    content: bytes,
    by: Any,
    at: datetime,
    beside: StoredFileQuerySet | None = None,
    most: int = 0,
    is_draft: bool = False,
    judge: Callable[[str, bytes], tuple[str, Kind]] = judged,
) -> tuple[StoredFile, bool]:
    """Keep a file; tells whether it is new. The same content `beside` it is the one that is there.

    Refused as BadFile: an empty one, more than 10 MB, what its content or its name does not
    allow (`judge` may allow others), more than `most` beside it, and where the disk takes no
    more. A draft is only its author's until `out_of_draft`.
    """
    name, kind = judge(name, content)
    digest = sha256(content).hexdigest()
    if beside is not None:
        if there := beside.kept().filter(sha256=digest).first():
            return there, False
        refuse_beyond(most, beside, name)
    try:
        stored_as = disk.write(content)
    except OSError as error:
        raise BadFile(
            _("%(name)s could not be kept: the disk took no more. Try again later.")
            % {"name": name}
        ) from error
    file = StoredFile.objects.create(
        name=name,
        stored_as=stored_as,
        kind=kind.mime,
        size=len(content),
        sha256=digest,
        by=by,
        at=at,
        is_draft=is_draft,
    )
    return file, True


def out_of_draft(ids: Collection[int]) -> None:
    """What these were sent for is saved: it says from now on who reads them."""
    StoredFile.objects.drafts().filter(pk__in=ids).update(is_draft=False)


def refuse_beyond(most: int, beside: StoredFileQuerySet, name: str) -> None:
    if beside.kept().count() >= most:
        raise BadFile(
            _("%(name)s was not added: %(most)s files are here already. Remove one first.")
            % {"name": name, "most": most}
        )


@transaction.atomic
def remove_file(*, file: StoredFile, by: Any, at: datetime, lead_id: int | None = None) -> bool:
    """Take a file away; it can come back for 30 days. Tells whether it was there."""
    file = StoredFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
    if file.removed_at:
        return False
    file.removed_by, file.removed_at = by, max(at, file.at)
    file.save(update_fields=["removed_by", "removed_at"])
    record("file removed", of=file, by=by, at=at, lead_id=lead_id)
    return True


@transaction.atomic
def restore_file(
    *,
    file: StoredFile,
    by: Any,
    at: datetime,
    beside: StoredFileQuerySet,
    most: int,
    lead_id: int | None = None,
) -> bool:
    """Bring a removed file back. Tells whether it was away.

    Refused as BadFile once its 30 days are over, where the same content was added anew, and
    where too many are there by now.
    """
    file = StoredFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
    if not file.removed_at:
        return False
    if file.purged_at:
        raise BadFile(
            _("%(file)s was removed more than %(number)s days ago. Add it again.")
            % {"file": file, "number": KEPT_DAYS}
        )
    if beside.kept().filter(sha256=file.sha256).exists():
        raise BadFile(_("%(file)s is here again already. Nothing was changed.") % {"file": file})
    refuse_beyond(most, beside, file.name)
    file.removed_by = file.removed_at = None
    file.save(update_fields=["removed_by", "removed_at"])
    record("file restored", of=file, by=by, at=at, lead_id=lead_id)
    return True


@transaction.atomic
def purge_files(*, now: datetime, held: Callable[[], Collection[int]] = tuple) -> int:
    """Delete for good what nobody comes back to; how many files.

    Of those removed 30 days ago the bytes go, and the row says that they were there. What was
    sent a day ago and belongs to nothing goes whole, unless it is `held`. Asked in this order,
    what becomes held meanwhile is not taken for loose.
    """
    past = list(StoredFile.objects.select_for_update(of=["self"]).past(now))
    for file in past:
        disk.delete_at_commit(file.stored_as)
        record("file purged", of=file, at=now)
    StoredFile.objects.filter(pk__in=[file.pk for file in past]).update(purged_at=now)
    loose = list(StoredFile.objects.select_for_update(of=["self"]).forgotten(now))
    still = held() if loose else ()
    forgotten = [file for file in loose if file.pk not in still]
    for file in forgotten:
        disk.delete_at_commit(file.stored_as)
        record("file purged", of=file, at=now)
        file.delete()
    return len(past) + len(forgotten)


def purge_strays(*, now: datetime) -> int:
    """Delete what lies on disk for a day without a row; how many. It changes no row, and going
    through the disk takes its time: in no transaction, that nobody waits for it."""
    strays = list(disk.strays(now - timedelta(days=DRAFT_DAYS)))
    for path in strays:
        default_storage.delete(path)
    return len(strays)
