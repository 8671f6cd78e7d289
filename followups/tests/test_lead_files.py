"""Files on a lead: added, read only by who may see it, removed, brought back, in the bin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import RemovedLead
from followups.sweep import sweep
from followups.tests.factories import MONDAY, after, fresh, make_owned_lead
from leadfollow.files.kinds import BadFile
from leadfollow.files.limits import MOST_AT_ONCE, MOST_FILES
from leadfollow.files.models import StoredFile
from leadfollow.files.tests.corpus import PDF, PNG
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager, make_rep
from leads import filing
from leads.models import Lead, LeadFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(owner=make_rep(name="Ana Petri"))


def add(lead: Lead, content: bytes = PDF, name: str = "price-list.pdf") -> LeadFile:
    how = {"name": name, "content": content, "by": lead.owner, "at": MONDAY}
    return filing.add_lead_file(lead=lead, **how).of_lead


def remove(file: LeadFile) -> bool:
    return filing.remove_lead_file(file=file, by=file.lead.owner, at=after(days=1))


# --- The operations


def test_a_file_is_added_once(lead: Lead) -> None:
    assert add(lead) == add(lead, name="again.pdf")

    entry = Entry.objects.get(event="file added")
    assert (entry.lead_id, entry.by, entry.at) == (lead.pk, lead.owner, MONDAY)


def test_two_leads_may_have_the_same(lead: Lead) -> None:
    assert add(lead) != add(make_owned_lead())


def test_removed_and_brought_back(lead: Lead) -> None:
    file = add(lead)
    how = {"file": file, "by": lead.owner, "at": after(days=2)}

    assert [remove(file), remove(fresh(file))] == [True, False]
    assert [filing.restore_lead_file(**how), filing.restore_lead_file(**how)] == [True, False]
    assert LeadFile.objects.kept().get() == file


def test_a_lead_has_its_limit(lead: Lead) -> None:
    files = [add(lead, b"%d" % n, f"{n}.txt") for n in range(MOST_FILES)]
    with pytest.raises(BadFile, match="50 files are here already"):
        add(lead)
    remove(files[0])
    add(lead)

    with pytest.raises(BadFile, match="50 files are here already"):
        filing.restore_lead_file(file=files[0], by=lead.owner, at=after(days=2))


def test_a_lead_in_the_bin_gets_none(lead: Lead) -> None:
    operations.remove_lead(lead=lead, reason="test", by=make_admin(), at=MONDAY)

    with pytest.raises(BadFile, match="removed meanwhile"):
        add(lead)


# --- The bin


def purge(callbacks: Any, days: int) -> None:
    with callbacks(execute=True):
        operations.purge_bin(now=after(days=days))


def test_a_file_goes_into_the_bin_and_back(
    lead: Lead, django_capture_on_commit_callbacks: Any
) -> None:
    file, boss = add(lead), make_admin()
    operations.remove_lead(lead=lead, reason="test", by=boss, at=after(days=1))
    purge(django_capture_on_commit_callbacks, 20)

    removed = RemovedLead.objects.get()
    operations.restore_lead(removed=removed, by=boss, at=after(days=20))

    assert LeadFile.objects.kept().get() == file
    assert not audit(["files-are-there"])["files-are-there"].violations


def test_the_purge_of_the_bin_takes_it_along(
    lead: Lead, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    add(lead)
    remove(add(lead, PNG, "stand.png"))
    operations.remove_lead(lead=lead, reason="test", by=make_admin(), at=after(days=1))

    purge(django_capture_on_commit_callbacks, 31)

    assert not StoredFile.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_another_leads_file_stays(lead: Lead, django_capture_on_commit_callbacks: Any) -> None:
    file = add(lead)
    operations.remove_lead(lead=make_owned_lead(), reason="test", by=make_admin(), at=MONDAY)

    purge(django_capture_on_commit_callbacks, 31)

    assert default_storage.exists(file.file.stored_as)


# --- The audit


def violations() -> list[str]:
    return audit(["files-are-there"])["files-are-there"].violations


def test_the_audit_misses_what_is_lost(lead: Lead) -> None:
    file = add(lead).file
    default_storage.delete(file.stored_as)

    assert violations() == [f"storedfile {file.pk}: is not on disk"]


def test_the_audit_finds_what_lies_there_without_a_row(lead: Lead) -> None:
    file = add(lead).file
    written = default_storage.get_modified_time(file.stored_as)
    LeadFile.objects.all().delete()
    file.delete()
    sweep(now=written + (after(days=1) - MONDAY))
    early = violations()
    sweep(now=written + (after(days=3) - MONDAY))

    assert not early
    assert violations() == [f"{file.stored_as}: lies on disk without a row"]


# --- The page


def address(name: str, *args: int) -> str:
    return reverse(f"followups:{name}", args=args)


def send(client: Any, lead: Lead, *contents: bytes, name: str = "price-list.pdf") -> Any:
    files = [SimpleUploadedFile(name, content, "text/html") for content in contents]
    return client.post(address("add_lead_files", lead.pk), {"file": files}, follow=True)


def test_a_file_is_sent_listed_read_and_removed(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    page = send(client, lead, PDF).content.decode()
    file = LeadFile.objects.get().file
    got = client.get(address("open_lead_file", lead.pk, file.pk))
    left = client.post(address("remove_lead_file", lead.pk, file.pk), follow=True)
    gone = client.get(address("open_lead_file", lead.pk, file.pk))
    back = client.post(address("restore_lead_file", lead.pk, file.pk), follow=True)

    assert "Added price-list.pdf." in page
    assert "Ana Petri added price-list.pdf" in page
    assert address("remove_lead_file", lead.pk, file.pk) in page
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="price-list.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]
    assert "Ana Petri removed price-list.pdf" in left.content.decode()
    assert address("restore_lead_file", lead.pk, file.pk) in left.content.decode()
    assert gone.status_code == 404
    assert "price-list.pdf is back." in back.content.decode()


def test_what_is_refused_is_said_beside_what_was_kept(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    page = send(client, lead, PDF, b"MZ\x90\x00").content.decode()

    assert "Added price-list.pdf." in page
    assert "price-list.pdf cannot be kept: send a PDF" in page


def test_nothing_sent_and_too_many_sent(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    assert "Choose a file first" in send(client, lead).content.decode()
    many = [b"%d" % n for n in range(MOST_AT_ONCE + 2)]
    page = send(client, lead, *many, name="a.txt").content.decode()

    assert "At most 10 files go at once; add the other 2 now." in page
    assert LeadFile.objects.count() == MOST_AT_ONCE


def test_a_file_that_is_missing_on_disk_is_said(client: Any, lead: Lead) -> None:
    file = add(lead).file
    default_storage.delete(file.stored_as)
    client.force_login(lead.owner)

    page = client.get(address("open_lead_file", lead.pk, file.pk))

    assert page.status_code == 410
    assert "price-list.pdf is not where it was kept." in page.content.decode()


def test_too_late_to_bring_it_back(
    client: Any, lead: Lead, django_capture_on_commit_callbacks: Any
) -> None:
    file = add(lead)
    remove(file)
    purge(django_capture_on_commit_callbacks, 32)
    client.force_login(lead.owner)

    page = client.post(address("restore_lead_file", lead.pk, file.file_id), follow=True)

    assert "removed more than 30 days ago. Add it again." in page.content.decode()
    assert page.content.decode().count(address("restore_lead_file", lead.pk, file.file_id)) == 0


def test_a_stranger_finds_nothing(client: Any, lead: Lead) -> None:
    file = add(lead).file_id
    client.force_login(make_rep())

    assert client.get(address("open_lead_file", lead.pk, file)).status_code == 404
    for name, args in (("add_lead_files", [lead.pk]), ("remove_lead_file", [lead.pk, file])):
        assert client.post(address(name, *args)).status_code == 404
    assert client.post(address("restore_lead_file", lead.pk, file)).status_code == 404


def test_who_handed_the_lead_over_reads_nothing_any_more(client: Any, lead: Lead) -> None:
    file, before = add(lead).file_id, lead.owner
    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(hours=1))
    client.force_login(before)

    assert client.get(address("open_lead_file", lead.pk, file)).status_code == 404


def test_a_file_is_found_only_at_its_own_lead(client: Any, lead: Lead) -> None:
    file = add(make_owned_lead(owner=lead.owner)).file_id
    client.force_login(lead.owner)

    assert client.get(address("open_lead_file", lead.pk, file)).status_code == 404
    assert client.post(address("remove_lead_file", lead.pk, file)).status_code == 404


@pytest.mark.parametrize("who", ["manager", "event manager"])
def test_others_in_reach_may_read_and_change(client: Any, lead: Lead, who: str) -> None:
    file = add(lead).file_id
    if who == "manager":
        user = make_manager(of=lead.owner.team)
    else:
        user = lead.campaign.owner = make_event_manager()
        lead.campaign.save()
    client.force_login(user)

    assert client.get(address("open_lead_file", lead.pk, file)).status_code == 200
    assert client.post(address("remove_lead_file", lead.pk, file)).status_code == 302


def test_an_admin_reads_and_changes_nothing(client: Any, lead: Lead) -> None:
    file = add(lead).file_id
    client.force_login(make_admin())

    page = client.get(address("lead", lead.pk)).content.decode()

    assert "price-list.pdf" in page
    assert address("remove_lead_file", lead.pk, file) not in page
    assert client.get(address("open_lead_file", lead.pk, file)).status_code == 200
    assert client.post(address("remove_lead_file", lead.pk, file)).status_code == 403


def test_the_page_asks_no_more_with_many_files(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)
    add(lead)
    client.get(address("lead", lead.pk))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address("lead", lead.pk))
    for n in range(5):
        add(lead, b"%d" % n, f"{n}.txt")

    with CaptureQueriesContext(connection) as many:
        client.get(address("lead", lead.pk))

    assert len(many) == len(few)
