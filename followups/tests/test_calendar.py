"""A rep's calendar: what calendar programs read, and its address."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from icalendar import Calendar

from followups import operations
from followups.models import CalendarFeed, Touch
from followups.next_step import Due
from followups.tests.factories import MONDAY, after, make_owned_lead, make_touch, person_of
from leadfollow.logs import without_secrets
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
SETTINGS = reverse("people:profile")
SAVE = reverse("people:save_section", args=["calendar"])


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="Europe/Berlin"))


@pytest.fixture
def address(ana: User) -> str:
    feed = operations.make_calendar(by=ana, at=MONDAY)
    return reverse("followups:calendar", args=[feed.token])


def events(client: Any, address: str) -> list[Any]:
    """What a calendar program finds."""
    return list(Calendar.from_ical(client.get(address).content).walk("VEVENT"))


def test_an_address_outlives_a_change_of_the_secret_key(
    client: Any, address: str, settings: Any
) -> None:
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [before]
    assert client.get(address).status_code == 200

    settings.SECRET_KEY_FALLBACKS = []

    assert client.get(address).status_code == 404


def test_a_moment_is_fifteen_minutes_in_utc(client: Any, ana: User, address: str) -> None:
    lead = make_owned_lead(owner=ana, person=make_person(name="Karla", company="Hafen AG"))
    touch = make_touch(lead=lead, due_at=after(days=1), subject="Ask for the plan")

    (event,) = events(client, address)

    assert event["SUMMARY"] == "Call Karla · Hafen AG"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        after(days=1),
        after(days=1) + timedelta(minutes=15),
    )
    assert event["UID"].startswith(f"touch-{touch.pk}@")
    assert event["DTSTAMP"].dt == MONDAY
    assert "Ask for the plan" in event["DESCRIPTION"]
    assert event["URL"].endswith(f"/leads/{lead.pk}/")
    assert event["TRANSP"] == "TRANSPARENT"


def test_what_is_due_on_a_day_fills_the_day(client: Any, ana: User, address: str) -> None:
    lead = make_owned_lead(owner=ana)
    zone = ana.time_zone
    operations.schedule_touch(
        lead=lead,
        contact=person_of(lead),
        channel="call",
        due=Due.on_day(date(2026, 11, 5), zone),
        by=ana,
        at=MONDAY,
    )

    (event,) = events(client, address)

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 5), date(2026, 11, 6))


def test_long_lines_are_folded_and_names_keep_their_letters(
    client: Any, ana: User, address: str
) -> None:
    name = "Ærøskøbing Žluťoučký kůň, Søn & Çelik; 東京 " * 4
    lead = make_owned_lead(owner=ana, person=make_person(company=name.strip()))
    make_touch(lead=lead)

    body = client.get(address).content

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    (event,) = events(client, address)
    assert event["SUMMARY"].endswith(name.strip())


def test_only_ones_own(client: Any, address: str) -> None:
    make_touch()

    assert events(client, address) == []


def test_it_goes_with_the_lead(client: Any, ana: User, address: str) -> None:
    touch = make_touch(lead=make_owned_lead(owner=ana))
    operations.assign_lead(lead=touch.lead, rep=make_rep(), by=None, at=after(hours=1))

    assert events(client, address) == []


@pytest.mark.parametrize("what", ["closed", "barred", "moved"])
def test_nothing_of_what_must_not_or_need_not_be_done(
    client: Any, ana: User, address: str, what: str
) -> None:
    lead = make_owned_lead(owner=ana)
    touch, at = make_touch(lead=lead), after(hours=1)
    if what == "closed":
        operations.close_lead(lead=lead, disposition="won", by=ana, at=at)
    elif what == "barred":
        operations.bar_contact(contact=person_of(lead), by=ana, at=at)
    else:
        operations.move_touch(touch=touch, due=Due(after(days=9)), by=ana, at=at)

    found = [event["UID"].partition("@")[0] for event in events(client, address)]

    assert f"touch-{touch.pk}" not in found
    assert len(found) == (what == "moved")


def test_not_even_past_the_operations(client: Any, ana: User, address: str) -> None:
    touch = make_touch(lead=make_owned_lead(owner=ana))
    type(touch.contact).objects.update(do_not_contact=True)

    assert events(client, address) == []
    assert Touch.objects.scheduled().exists()


def test_a_program_that_has_it_gets_nothing_anew(client: Any, ana: User, address: str) -> None:
    make_touch(lead=make_owned_lead(owner=ana))
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    make_touch(lead=Lead.objects.get(), due_at=after(days=2))
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_what_it_says_about_itself(client: Any, address: str) -> None:
    answer = client.get(address)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    calendar = Calendar.from_ical(answer.content)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")


def test_it_takes_as_many_queries_for_one_as_for_many(
    client: Any, ana: User, address: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        make_touch(lead=make_owned_lead(owner=ana))

    with django_assert_max_num_queries(2):
        assert len(events(client, address)) == 5


# --- The address


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda address: address.replace(".ics", "0.ics"), id="longer"),
        pytest.param(lambda address: address[:-6] + ".ics", id="shorter"),
        pytest.param(lambda _: "/calendar/0.ics", id="short"),
        pytest.param(lambda _: f"/calendar/{'ü' * 96}.ics", id="letters"),
        pytest.param(lambda _: f"/calendar/{'0' * 96}.ics", id="signed by nobody"),
    ],
)
def test_a_wrong_address_is_not_found(client: Any, address: str, spoil: Any) -> None:
    assert client.get(spoil(address)).status_code == 404


def test_the_database_alone_does_not_tell_the_address(ana: User, address: str) -> None:
    (row,) = CalendarFeed.objects.values()

    assert not any(address.split("/")[-1][:-4] in str(value) for value in row.values())
    assert len(CalendarFeed.objects.get().token) == 96


def test_who_left_has_no_calendar(client: Any, ana: User, address: str) -> None:
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_a_new_address_ends_the_old_one(client: Any, ana: User, address: str) -> None:
    client.force_login(ana)

    assert client.post(SAVE).status_code == 302

    new = reverse("followups:calendar", args=[CalendarFeed.objects.get().token])
    client.logout()
    assert (client.get(address).status_code, client.get(new).status_code) == (404, 200)
    client.force_login(ana)
    assert new in client.get(SETTINGS).content.decode()


def test_it_can_be_ended(client: Any, ana: User, address: str) -> None:
    client.force_login(ana)

    client.post(SAVE, {"end": "on"})

    assert client.get(address).status_code == 404
    assert "Make a calendar address" in client.get(SETTINGS).content.decode()


def test_it_is_for_reps(client: Any) -> None:
    client.force_login(make_manager())

    assert client.post(SAVE).status_code == 404
    assert 'id="calendar"' not in client.get(SETTINGS).content.decode()


def test_its_address_stands_in_no_log(address: str) -> None:
    entry = {"event": f"Not Found: {address}", "request": f"GET {address}", "code": 404}

    logged = json.dumps(without_secrets(None, "", entry), ensure_ascii=False)

    assert CalendarFeed.objects.get().nonce not in logged
    assert "GET /calendar/…" in logged


SHARED = (
    Path(os.environ.get("SHARED_FILES", settings.BASE_DIR.parent / "shared" / "data"))
    / "cards_calendars"
)
TEXTS = [
    "Plain", "A, B; C: \\D", "Zürich – naïve “quotes” 日本", "two\nlines", "x" * 300,
    "tab\tand \\n no line end",
]  # fmt: skip


def texts_of_calendars() -> list[str]:
    """Our own, and the names of events in real files, where these are at hand."""
    found = list(TEXTS)
    for path in sorted(SHARED.glob("*.ics")) if SHARED.exists() else ():
        try:
            calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
        except ValueError:  # one is broken on purpose
            continue
        events = [event for each in calendars for event in each.walk("VEVENT")]
        found += [str(event["SUMMARY"]) for event in events if event.get("SUMMARY")]
    return found


def test_whatever_a_text_holds_a_strict_parser_reads_it(
    client: Any, ana: User, address: str
) -> None:
    texts = texts_of_calendars()
    lead = make_owned_lead(owner=ana)
    for number, text in enumerate(texts):
        make_touch(lead=lead, due_at=after(days=1 + number), subject=text[:200])

    found = sorted(events(client, address), key=lambda event: event["DTSTART"].dt)

    assert len(found) == len(texts)
    for event, text in zip(found, texts, strict=True):
        assert text[:200] in str(event["DESCRIPTION"])
