"""An empty installation leads to its first page; it ends with demonstration data or our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.urls import reverse

from campaigns.models import Campaign
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.guesses import COOKIE
from leadfollow.people.models import Organisation, Team, User
from leadfollow.people.start_code import new_key, start_code
from leadfollow.people.tests.factories import make_user
from reports.models import DemonstrationWanted
from reports.start import loading
from reports.start.loading import ask_for_demonstration, load_if_wanted

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 13, tzinfo=UTC)
START, CHOICE, OWN = (reverse(f"reports:{name}") for name in ("start", "start_choice", "start_own"))
SIGN_IN = reverse("account_login")
OURS = {
    "name": "Weber Pumps", "country": "DE", "time_zone": "Europe/Berlin", "currency": "chf",
    "date_style": "iso", "number_style": "comma", "week_begins": "1",
    "working_days": ["1", "2", "3", "4"],
    "opens_at": "08:00", "closes_at": "16:30", "admin_name": "Ada Weber",
    "email": "Ada@weber.example", "password": "nine green bottles", "again": "nine green bottles",
    "team": "Sales", "leads_team": "on",
}  # fmt: skip


def begin(client: Any, **changed: Any) -> Any:
    return client.post(OWN, OURS | {"key": new_key()} | changed)


def test_whoever_comes_to_an_empty_installation_is_led_there(client):
    answer = client.get("/queue/", follow=True)

    assert answer.redirect_chain[-1] == (START, 302)


def test_once_somebody_works_here_it_is_closed(client):
    make_user()

    for page in (START, CHOICE, OWN):
        assert client.get(page)["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200
    assert begin(client)["Location"] == SIGN_IN
    assert User.objects.count() == 1


def test_the_code_opens_the_choice(client):
    answer = client.post(START, {"code": start_code().lower().replace("-", " ")}, follow=True)

    assert answer.redirect_chain[-1][0].startswith(CHOICE)
    assert answer.status_code == 200


def test_another_code_is_refused_in_a_sentence(client):
    answer = client.post(START, {"code": "AAAA-BBBB-CCCC"})

    assert answer.status_code == 422
    assert b"This is not the start code" in answer.content


@pytest.mark.parametrize("key", ["", "start", "start:x:y"])
def test_without_the_code_nothing_begins(client, key):
    answer = client.post(OWN, OURS | {"key": key})

    assert answer["Location"] == START
    assert not User.objects.exists()


def test_the_key_is_good_for_an_hour(client, monkeypatch):
    key = new_key()
    monkeypatch.setattr("django.core.signing.time.time", lambda: clock.now().timestamp() + 3700)

    assert client.get(OWN, {"key": key})["Location"] == START


def test_our_own_begins_with_what_was_said(client):
    answer = begin(client)

    its, team, ada = Organisation.objects.get(), Team.objects.get(), User.objects.get()
    assert answer["Location"] == reverse("reports:first_steps")
    assert (its.name, its.currency, its.date_style, its.is_demonstration) == (
        "Weber Pumps", "CHF", "iso", False,
    )  # fmt: skip
    assert team.working_time == its.working_time
    assert list(team.managers.all()) == [ada]
    assert (ada.email, ada.is_admin, ada.is_manager) == ("ada@weber.example", True, True)
    assert ada.check_password("nine green bottles")
    assert {(str(c.time_zone), c.currency) for c in Campaign.objects.all()} == {
        ("Europe/Berlin", "CHF")
    }
    assert Entry.objects.filter(event="organisation founded", by=ada).exists()


def test_the_first_admin_is_signed_in_and_begins_on_the_first_steps(client):
    begin(client, leads_team="")

    page = client.get("/", follow=True)

    assert page.redirect_chain[-1][0] == reverse("reports:first_steps")
    assert "Weber Pumps" in page.content.decode()
    assert not User.objects.get().is_manager


def test_the_first_admin_signs_in_as_everybody_does(client):
    begin(client)

    assert COOKIE in client.cookies
    assert UserSession.objects.get().user == User.objects.get()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"again": "nine green battles"}, "The two passwords differ"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"name": ""}, "Say what you are called."),
        ({"closes_at": "07:00"}, "Work ends after it begins."),
        ({"currency": "euro"}, "Three letters, as in EUR."),
        ({"working_days": []}, "Tick at least one day."),
        ({"email": "ada"}, "Enter a valid email address."),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_begins(client, changed, said):
    answer = begin(client, **changed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Ada Weber" in page
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def ticked(client: Any) -> list[str]:
    steps = client.get(reverse("reports:first_steps")).context["steps"]
    return [step.title for step in steps if step.is_done]


def test_first_steps_are_ticked_by_what_is_there_and_put_away(client):
    begin(client)
    done = ticked(client)
    make_user()
    done_then = ticked(client)

    client.post(reverse("reports:put_away_first_steps"))

    calendar = "Say which days are free"  # a country was chosen
    assert (done, done_then) == ([calendar], [calendar, "Invite people"])
    assert client.get("/")["Location"] != reverse("reports:first_steps")


def test_first_steps_tell_where_mails_lead(client, settings):
    settings.SITE_URL = "http://localhost:8000"
    begin(client)
    elsewhere = client.get(reverse("reports:first_steps")).content.decode()
    settings.SITE_URL = "http://testserver"

    page = client.get(reverse("reports:first_steps")).content.decode()

    assert ("two addresses" in elsewhere, "two addresses" in page) == (True, False)
    assert "Links in mails lead to http://testserver, as you came in" in page


def test_first_steps_ask_calmly_for_a_second_factor(client):
    begin(client)

    pages = [client.get(a).content.decode() for a in (reverse("reports:first_steps"), "/leads/")]

    assert "asked of you in 7 days" in pages[0]
    assert not any("Set up two-factor sign-in:" in page for page in pages)


def test_places_tell_their_country_to_the_script(client):
    page = client.get(OWN, {"key": new_key()}).content.decode()

    assert '<option value="Europe/Vienna" data-country="AT">' in page
    assert "js/zone.js" in page


def test_first_steps_are_an_admins(client):
    client.force_login(make_user())

    assert client.get(reverse("reports:first_steps")).status_code == 403
    assert client.post(reverse("reports:put_away_first_steps")).status_code == 403


def test_a_demonstration_is_asked_for_and_waited_for(client):
    form = {"key": new_key(), "demo_password": "nine green bottles"}
    client.post(CHOICE, form)
    client.post(CHOICE, form)

    page = client.get(START)

    assert DemonstrationWanted.objects.count() == 1
    assert page.headers["Refresh"] == f"3; url={START}?waited"
    assert b"admin@example.com" in page.content


def test_what_no_worker_loads_may_be_left_for_our_own(client):
    ask_for_demonstration(password="nine green bottles", at=clock.now())
    again = f"{START}?again"
    assert f'"{again}"' not in client.get(START).content.decode()
    assert b"Loading" in client.get(again).content
    DemonstrationWanted.objects.update(asked_at=clock.now() - timedelta(minutes=7))

    page = client.get(START)
    answer = client.post(again, {"code": start_code()})

    assert f'"{again}"' in page.content.decode()
    assert page.headers["Refresh"]
    assert b"start code" in client.get(again).content
    assert answer["Location"].startswith(CHOICE)
    assert begin(client)["Location"] == reverse("reports:first_steps")
    assert not DemonstrationWanted.objects.exists()


def test_what_no_worker_loads_is_asked_for_anew_with_another_password():
    ask_for_demonstration(password="nine green bottles", at=WEDNESDAY)
    later = WEDNESDAY + timedelta(minutes=7)

    ask_for_demonstration(password="ten green bottles", at=later)

    wanted = DemonstrationWanted.objects.get()
    assert wanted.asked_at == later
    assert check_password("ten green bottles", wanted.password)


def test_what_a_worker_is_at_is_not_asked_for_anew():
    ask_for_demonstration(password="nine green bottles", at=WEDNESDAY)
    later = WEDNESDAY + timedelta(minutes=7)
    DemonstrationWanted.objects.update(begun_at=later)

    ask_for_demonstration(password="ten green bottles", at=later)

    assert check_password("nine green bottles", DemonstrationWanted.objects.get().password)


def test_the_worker_loads_it_once_with_the_password(client, monkeypatch):
    ask_for_demonstration(password="nine green bottles", at=WEDNESDAY)
    some = loading.load
    monkeypatch.setattr(loading, "load", lambda **how: some(**how, share=0.01))

    load_if_wanted(now=WEDNESDAY)
    load_if_wanted(now=WEDNESDAY)

    assert User.objects.get(email="admin@example.com").check_password("nine green bottles")
    assert not DemonstrationWanted.objects.exists()
    assert Organisation.objects.get().is_demonstration
    assert b"admin@example.com" in client.get(f"{START}?waited", follow=True).content


def test_of_two_workers_one_loads_and_a_dead_one_is_replaced(monkeypatch):
    loaded = []
    monkeypatch.setattr(loading, "load_wanted", lambda now: loaded.append(now))
    ask_for_demonstration(password="nine green bottles", at=WEDNESDAY)
    at_work = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    later = WEDNESDAY + at_work + timedelta(minutes=2)

    for moment in (WEDNESDAY, WEDNESDAY + timedelta(seconds=2), WEDNESDAY + at_work, later):
        load_if_wanted(now=moment)

    assert loaded == [WEDNESDAY, later]


def test_a_failed_load_says_so_and_may_be_asked_for_again(client, monkeypatch):
    def fail(**how: Any) -> None:
        raise RuntimeError

    ask_for_demonstration(password="nine green bottles", at=WEDNESDAY)
    monkeypatch.setattr(loading, "load", fail)

    load_if_wanted(now=WEDNESDAY)

    assert b"could not be loaded" in client.get(START).content
    ask_for_demonstration(password="nine green bottles", at=WEDNESDAY)
    assert DemonstrationWanted.objects.get().trouble == ""


def test_a_founded_organisation_takes_no_demonstration(client):
    begin(client)

    with pytest.raises(CommandError, match="holds leads or people already"):
        call_command("demo")


def test_start_code_is_printed(capsys):
    call_command("start_code")

    assert start_code() in capsys.readouterr().out
