"""Files on a campaign: added, removed, brought back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from campaigns.models import Campaign, CampaignFile
from leadfollow.files.limits import MOST_FILES
from leadfollow.files.models import StoredFile, StoredFileQuerySet
from leadfollow.files.operations import remove_file, restore_file, store_file
from leadfollow.log.models import record
from leadfollow.people.models import User


@transaction.atomic
def add_campaign_file(
    *, campaign: Campaign, name: str, content: bytes, by: User, at: datetime
) -> StoredFile:
    """Keep a file on the campaign. The same content again is the file that is there.

    Refused as BadFile: what is not kept by its kind or size, and the fifty-first.
    """
    file, is_new = store_file(
        name=name, content=content, by=by, at=at, beside=files_of(campaign), most=MOST_FILES
    )
    if is_new:
        CampaignFile.objects.create(campaign=campaign, file=file)
        record("file added", of=file, by=by, at=at, campaign=campaign.code)
    return file


@transaction.atomic
def remove_campaign_file(*, file: CampaignFile, by: User, at: datetime) -> bool:
    """Take it away; tells whether it was there."""
    return remove_file(file=file.file, by=by, at=at)


@transaction.atomic
def restore_campaign_file(*, file: CampaignFile, by: User, at: datetime) -> bool:
    """Bring it back within 30 days; tells whether it was away. Refused as BadFile later."""
    beside = files_of(file.campaign)
    return restore_file(file=file.file, by=by, at=at, beside=beside, most=MOST_FILES)


def files_of(campaign: Campaign) -> StoredFileQuerySet:
    """All that were ever added; nobody adds another until the transaction ends."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    return StoredFile.objects.filter(of_campaign__campaign=campaign)
