"""An admin sees how old the last good backup is, and is told once when there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from followups import condition
from followups.condition import Disk, newest_good, report_backups, trouble_with_backups
from leadfollow import clock
from leadfollow.backups.models import BackupRun
from leadfollow.outbox.models import Outbox, announce
from leadfollow.outbox.sending import try_again
from leadfollow.people.tests.factories import make_admin, make_rep

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
LATE = "more than 26 hours old"


@pytest.fixture(autouse=True)
def on(settings: Any) -> None:
    settings.BACKUPS = True


def backed_up(at: datetime, *, trouble: str = "") -> BackupRun:
    return BackupRun.objects.create(
        night=at.date(),
        started_at=at,
        finished_at=at + timedelta(seconds=9),
        file="leadfollow.tar",
        bytes=4_200_000,
        rows=12_345,
        laws=12,
        trouble=trouble,
    )


@pytest.mark.parametrize(("hours", "late"), [(7, False), (26, False), (27, True)])
def test_late_after_26_hours(hours, late):
    backed_up(NOW - timedelta(hours=hours))

    assert (LATE in trouble_with_backups(newest_good(), now=NOW)) is late


def test_a_new_installation_is_not_late():
    assert trouble_with_backups(newest_good(), now=NOW) == ""


def test_nothing_is_asked_where_they_are_off(settings, django_assert_num_queries):
    settings.BACKUPS = False

    with django_assert_num_queries(0):
        report_backups(now=NOW)


def test_nothing_is_late_where_they_are_off(settings):
    backed_up(NOW - timedelta(days=9))
    settings.BACKUPS = False

    assert trouble_with_backups(newest_good(), now=NOW) == ""


def test_what_went_wrong_is_said():
    backed_up(NOW - timedelta(hours=31))
    backed_up(NOW - timedelta(hours=7), trouble="There is no room for it.")

    said = trouble_with_backups(newest_good(), now=NOW)

    assert said.endswith("went wrong. There is no room for it.")


def test_each_admin_is_told_once_until_one_holds_again():
    ann = make_admin(email="ann@example.com")
    make_rep()
    backed_up(NOW - timedelta(days=2))

    for hours in range(3):
        report_backups(now=NOW + timedelta(hours=hours))
    assert [letter.to for letter in Outbox.objects.all()] == [ann.email]

    backed_up(NOW)
    report_backups(now=NOW + timedelta(hours=25))
    assert Outbox.objects.count() == 1
    report_backups(now=NOW + timedelta(hours=27))
    assert Outbox.objects.count() == 2


def test_the_page_shows_age_size_and_proof(client):
    backed_up(clock.now() - timedelta(hours=7))
    client.force_login(make_admin())

    page = client.get(reverse("followups:health")).content.decode()

    assert "restored and audited" in page
    assert "12,345" in page
    assert "Disk left" in page
    assert "No good backup of last night" not in page


def test_the_page_turns_amber(client):
    backed_up(clock.now() - timedelta(hours=7), trouble="There is no room for it.")
    client.force_login(make_admin())

    page = client.get(reverse("followups:health")).content.decode()

    assert "No good backup of last night" in page
    assert "There is no room for it." in page


def test_the_page_before_the_first(client):
    client.force_login(make_admin())

    assert "No backup has been made yet" in client.get(reverse("followups:health")).content.decode()


@pytest.mark.parametrize(
    ("free", "short"), [(1 * 1024**3, True), (9 * 1024**3, True), (50 * 1024**3, False)]
)
def test_short_of_room(free, short, client, monkeypatch):
    monkeypatch.setattr("followups.views.health.disk", lambda: Disk(free, 100 * 1024**3))
    client.force_login(make_admin())

    page = client.get(reverse("followups:health")).content.decode()

    assert ("make room soon" in page) is short


def test_reads_the_disk():
    assert 0 < condition.disk().free <= condition.disk().total


# --- What could not be sent


def failed(key: str, **fields: Any) -> Outbox:
    announce(key=key, to="a@example.com", subject=key, body="", at=NOW)
    Outbox.objects.filter(key=key).update(tries=3, trouble="refused", **fields)
    return Outbox.objects.get(key=key)


def test_one_press_tries_again_what_failed(client):
    failed("waits", next_try_at=NOW + timedelta(days=9))
    failed("given up", given_up_at=NOW)
    sent = failed("sent", sent_at=NOW)
    client.force_login(make_admin())
    assert "Try 2 failed again now" in client.get(reverse("followups:health")).content.decode()

    page = client.post(reverse("followups:retry_mails"), follow=True).content.decode()

    assert "2 mails are tried again within seconds." in page
    assert Outbox.objects.due(clock.now()).count() == 2
    assert Outbox.objects.get(pk=sent.pk).tries == 3


def test_nothing_to_try_again(client):
    client.force_login(make_admin())

    page = client.post(reverse("followups:retry_mails"), follow=True).content.decode()

    assert "there is nothing to try again" in page
    assert try_again(now=NOW) == 0


def test_only_admins_try_again(client):
    client.force_login(make_rep())

    assert client.post(reverse("followups:retry_mails")).status_code == 403


def test_of_two_disks_it_tells_of_the_fuller_one(monkeypatch, settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path)
    left = {str(tmp_path): 5, str(settings.VAR): 50}
    monkeypatch.setattr(
        "followups.condition.shutil.disk_usage",
        lambda folder: SimpleNamespace(total=100, free=left[str(folder)]),
    )

    assert condition.disk().said.endswith("where BACKUP_DIR is")


def test_a_folder_that_is_not_there_yet_is_on_no_disk(settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path / "none")

    assert condition.disk().of == "VAR_DIR"
