"""The lead form for anybody: what it takes in, what it refuses, and what waits in quarantine."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.test.client import encode_multipart
from django.urls import reverse

from campaigns.lead_form import making
from campaigns.lead_form.asks import FormAsks, default_asks
from campaigns.models import Campaign, LeadForm
from campaigns.tests.factories import make_event
from followups.operations import empty_quarantine
from followups.submissions import suspicion
from followups.submissions.stamp import Stamp
from followups.tests.factories import MONDAY, after
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.limits import Limit
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_rep, make_team
from leads.models import Inquiry, Lead, OwnField, Submission, Suspicion, Tick

pytestmark = pytest.mark.django_db

FILLED: dict[str, str] = {
    "name": "Karla Brandt", "company": "Brandt GmbH", "email": "karla@brandt.example",
    "phone": "030 5550101", "country": "DE", "address": "Hafenstr. 1", "postal_code": "10115",
    "city": "Berlin",
}  # fmt: skip


@pytest.fixture
def event() -> Campaign:
    team = make_team()
    make_rep(team=team)
    berlin = ZoneInfo("Europe/Berlin")
    return make_event(name="Fair", team=team, owner=make_event_manager(), time_zone=berlin)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def make_form(event: Campaign, **asks: Any) -> LeadForm:
    told = {**vars(default_asks(event)), **asks}
    by = event.owner
    assert by
    return making.save_form(campaign=event, asks=FormAsks(**told), hosts=(), by=by, at=MONDAY)


def address(form: LeadForm) -> str:
    return reverse("followups:public_form", args=[form.token])


def stamp(form: LeadForm, **ago: float) -> str:
    opened = MONDAY - timedelta(**(ago or {"minutes": 2}))
    return Stamp.new(1, at=opened).signed(form.pk)


def send(form: LeadForm, *, ip: str = "192.0.2.1", **fields: str) -> Any:
    """As a browser without any cookie, that checks the token of forms as one does."""
    posted = {**FILLED, "stamp": stamp(form), **fields}
    client = Client(enforce_csrf_checks=True)
    return client.post(address(form), posted, REMOTE_ADDR=ip)


def test_a_visitor_fills_it_in_and_a_rep_has_the_lead(event: Campaign) -> None:
    form = make_form(event)

    answer = send(
        form, **{"tick-budget": "0", "tick-need": "1", "request": "0", "comment": "Call after 3"},
        else_name_1="Otto", else_reach_1="otto@brandt.example",
    )  # fmt: skip

    assert answer.status_code == 200
    assert "Thank you" in answer.content.decode()
    lead = Lead.objects.get()
    inquiry = lead.inquiries.get()
    assert (lead.owner is not None, lead.campaign, str(lead)) == (True, event, "Brandt GmbH")
    assert inquiry.request == "Price list"
    assert inquiry.promised_by == after(days=2).replace(hour=23)  # midnight there is 23:00 UTC
    assert "Call after 3" in inquiry.message
    assert "We look around" in inquiry.message
    tick = Tick.objects.get()  # the other box does not meet its criterion
    assert (tick.criterion.code, tick.evidence) == ("budget", "Is there a budget? Approved")
    assert {p.contact.name for p in lead.people.all()} == {"Karla Brandt", "Otto"}
    assert Submission.objects.get().inquiry == inquiry


def test_the_page_sets_no_cookie_and_is_never_stored(event: Campaign) -> None:
    form = make_form(event)

    answer = Client().get(address(form))

    page = answer.content.decode()
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert all(f'name="{name}"' in page for name in (*FILLED, "comment"))
    assert Stamp.read(re.findall(r'name="stamp" value="([^"]+)"', page)[0], form.pk)


@pytest.mark.parametrize(
    ("hosts", "said"),
    [([], "frame-ancestors 'none'"), (["https://a.example"], "frame-ancestors https://a.example")],
)
def test_only_named_sites_may_show_it_in_a_frame(
    event: Campaign, hosts: list[str], said: str
) -> None:
    form = make_form(event)
    LeadForm.objects.update(hosts=hosts)

    answer = Client().get(address(form))

    assert said in answer["Content-Security-Policy"].split("; ")
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors 'none'" in Client().get("/accounts/login/")["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["name", "company", "email", "phone", "address", "postal_code"])
def test_a_blank_is_refused_and_what_was_typed_stays(event: Campaign, name: str) -> None:
    form = make_form(event)

    answer = send(form, **{name: " "})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{name}_error"' in page
    assert "Hafenstr. 1" in page or name == "address"
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("country", "code", "phone", "wrong"),
    [
        ("DE", "1011", "030 5550101", "postal_code"), ("DE", "10115", "12", "phone"),
        ("GB", "EC1Y 8SY", "020 7946 0958", ""), ("GB", "10115", "020 7946 0958", "postal_code"),
        ("NL", "1234 AB", "020 5550101", ""), ("US", "95014-1234", "(212) 555-0142", ""),
        ("US", "95014", "5550101", "phone"), ("CA", "H3Z 2Y7", "514-555-0101", ""),
        ("HK", "", "2123 4567", ""), ("AE", "", "04 555 0101", ""), ("IE", "", "01 555 0101", ""),
        ("JP", "154-0023", "03-5550-1010", ""), ("BR", "40301-110", "11 95555-0101", ""),
        ("CH", "2544", "+49 30 5550101", ""), ("IN", "110034", "011 2555 0101", ""),
        ("FR", "75001", "01 55 50 10 10", ""), ("PL", "00-950", "22 555 01 01", ""),
        ("SE", "114 55", "08-555 010 10", ""), ("AU", "2060", "02 5550 1010", ""),
        ("ES", "28", "915 550 101", "postal_code"),
    ],
)  # fmt: skip
def test_code_and_number_are_such_as_that_country_has(
    event: Campaign, country: str, code: str, phone: str, wrong: str
) -> None:
    form = make_form(event)

    answer = send(form, country=country, postal_code=code, phone=phone)

    errors = re.findall(r'id="id_(\w+)_error"', answer.content.decode())
    assert errors == ([wrong] if wrong else [])


def test_one_page_is_one_inquiry_however_often_it_is_sent(event: Campaign) -> None:
    form = make_form(event)
    same = stamp(form)

    for _ in range(3):
        assert send(form, stamp=same).status_code == 200

    assert Inquiry.objects.count() == Submission.objects.count() == 1


def suspicious(form: LeadForm) -> list[str]:
    return list(form.submissions.quarantined().values_list("suspicion", flat=True))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"website": "http://spam.example"}, Suspicion.TRAP),
        ({"stamp": ""}, Suspicion.NO_STAMP),
        ({"stamp": "made:up"}, Suspicion.NO_STAMP),
        ({"comment": "http://a.example http://b.example http://c.example"}, Suspicion.LINKS),
        ({"company": "www.cheap.example"}, Suspicion.LINKS),
    ],
)
def test_what_a_program_sends_waits_in_quarantine(
    event: Campaign, fields: dict[str, str], why: str
) -> None:
    form = make_form(event)

    answer = send(form, **fields)

    assert "Thank you" in answer.content.decode()  # it learns nothing
    assert suspicious(form) == [why]
    assert not Lead.objects.exists()


def test_it_is_not_filled_in_within_three_seconds(event: Campaign) -> None:
    form = make_form(event)

    send(form, stamp=stamp(form, seconds=2))

    assert suspicious(form) == [Suspicion.TOO_FAST]


def test_a_page_that_stood_open_for_a_day_is_sent_once_more(event: Campaign) -> None:
    form = make_form(event)

    answer = send(form, stamp=stamp(form, hours=25))
    page = answer.content.decode()
    fresh = re.findall(r'name="stamp" value="([^"]+)"', page)[0]

    assert answer.status_code == 422
    assert "Hafenstr. 1" in page
    assert send(form, stamp=fresh).status_code == 200
    assert Lead.objects.count() == 1


def test_the_same_words_again_and_many_from_one_address_wait(event: Campaign) -> None:
    form = make_form(event)

    for number in range(12):
        send(form, name=f"Visitor {number}", email=f"v{number}@brandt.example")
    send(form, ip="192.0.2.2", name="Visitor 1", email="v1@brandt.example")

    assert sorted(suspicious(form)) == ["address", "address", "repeated"]
    assert Inquiry.objects.count() == 10


def test_quarantine_is_looked_through_by_whoever_makes_the_form(
    event: Campaign, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make_form(event)
    send(form, stamp=stamp(form, seconds=1))
    send(form, website="x", name="Bot")
    at(monkeypatch, after(hours=5))
    client.force_login(event.owner)
    page = reverse("followups:quarantine", args=[event.pk])
    person = form.submissions.get(suspicion=Suspicion.TOO_FAST)

    assert "Karla Brandt" in client.get(page).content.decode()
    client.post(reverse("followups:release_submission", args=[event.pk, person.pk]))
    again = client.post(
        reverse("followups:release_submission", args=[event.pk, person.pk]), follow=True
    )
    for _time in range(2):
        drop = reverse("followups:drop_submissions", args=[event.pk])
        dropped = client.post(drop, {"why": "trap"}, follow=True).content.decode()
        entry = Entry.objects.get(pk__in=re.findall(r"/quarantine/drop/(\d+)/undo/", dropped))
        assert "1 is dropped" in dropped
        undo = reverse("followups:undo_drops", args=[event.pk, entry.pk])
        back = client.post(undo, follow=True).content.decode()
        assert "1 waits here again" in back
        assert "Bot" in back
    late = client.post(undo, follow=True).content.decode()
    assert "no longer kept" in late
    client.post(drop, {"why": "trap"})

    inquiry = Inquiry.objects.get()  # the clock runs from when it was sent
    assert inquiry.received_at == MONDAY
    assert "decided on it already" in again.content.decode()
    assert set(form.submissions.values_list("fate", flat=True)) == {"in", "dropped"}
    assert empty_quarantine(now=after(days=31)) == 1
    assert form.submissions.count() == 1


def test_what_lacks_a_field_cannot_be_let_in(event: Campaign, client: Client) -> None:
    form = make_form(event)
    send(form, stamp="", email="")
    row = form.submissions.get()
    client.force_login(event.owner)

    answer = client.post(
        reverse("followups:release_submission", args=[event.pk, row.pk]), follow=True
    )

    assert "lacks what the form needs" in answer.content.decode()
    assert not Lead.objects.exists()


def test_others_make_no_form_and_see_no_quarantine(event: Campaign) -> None:
    make_form(event)

    for person in (make_rep(), make_event_manager()):
        client = Client()
        client.force_login(person)
        for name in ("lead_form", "quarantine"):
            assert client.get(reverse(f"followups:{name}", args=[event.pk])).status_code == 404


def test_a_closed_form_takes_nothing(event: Campaign) -> None:
    form = make_form(event)
    making.close_form(form=form, by=make_admin(), at=MONDAY)

    assert send(form).status_code == 410
    assert Client().get(reverse("followups:public_form", args=["no-such-token"])).status_code == 404
    assert not Submission.objects.exists()


def test_a_form_that_is_misused_opens_at_a_new_address(event: Campaign) -> None:
    form, person = make_form(event), Client()
    old = reverse("followups:public_form", args=[form.token])
    person.force_login(make_admin())
    person.post(reverse("followups:close_form", args=[event.pk]))

    person.post(reverse("followups:open_form", args=[event.pk]), {"moved": "1"})

    form.refresh_from_db()
    assert form.is_open
    assert Client().get(old).status_code == 404
    assert Client().get(reverse("followups:public_form", args=[form.token])).status_code == 200


def test_it_speaks_its_own_language_and_asks_own_fields(event: Campaign) -> None:
    OwnField.objects.create(name="Fleet", code="fleet", kind="number", position=1)
    form = make_form(event, language="de", own=("fleet",))

    page = send(form, **{"email": "nobody", "own-fleet": "many"}).content.decode()

    assert '<html lang="de">' in page
    assert "Das ist keine E-Mail-Adresse." in page
    assert "Bitte eine Zahl eingeben." in page  # what Django says by itself, too
    assert "Deutschland" in page


def test_the_builder_begins_anew_in_another_language(event: Campaign, client: Client) -> None:
    make_form(event)
    client.force_login(event.owner)

    page = client.get(reverse("followups:lead_form", args=[event.pk]), {"language": "fr"})

    told = page.content.decode()
    assert "Liste de prix" in told
    assert 'value="1" id="form-after"' in told  # it follows the version in force


def test_the_builder_saves_a_version_and_says_when_another_was_quicker(
    event: Campaign, client: Client
) -> None:
    client.force_login(event.owner)
    page = reverse("followups:lead_form", args=[event.pk])
    posted = {
        "after": "0", "title": "Ask us", "language": "en", "country": "DE", "consent": "I agree.",
        "ask-need": "on", "text-need": "Why?", "answers-need": "+ We buy\nWe look",
        "offer-0": "Price list", "days-0": "2", "hosts": "https://www.hafen.example/",
    }  # fmt: skip

    assert client.post(page, posted).status_code == 302
    late = client.post(page, posted | {"title": "Other"})
    wrong = client.post(page, posted | {"after": "1", "answers-need": "One"})

    form = LeadForm.objects.get()
    assert form.hosts == ["https://www.hafen.example"]
    assert form.versions.count() == 1
    assert "Somebody changed the form meanwhile" in late.content.decode()
    assert "boxes, one a line" in wrong.content.decode()
    public = Client().get(address(form)).content.decode()
    assert all(said in public for said in ("Ask us", "Why?", "We buy", "I agree."))
    assert 'name="tick-budget"' not in public


def test_the_builder_says_all_that_is_wrong_at_once(event: Campaign, client: Client) -> None:
    client.force_login(event.owner)
    posted = {
        "after": "0", "language": "en", "ask-need": "on", "text-need": "", "answers-need": "+ A\nB",
        "days-3": "3", "hosts": "https://www.hafen.example nowhere",
    }  # fmt: skip

    answer = client.post(reverse("followups:lead_form", args=[event.pk]), posted)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text-need", "offer-3", "hosts"]
    assert not LeadForm.objects.exists()


def test_a_long_address_of_somebody_else_loses_nothing(event: Campaign) -> None:
    reach = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example"

    send(make_form(event), else_name_1="", else_reach_1=reach)

    [other] = Lead.objects.get().people.filter(is_primary=False)
    assert (len(other.contact.name), other.contact.email) == (160, reach)


def test_a_number_of_somebody_else_that_is_too_long_is_said(event: Campaign) -> None:
    answer = send(make_form(event), else_reach_1=f"+49 30 5550101{' ' * 60}1")

    assert answer.status_code == 422
    assert not Lead.objects.exists()


def test_of_a_flood_nothing_is_asked_any_more(
    event: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    settings: Any,
) -> None:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "flood"}
    settings.CACHES = settings.CACHES | {"memory": memory}
    form = make_form(event)
    monkeypatch.setattr(suspicion, "KEPT", Limit("form-kept", 2, 3600))
    first = [send(form, website="x", name=f"Bot {n}") for n in range(3)]

    with django_assert_num_queries(0):
        later = send(form, website="x", name="Bot 4")

    assert later.content == first[0].content
    assert send(form, stamp="", name="Bot 5").status_code == 200  # of another sort, and kept
    assert len(suspicious(form)) == 3
    send(form, name="Karla Brandt")
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("trap", [{}, {"website": "x"}])
def test_what_no_database_keeps_is_left_out(event: Campaign, trap: dict[str, str]) -> None:
    """A zero byte in a name and in a value, and half of a letter."""
    form = make_form(event)
    posted = {**FILLED, "stamp": stamp(form), "a\x00b": "1", "comment": "Call\x00 me", **trap}

    answer = Client().post(address(form), posted)
    again = encode_multipart("x", {**FILLED, "stamp": stamp(form), "comment": "\\ud800"})
    told = "multipart/form-data; boundary=x; charset=unicode_escape"
    other = Client().post(address(form), again, told)

    assert (answer.status_code, other.status_code) == (200, 200)
    if trap:
        assert Submission.objects.filter(told__ab="1", told__comment="Call me").exists()
    else:
        assert Inquiry.objects.filter(message__contains="Call me").exists()
