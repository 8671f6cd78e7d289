"""Files on a campaign: read by whoever sees it, changed by whoever edits it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns import filing
from campaigns.models import Campaign, CampaignFile
from campaigns.tests.factories import make_event
from leadfollow.files.kinds import BadFile
from leadfollow.files.models import StoredFile
from leadfollow.files.operations import purge_files
from leadfollow.files.tests.corpus import PDF
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_event_manager, make_rep

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def eva() -> User:
    return make_event_manager(name="Eva Maron")


@pytest.fixture
def fair(eva: User) -> Campaign:
    return make_event(owner=eva)


def add(fair: Campaign, content: bytes = PDF) -> CampaignFile:
    how = {"name": "stand plan.pdf", "content": content, "by": fair.owner, "at": MONDAY}
    return filing.add_campaign_file(campaign=fair, **how).of_campaign


def test_added_once_removed_and_brought_back(fair: Campaign) -> None:
    file = add(fair)
    how = {"file": file, "by": fair.owner, "at": MONDAY + DAY}

    assert add(fair) == file
    assert [filing.remove_campaign_file(**how), filing.remove_campaign_file(**how)] == [True, False]
    assert not fair.files.kept().exists()
    assert [filing.restore_campaign_file(**how) for _ in range(2)] == [True, False]
    assert fair.files.kept().get() == file
    assert Entry.objects.get(event="file added").details == {"campaign": fair.code}


def test_refused(fair: Campaign) -> None:
    with pytest.raises(BadFile, match="send a PDF"):
        add(fair, b"MZ\x90\x00")

    assert not StoredFile.objects.exists()


def test_a_purge_leaves_what_is_kept(
    fair: Campaign, django_capture_on_commit_callbacks: Any
) -> None:
    file = add(fair)

    with django_capture_on_commit_callbacks(execute=True):
        assert purge_files(now=MONDAY + 400 * DAY) == 0

    assert default_storage.exists(file.file.stored_as)


# --- The page


def address(name: str, *args: int) -> str:
    return reverse(f"campaigns:{name}", args=args)


def test_sent_listed_read_and_removed(client: Any, fair: Campaign) -> None:
    client.force_login(fair.owner)
    upload = SimpleUploadedFile("stand plan.pdf", PDF)

    page = client.post(address("add_files", fair.pk), {"file": upload}, follow=True)
    file = CampaignFile.objects.get().file
    got = client.get(address("open_file", fair.pk, file.pk))
    left = client.post(address("remove_file", fair.pk, file.pk), follow=True)
    back = client.post(address("restore_file", fair.pk, file.pk), follow=True)

    assert "Added stand plan.pdf." in page.content.decode()
    assert "PDF, " in page.content.decode()
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"] == 'attachment; filename="stand plan.pdf"'
    assert "No files" in left.content.decode()
    assert address("restore_file", fair.pk, file.pk) in left.content.decode()
    assert "stand plan.pdf is back." in back.content.decode()


def test_a_rep_reads_and_changes_nothing(client: Any, fair: Campaign) -> None:
    file = add(fair).file_id
    client.force_login(make_rep())

    page = client.get(address("detail", fair.pk)).content.decode()

    assert "stand plan.pdf" in page
    assert f'action="{address("add_files", fair.pk)}"' not in page
    assert client.get(address("open_file", fair.pk, file)).status_code == 200
    for name, args in (("add_files", [fair.pk]), ("remove_file", [fair.pk, file])):
        assert client.post(address(name, *args)).status_code == 404
    assert client.post(address("restore_file", fair.pk, file)).status_code == 404


def test_a_stranger_finds_nothing(client: Any, fair: Campaign) -> None:
    file = add(fair).file_id
    client.force_login(make_event_manager())

    assert client.get(address("open_file", fair.pk, file)).status_code == 404
    assert client.post(address("remove_file", fair.pk, file)).status_code == 404


def test_found_only_at_its_own_campaign(client: Any, fair: Campaign, eva: User) -> None:
    file, other = add(fair).file_id, make_event(owner=eva)
    client.force_login(eva)

    assert client.get(address("open_file", other.pk, file)).status_code == 404
    assert client.post(address("remove_file", other.pk, file)).status_code == 404
