"""One mail a day, when and on which days the person wants it, if anything is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as h
from hypothesis import strategies as st

from followups.models import Digest, How, NoticeChoice
from followups.notices.choosing import DIGEST
from followups.notices.digest import is_time, write_digests
from followups.notices.telling import tell_flags
from followups.sections import times_of_day
from followups.sweep import sweep
from followups.tasks import digests
from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.outbox.models import Outbox
from leadfollow.people import demonstration
from leadfollow.people.models import Team, User
from leadfollow.people.models.organisation import known
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "UTC Pacific/Kiritimati Etc/GMT+12 Asia/Kathmandu Africa/Cairo Australia/Lord_Howe"
    " America/Havana Europe/Berlin America/New_York"
)
SUNDAY = datetime(2026, 11, 1, 12, tzinfo=UTC)


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


HALF_PAST_SEVEN = berlin(2, 7, 30)  # Monday


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", email="ana@example.com", team=make_team(time_zone="Europe/Berlin"))


def due(rep: User, at: datetime, name: str = "Hafen AG") -> None:
    """A lead of the rep with a call due then."""
    lead = make_owned_lead(owner=rep, at=SUNDAY, by=rep, person=make_person(company=name))
    make_touch(lead=lead, due_at=at, at=SUNDAY)


def mail() -> Outbox:
    return Outbox.objects.get()


def test_it_comes_at_half_past_seven_and_says_how_much(ana: User) -> None:
    due(ana, berlin(1, 18))
    due(ana, berlin(2, 11))
    due(ana, berlin(2, 15))

    before = write_digests(now=HALF_PAST_SEVEN - timedelta(seconds=1))
    assert (before, write_digests(now=HALF_PAST_SEVEN)) == (0, 1)

    assert (mail().to, mail().subject) == ("ana@example.com", "1 overdue, 2 today")


def test_it_tells_what_and_leads_there(ana: User, settings: Any) -> None:
    settings.SITE_URL = "https://leads.example.com"
    due(ana, berlin(2, 11), "Müller & Söhne")

    write_digests(now=HALF_PAST_SEVEN)

    link = f"https://leads.example.com/leads/{ana.leads.get().pk}/"
    assert "Müller & Söhne" in mail().body
    assert link in mail().body
    assert "Müller &amp; Söhne" in mail().html
    assert f'href="{link}"' in mail().html


def test_it_comes_once_a_day(ana: User) -> None:
    due(ana, berlin(2, 11))

    for minutes in (0, 0, 5, 120):
        write_digests(now=HALF_PAST_SEVEN + timedelta(minutes=minutes))

    assert Outbox.objects.count() == 1
    assert write_digests(now=HALF_PAST_SEVEN + clock.ONE_DAY) == 1


def test_the_database_refuses_a_second_of_a_day(ana: User) -> None:
    Digest.objects.create(person=ana, day=date(2026, 11, 2), written_at=SUNDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(person=ana, day=date(2026, 11, 2), written_at=SUNDAY)


def test_nothing_due_is_not_told_and_not_asked_again(ana: User) -> None:
    due(ana, berlin(9, 11))

    assert write_digests(now=HALF_PAST_SEVEN) == 0

    assert Digest.objects.get().due == 0
    assert not Outbox.objects.exists()


def test_a_lead_without_a_next_step_is_something(ana: User) -> None:
    make_owned_lead(owner=ana, at=SUNDAY)

    write_digests(now=HALF_PAST_SEVEN)

    assert mail().subject == "1 without a next step"


@pytest.mark.parametrize(
    ("now", "written"),
    [
        pytest.param(berlin(1, 8), 0, id="Sunday"),
        pytest.param(berlin(2, 11, 59), 1, id="after an outage, before noon"),
        pytest.param(berlin(2, 12), 0, id="noon"),
        pytest.param(berlin(25, 8, month=12), 0, id="Christmas"),
    ],
)
def test_when_it_comes(ana: User, now: datetime, written: int) -> None:
    Team.objects.update(holidays_of="DE")
    due(ana, berlin(1, 18))

    assert write_digests(now=now) == written


def test_one_of_the_evening_comes_after_an_outage_over_midnight(ana: User) -> None:
    User.objects.update(digest_at=time(22))
    due(ana, berlin(2, 11), "Hafen AG")
    due(ana, berlin(3, 11), "Werft AG")

    for minute in (30, 35):
        with time_machine.travel(berlin(3, 0, minute), tick=False):
            digests()

    assert mail().subject == "Mon 2 Nov 2026: 1 overdue"
    assert "Hafen AG" in mail().body
    assert "Werft AG" not in mail().body
    assert Digest.objects.get().day == date(2026, 11, 2)
    assert write_digests(now=berlin(3, 22)) == 1


@pytest.mark.parametrize(
    ("now", "written"),
    [
        pytest.param(berlin(3, 2, 29), 1, id="not long past"),
        pytest.param(berlin(3, 2, 30), 0, id="long past"),
        pytest.param(berlin(2, 0, 30), 0, id="after Sunday"),
        pytest.param(berlin(7, 0, 30), 1, id="after Friday"),
    ],
)
def test_the_evening_before_counts(ana: User, now: datetime, written: int) -> None:
    User.objects.update(digest_at=time(22))
    due(ana, berlin(1, 18))

    assert write_digests(now=now) == written


def test_one_that_came_in_the_evening_does_not_come_again_at_night(ana: User) -> None:
    User.objects.update(digest_at=time(23, 30))
    due(ana, berlin(2, 11))

    assert [write_digests(now=berlin(*at)) for at in ((2, 23, 55), (3, 0, 5))] == [1, 0]

    assert mail().subject == "1 overdue"


def test_everybody_has_his_own_morning(ana: User) -> None:
    lisbon = make_rep(team=ana.team, own_time_zone="Europe/Lisbon")
    due(ana, berlin(2, 11))
    due(lisbon, berlin(2, 11))

    assert [write_digests(now=HALF_PAST_SEVEN + timedelta(hours=n)) for n in range(2)] == [1, 1]


@pytest.mark.parametrize(
    ("now", "written"),
    [
        pytest.param(berlin(2, 16, 29), 0, id="before"),
        pytest.param(berlin(2, 16, 30), 1, id="then"),
        pytest.param(berlin(3, 16, 30), 0, id="Tuesday"),
        pytest.param(berlin(7, 16, 30), 1, id="Saturday"),
    ],
)
def test_time_and_days_are_ones_own(ana: User, now: datetime, written: int) -> None:
    User.objects.update(digest_at=time(16, 30), digest_days="16")
    due(ana, berlin(1, 18))

    assert write_digests(now=now) == written


def test_another_time_on_the_same_day_brings_no_second(ana: User) -> None:
    due(ana, berlin(2, 11))
    write_digests(now=HALF_PAST_SEVEN)
    User.objects.update(digest_at=time(9))

    assert write_digests(now=berlin(2, 9)) == 0


@given(
    zone=st.sampled_from(ZONES.split()),
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    at=st.sampled_from([time.fromisoformat(each) for each, _ in times_of_day()]),
)
@h(max_examples=300)
def test_a_run_every_five_minutes_finds_each_day_once(zone: str, day: date, at: time) -> None:
    person = User(own_time_zone=ZoneInfo(zone), own_working_days="1234567", digest_at=at)
    start = datetime.combine(day, time(), tzinfo=UTC) - timedelta(hours=14)

    moments = [start + timedelta(minutes=5 * n) for n in range(12 * 52)]
    with known():
        found = [m for m in moments if is_time(person, day, now=m)]

    began = found[0] - person.working_time.at_time(day, at)
    assert timedelta() <= began < timedelta(minutes=5)
    assert found[-1] - found[0] < timedelta(hours=5)


def test_a_manager_reads_what_was_raised_to_him(ana: User) -> None:
    leader = make_manager(of=ana.team, email="max@example.com", own_time_zone="Europe/Berlin")
    due(ana, berlin(2, 11), "Hafen AG")
    NoticeChoice.objects.create(person=ana, kind=DIGEST, how=How.NONE)
    thursday = berlin(5, 7, 30)
    sweep(now=thursday)
    tell_flags(now=thursday)
    write_digests(now=thursday)

    assert (mail().to, mail().subject) == (leader.email, "1 raised to you")
    assert "Hafen AG" in mail().body
    assert "With Ana" in mail().body


def test_at_most_twenty_rows(ana: User) -> None:
    for number in range(23):
        due(ana, berlin(2, 11), f"Company number {number}")

    write_digests(now=HALF_PAST_SEVEN)

    assert mail().subject == "23 today"
    assert mail().body.count("Company number") == 20
    assert "And 3 more" in mail().body


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"is_active": False}, id="left"),
        pytest.param({"email": "x@no-address.invalid"}, id="without an address"),
    ],
)
def test_who_gets_none(ana: User, fields: dict[str, Any]) -> None:
    due(ana, berlin(2, 11))
    User.objects.filter(pk=ana.pk).update(**fields)

    assert write_digests(now=HALF_PAST_SEVEN) == 0


def test_who_wants_none_gets_none(ana: User) -> None:
    due(ana, berlin(2, 11))
    NoticeChoice.objects.create(person=ana, kind=DIGEST, how=How.NONE)

    assert write_digests(now=HALF_PAST_SEVEN) == 0


@pytest.mark.parametrize(("backend", "written"), [("filebased", 1), ("smtp", 0)])
def test_mail_to_invented_people_stays_on_this_machine(
    ana: User, settings: Any, backend: str, written: int
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    User.objects.update(external_source=demonstration.SOURCE)
    due(ana, berlin(2, 11))

    assert write_digests(now=HALF_PAST_SEVEN) == written


def test_a_run_with_nothing_to_write_is_cheap(ana: User) -> None:
    for _ in range(9):
        make_admin()
    write_digests(now=HALF_PAST_SEVEN)

    with CaptureQueriesContext(connection) as asked:
        write_digests(now=HALF_PAST_SEVEN + timedelta(minutes=5))

    assert len(asked) <= 5


def test_days_are_kept_for_a_month(ana: User) -> None:
    write_digests(now=HALF_PAST_SEVEN)

    write_digests(now=HALF_PAST_SEVEN + timedelta(days=31))

    assert not Digest.objects.filter(day=date(2026, 11, 2)).exists()


def test_time_and_days_are_set_on_the_profile(client: Any, ana: User) -> None:
    client.force_login(ana)
    typed = {"digest": "on", "digest_at": "16:30", "digest_days": ["1", "6"]}

    page = client.post(reverse("people:save_section", args=["notices"]), typed, follow=True)

    ana.refresh_from_db()
    assert (ana.digest_at, ana.digest_days) == (time(16, 30), "16")
    assert 'value="16:30" selected' in page.content.decode()


def test_a_time_that_is_not_offered_is_refused(client: Any, ana: User) -> None:
    client.force_login(ana)

    answer = client.post(reverse("people:save_section", args=["notices"]), {"digest_at": "03:00"})

    assert answer.status_code == 422
    ana.refresh_from_db()
    assert ana.digest_at == time(7, 30)


def test_the_profile_says_that_no_mail_leaves(client: Any, ana: User, settings: Any) -> None:
    client.force_login(ana)
    said = "No mail is set up here"

    assert said in client.get(reverse("people:profile")).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert said not in client.get(reverse("people:profile")).content.decode()
