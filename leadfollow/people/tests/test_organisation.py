"""What holds for everybody: who changes it, and where it shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadfollow import clock
from leadfollow.files.kinds import BadFile
from leadfollow.files.models import StoredFile
from leadfollow.files.operations import purge_files
from leadfollow.log.models import Entry
from leadfollow.people.founding import change_organisation
from leadfollow.people.logo import MOST_BYTES, judged_logo
from leadfollow.people.models import Organisation, Team, User, current
from leadfollow.people.models.organisation import known
from leadfollow.people.tests.factories import make_admin, make_rep, make_team, make_user
from leadfollow.words import age_in_words, day_in_full, money, number, style

pytestmark = pytest.mark.django_db
PAGE = reverse("people:organisation")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIELDS = {
    "name": "Weber Pumps", "country": "DE", "time_zone": "Europe/Berlin", "currency": "CHF",
    "date_style": "month", "number_style": "comma", "week_begins": "7",
    "working_days": ["7", "1", "2"],
    "opens_at": "08:00", "closes_at": "16:30",
}  # fmt: skip
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)


def test_without_a_row_the_usual_holds(settings):
    settings.TIME_ZONE = "Europe/Lisbon"

    its = current()

    assert (str(its), str(its.time_zone), its.currency) == ("Leadfollow", "Europe/Lisbon", "EUR")
    assert make_user().working_time.zone == ZoneInfo("Europe/Lisbon")


def test_who_has_no_team_keeps_its_hours():
    Organisation.objects.create(time_zone="Asia/Tokyo", working_days="12", opens_at=time(7))

    working = make_user().working_time

    assert (working.zone, working.days) == (ZoneInfo("Asia/Tokyo"), frozenset({1, 2}))
    assert working.blocks == ((time(7), time(18)),)


def test_it_is_asked_for_once(django_assert_num_queries):
    with known(), django_assert_num_queries(1):
        assert [current().currency for _ in range(3)] == ["EUR"] * 3


def test_it_comes_with_the_person():
    Organisation.objects.create(name="Weber", opens_at=time(7, 30), time_zone="Asia/Tokyo")
    make_user(email="ann@example.com")

    ann = User.objects.for_a_page(at=MONDAY).get()

    from leadfollow.people.models.organisation import from_column

    its = from_column(ann.works_for)
    assert (its.name, its.opens_at, its.is_demonstration) == ("Weber", time(7, 30), False)
    assert its.working_time == Organisation.objects.get().working_time


def test_an_admin_changes_it_and_every_page_shows_it(client):
    admin = make_admin()
    client.force_login(admin)

    page = client.post(PAGE, FIELDS, follow=True).content.decode()

    its = Organisation.objects.get()
    assert (its.name, its.working_days, its.week_begins) == ("Weber Pumps", "127", 7)
    assert "Weber Pumps" in page
    details = Entry.objects.get(event="organisation changed", by=admin).details["settings"]
    assert (details["currency"], details["time_zone"]) == ("CHF", "Europe/Berlin")


def test_a_new_team_begins_as_the_organisation_works(client):
    its = Organisation.objects.create(time_zone="Asia/Tokyo", working_days="1234", country="JP")
    client.force_login(make_admin())

    form = client.get(reverse("people:new_team")).context["form"]

    assert (str(form["time_zone"].value()), form["holidays_of"].value()) == ("Asia/Tokyo", "JP")
    assert form["working_days"].value() == list(its.working_days)


def test_a_region_has_holidays_of_its_own(client):
    client.force_login(make_admin())
    epiphany = date(2026, 1, 6)  # a Tuesday
    client.post(PAGE, FIELDS)
    without = current().working_time.is_working_day(epiphany)

    client.post(PAGE, FIELDS | {"region": "DE-BY"})

    its = Organisation.objects.get()
    assert (its.region, its.calendar, without) == ("BY", "DE-BY", True)
    assert not its.working_time.is_working_day(epiphany)
    assert "Germany: Bayern" in client.get(reverse("people:holidays")).content.decode()
    form = client.get(reverse("people:new_team")).context["form"]
    assert form["holidays_of"].value() == "DE-BY"
    assert ("DE-BE", "Germany: Berlin") in form.fields["holidays_of"].choices


def test_a_team_of_the_same_calendar_moves_with_it_where_that_is_ticked(client):
    client.force_login(make_admin())
    client.post(PAGE, FIELDS)
    same, other = make_team(holidays_of="DE"), make_team(holidays_of="PT")

    client.post(PAGE, FIELDS | {"region": "DE-BY"})
    alone = Team.objects.get(pk=same.pk).holidays_of
    client.post(PAGE, FIELDS)
    client.post(PAGE, FIELDS | {"region": "DE-BE", "holidays_too": "on"})

    assert alone == "DE"
    assert Team.objects.get(pk=same.pk).holidays_of == "DE-BE"
    assert Team.objects.get(pk=other.pk).holidays_of == "PT"


def test_another_country_takes_the_region_of_the_one_before_away(client):
    client.force_login(make_admin())
    client.post(PAGE, FIELDS)
    client.post(PAGE, FIELDS | {"region": "DE-BY"})

    client.post(PAGE, FIELDS | {"country": "AT", "region": "DE-BY"})

    assert Organisation.objects.get().calendar == "AT"


def test_what_stays_is_not_written_again():
    admin = make_admin()
    change_organisation(changes={"currency": "CHF"}, by=admin, at=MONDAY)

    assert change_organisation(changes={"currency": "CHF"}, by=admin, at=MONDAY) == []
    assert Entry.objects.filter(event="organisation changed").count() == 1


@pytest.mark.parametrize(
    ("ticked", "zone"), [({"teams_too": "on"}, "Europe/Berlin"), ({}, "Europe/Lisbon")]
)
def test_teams_of_the_zone_before_move_where_that_is_ticked(client, ticked, zone):
    Organisation.objects.create(time_zone="Europe/Lisbon")
    sales = make_team(name="Sales", time_zone="Europe/Lisbon")
    tokyo = make_team(name="Tokyo", time_zone="Asia/Tokyo")
    client.force_login(make_admin())
    shown = client.get(PAGE).content.decode()

    client.post(PAGE, FIELDS | ticked)

    sales.refresh_from_db()
    tokyo.refresh_from_db()
    assert "Another time zone holds for Sales too" in shown
    assert (str(sales.time_zone), str(tokyo.time_zone)) == (zone, "Asia/Tokyo")


def test_where_the_zone_stays_no_team_moves(client):
    Organisation.objects.create(time_zone="Europe/Berlin")
    make_team(time_zone="Europe/Berlin")
    client.force_login(make_admin())

    client.post(PAGE, FIELDS | {"teams_too": "on"})

    assert not Entry.objects.filter(event="team settings changed").exists()


def test_two_admins_change_different_things(client):
    client.force_login(make_admin())
    shown = client.get(PAGE).context["form"].shown
    change_organisation(changes={"name": "Weber AG"}, by=make_admin(), at=MONDAY)

    client.post(PAGE, FIELDS | {"name": "", "seen": shown, "currency": "USD"} | {"name": "Leer"})

    assert Organisation.objects.get().currency == "USD"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closes_at": "08:00"}, "Work ends after it begins."),
        ({"working_days": []}, "Tick at least one day."),
        ({"opens_at": "soon"}, "Write a time like 09:00."),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_refused(client, changed, said):
    client.force_login(make_admin())

    answer = client.post(PAGE, FIELDS | changed)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Organisation.objects.exists()


def test_a_rep_reads_it_and_writes_nothing(client):
    client.force_login(make_rep())

    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, FIELDS).status_code == 403
    assert not Organisation.objects.exists()


def test_its_logo_stands_in_the_bar(client):
    client.force_login(make_admin())
    client.post(PAGE, FIELDS | {"logo": SimpleUploadedFile("logo.svg", DRAWING)})

    file = StoredFile.objects.get()
    address = reverse("people:logo", args=[file.pk])
    shown = client.get(address)

    assert address in client.get("/leads/").content.decode()
    assert b"".join(shown.streaming_content) == DRAWING
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in shown.headers["Content-Disposition"]
    assert client.get(reverse("people:logo", args=[file.pk + 1])).status_code == 404


def test_its_logo_is_no_loose_file(client):
    client.force_login(make_admin())
    client.post(PAGE, FIELDS | {"logo": SimpleUploadedFile("logo.svg", DRAWING)})

    assert purge_files(now=clock.now() + timedelta(days=2)) == 0

    assert Organisation.objects.get().logo == StoredFile.objects.get()


def test_its_logo_may_go(client):
    client.force_login(make_admin())
    client.post(PAGE, FIELDS | {"logo": SimpleUploadedFile("logo.svg", DRAWING)})

    client.post(PAGE, FIELDS | {"no_logo": "on"})

    assert Organisation.objects.get().logo is None


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<rect onload="alert(1)"/>',
        b'<image href="https://example.com/x.png"/>',
        b'<a href="javascript:alert(1)"><rect/></a>',
        b'<use href="https://example.com/x.svg#a"/>',
        b"<style>@import url(https://example.com/x.css)</style>",
        b'<rect style="fill:url(https://example.com/x)"/>',
        b'<foreignObject><div xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        b"<set attributeName='href' to='javascript:alert(1)'/>",
        b"<rect>",
    ],
)
def test_a_drawing_that_does_more_is_refused(inside):
    with pytest.raises(BadFile):
        judged_logo("logo.svg", DRAWING.replace(b"<circle", inside + b"<circle"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING),
        ("logo.svg", b"<html></html>"),
        ("logo.svg", DRAWING + b" " * MOST_BYTES),
        ("logo.pdf", b"%PDF-1.4 and so on"),
        ("logo.txt", b"no picture"),
    ],
)
def test_what_is_no_picture_is_refused(name, content):
    with pytest.raises(BadFile):
        judged_logo(name, content)


def test_what_drawing_programs_write_is_kept():
    drawn = DRAWING.replace(
        b"<circle",
        b'<!-- by hand --><defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
        b'<g style="fill:url(#a)"><path d="M0 0"/></g><circle',
    )

    assert judged_logo("logo.svg", drawn)[1].mime == "image/svg+xml"


@pytest.mark.parametrize(
    ("date_style", "said"),
    [("day", "Thu 3 Dec 2026"), ("month", "Thu Dec 3, 2026"), ("iso", "Thu 2026-12-03")],
)
def test_dates_are_said_as_it_wants(date_style, said):
    Organisation.objects.create(date_style=date_style)

    with known():
        assert day_in_full(date(2026, 12, 3)) == said
    assert style().week_begins == 1


@pytest.mark.parametrize(
    ("number_style", "said"),
    [
        ("point", ["1,234", "−1,234.50", "86.50 €", "2,000 days"]),
        ("comma", ["1.234", "−1.234,50", "86,50 €", "2.000 days"]),
        ("space", ["1\xa0234", "−1\xa0234,50", "86,50 €", "2\xa0000 days"]),
    ],
)
def test_numbers_and_money_are_said_as_it_wants(number_style, said):
    Organisation.objects.create(number_style=number_style)

    with known():
        assert said == [
            number(1234),
            number(Decimal("-1234.5"), 2),
            money(Decimal("86.5"), "EUR"),
            age_in_words(timedelta(days=2000)),
        ]


def test_a_page_says_dates_as_it_wants(client):
    Organisation.objects.create(date_style="iso", week_begins=7)
    client.force_login(make_rep())

    page = client.get(reverse("people:profile")).content.decode()

    assert page.index(" Sun</label>") < page.index(" Mon</label>")
