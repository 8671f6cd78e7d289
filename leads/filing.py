"""Files on a lead: added, removed, brought back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.files.kinds import BadFile
from leadfollow.files.limits import MOST_FILES
from leadfollow.files.models import StoredFile, StoredFileQuerySet
from leadfollow.files.operations import remove_file, restore_file, store_file
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead, LeadFile


@transaction.atomic
def add_lead_file(*, lead: Lead, name: str, content: bytes, by: User, at: datetime) -> StoredFile:
    """Keep a file on the lead. The same content again is the file that is there.

    Refused as BadFile: what is not kept by its kind or size, the fifty-first, and where the lead
    is gone.
    """
    file, is_new = store_file(
        name=name, content=content, by=by, at=at, beside=files_of(lead), most=MOST_FILES
    )
    if is_new:
        LeadFile.objects.create(lead=lead, file=file)
        record("file added", of=file, by=by, at=at, lead_id=lead.pk)
    return file


@transaction.atomic
def remove_lead_file(*, file: LeadFile, by: User, at: datetime) -> bool:
    """Take it away; the history says that it was there. Tells whether it was."""
    return remove_file(file=file.file, by=by, at=at, lead_id=file.lead_id)


@transaction.atomic
def restore_lead_file(*, file: LeadFile, by: User, at: datetime) -> bool:
    """Bring it back within 30 days; tells whether it was away. Refused as BadFile later."""
    return restore_file(
        file=file.file,
        by=by,
        at=at,
        beside=files_of(file.lead),
        most=MOST_FILES,
        lead_id=file.lead_id,
    )


def files_of(lead: Lead) -> StoredFileQuerySet:
    """All that were ever added; nobody adds another until the transaction ends."""
    if Lead.objects.select_for_update().filter(pk=lead.pk).first() is None:
        raise BadFile(_("This lead was removed meanwhile. A manager finds it in the bin."))
    return StoredFile.objects.filter(of_lead__lead=lead)
