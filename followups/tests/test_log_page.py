"""The log panel: one press for the common answers, the next step filled in, nothing lost."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.models import Bucket, Cadence, Channel, Outcome, Step, Touch
from followups.next_step import Continue
from followups.tests.factories import (
    add_colleague,
    log,
    make_lead,
    make_planned_lead,
    make_touch,
    person_of,
)
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Contact, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def lead(ana: User) -> Lead:
    """In a cadence: a call, a mail the day after, a call at the end."""
    cadence = Cadence.objects.create(segment=make_segment(), name="Three", slug="three")
    steps = [(Channel.CALL, 0), (Channel.MAIL, 1), (Channel.CALL, 2)]
    for position, (channel, day) in enumerate(steps, start=1):
        Step.objects.create(
            cadence=cadence,
            position=position,
            day=day,
            channel=channel,
            title=f"Step {position}",
            at_time=time(15) if day else None,
            minutes=1,
            script="Ask {{ first_name }} about {{ request }}.",
        )
    return make_lead(
        at=clock.now() - DAY,
        owner=ana,
        campaign=make_campaign(segment=cadence.segment),
        person=make_person(name="Karla Brandt", company="Hafen AG"),
        request="the price list",
    )


@pytest.fixture
def touch(lead: Lead) -> Touch:
    return next_touch(lead)


@pytest.fixture
def as_ana(client: Any, ana: User) -> Any:
    client.force_login(ana)
    return client


def next_touch(lead: Lead) -> Touch:
    return lead.touches.scheduled().earliest("due_at")


def address(name: str, pk: int, query: str = "") -> str:
    return reverse(f"followups:{name}", args=[pk]) + query


def send(
    client: Any, touch: Touch, *, key: UUID | None = None, htmx: bool = False, **fields: Any
) -> Any:
    headers = {"HX-Request": "true", "HX-Target": "work"} if htmx else {}
    fields = {"key": key or uuid4(), "note": "", **fields}
    return client.post(address("log_touch", touch.pk), fields, headers=headers)


def local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def test_shows_what_to_say_and_what_comes_next(as_ana, touch):
    page = as_ana.get(address("log_touch", touch.pk)).content.decode()

    assert "Ask Karla about the price list." in page
    assert "Mail Karla Brandt" in page
    assert "attempt 1 of 6–8 · touch 1 of 7–13" in page


def test_no_answer_is_one_press(as_ana, lead, touch):
    answer = send(as_ana, touch, at_once="no_answer")

    touch.refresh_from_db()
    assert answer.status_code == 302
    assert touch.outcome == Outcome.NO_ANSWER
    assert (next_touch(lead).channel, next_touch(lead).step.position) == (Channel.MAIL, 2)


def test_says_what_happened_and_offers_to_undo_it(as_ana, touch):
    send(as_ana, touch, at_once="no_answer")

    page = as_ana.get("/queue/").content.decode()

    assert "No answer at Hafen AG. Next: mail " in page
    assert address("undo_touch", touch.pk) in page


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"outcome": "call_back"}, "Call back at Hafen AG. Next: call "),
        ({"outcome": "never"}, "Never contact at Hafen AG. Closed: do not contact."),
        (
            {"outcome": "exhausted", "when": "no_response", "note": "Firm is gone"},
            "No answer at Hafen AG. Closed: no response.",
        ),
    ],
)
def test_says_it_in_the_words_of_what_was_pressed(as_ana, touch, answer, said):
    send(as_ana, touch, **answer)

    assert said in as_ana.get("/queue/").content.decode()


def test_htmx_gets_the_work_again_and_the_line(as_ana, touch):
    page = send(as_ana, touch, htmx=True, at_once="no_answer").content.decode()

    assert 'id="work"' in page
    assert "No answer at Hafen AG." in page
    assert "<html" not in page


def test_the_lead_that_followed_in_the_list_opens_by_itself(as_ana, ana, touch):
    later = make_touch(
        lead=make_lead(owner=ana, at=clock.now() - DAY), due_at=clock.now() + timedelta(seconds=1)
    )
    form = f"{address('log_touch', touch.pk)}?next={later.lead_id}"
    fields = {"key": uuid4(), "note": "", "at_once": "no_answer"}

    answer = as_ana.post(form, fields)

    assert answer.url.endswith(f"lead={later.lead_id}")


def test_a_lead_that_left_the_queue_meanwhile_does_not_open(as_ana, touch):
    theirs = make_touch()
    form = f"{address('log_touch', touch.pk)}?next={theirs.lead_id}"

    answer = as_ana.post(form, {"key": uuid4(), "note": "", "at_once": "no_answer"})

    assert answer.url == reverse("followups:queue") + "?show=due"


def test_call_back_takes_the_date_that_was_typed(as_ana, lead, touch):
    when = (clock.now() + 3 * DAY).replace(second=0, microsecond=0)

    send(as_ana, touch, outcome="call_back", note="In a meeting", when_at=local(when))

    assert next_touch(lead).due_at == when
    assert (next_touch(lead).channel, next_touch(lead).subject) == (Channel.CALL, "Call back")
    assert Touch.objects.get(pk=touch.pk).note == "In a meeting"


def test_the_date_is_read_in_the_zone_of_the_person(as_ana, ana, lead, touch):
    User.objects.filter(pk=ana.pk).update(own_time_zone="America/New_York")

    send(as_ana, touch, outcome="talked", when="pick", when_at="2050-07-01T09:00")

    assert next_touch(lead).due_at.isoformat() == "2050-07-01T13:00:00+00:00"


def test_a_quick_pick_is_a_date_too(as_ana, lead, touch):
    send(as_ana, touch, outcome="talked", when="2050-07-01T09:00")

    assert next_touch(lead).due_at.isoformat() == "2050-07-01T09:00:00+00:00"


def test_not_now_comes_back_in_three_months(as_ana, lead, touch):
    send(as_ana, touch, outcome="not_now", note="Budget is in spring")

    lead.refresh_from_db()
    assert lead.status == "nurturing"
    assert timedelta(days=88) < next_touch(lead).due_at - clock.now() < timedelta(days=96)


def test_not_interested_closes_with_the_reason(as_ana, lead, touch):
    send(as_ana, touch, outcome="not_interested", note="Makes it himself", disposition="")

    closure = lead.closures.get()
    assert (closure.disposition, closure.reason) == ("not_interested", "Makes it himself")


@pytest.mark.parametrize("chip", ["not_now", "not_interested"])
def test_asks_why(as_ana, touch, chip):
    answer = send(as_ana, touch, outcome=chip)

    assert answer.status_code == 422
    assert "Write in a few words" in answer.content.decode()
    assert next_touch(touch.lead) == touch


def test_wrong_person_goes_on_with_the_one_who_was_named(as_ana, lead, touch):
    send(as_ana, touch, outcome="wrong_person", new_name="Jens Ott", new_reach="jens@hafen.example")

    following = next_touch(lead)
    assert (str(following.contact), following.contact.email) == ("Jens Ott", "jens@hafen.example")
    assert following.step.position == 2


@pytest.mark.parametrize(
    ("typed", "country", "phone"),
    [("+49 30 5550101", "", "+49 30 5550101"), ("030 5550101", "DE", "+49305550101")],
)
def test_whom_to_call_instead_has_a_number(as_ana, lead, touch, typed, country, phone):
    Contact.objects.update(country=country)

    send(as_ana, touch, outcome="wrong_person", new_name="Jens Ott", new_reach=typed)

    assert next_touch(lead).contact.phone == phone


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ask at the desk", "with its country’s code"),
        ("030 5550101", "with its country’s code"),
        ("jens@hafen", "Write the whole address"),
    ],
)
def test_neither_a_number_nor_an_address_is_refused(as_ana, lead, touch, typed, sentence):
    answer = send(as_ana, touch, outcome="wrong_person", new_reach=typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert lead.people.count() == 1


def test_somebody_named_out_of_sight_was_not_meant(as_ana, lead, touch):
    send(as_ana, touch, at_once="no_answer", new_name="Jens Ott", new_reach="ask at the desk")

    assert lead.touches.logged().count() == lead.people.count() == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("+49 (0)30 5550101", 'href="tel:+49305550101"'),
        ("030 555-0101", 'href="tel:0305550101"'),
        ("ask at the desk", "<span>ask at the desk</span>"),
    ],
)
def test_only_a_number_can_be_pressed(as_ana, lead, touch, written, shown):
    Contact.objects.update(phone=written, country="")

    pages = [as_ana.get(address("log_touch", touch.pk)), as_ana.get(f"/leads/{lead.pk}/")]

    assert [shown in page.content.decode() for page in pages] == [True, True]


def test_wrong_person_without_another_finds_out(as_ana, lead, touch):
    send(as_ana, touch, outcome="wrong_person")

    assert next_touch(lead).subject == "Find out who looks after this"


def test_never_contact_bars_the_person(as_ana, lead, touch):
    send(as_ana, touch, outcome="never")

    lead.refresh_from_db()
    assert person_of(lead).do_not_contact
    assert lead.disposition == "do_not_contact"


def test_talked_about_a_meeting_has_booked_it(as_ana, lead, touch):
    send(as_ana, touch, outcome="talked", when="2050-07-01T09:00", channel="meeting")

    touch.refresh_from_db()
    assert (touch.outcome, next_touch(lead).channel) == ("meeting_booked", "meeting")


def test_closing_from_a_conversation(as_ana, lead, touch):
    send(as_ana, touch, outcome="talked", when="close", disposition="won", value_unknown="on")

    lead.refresh_from_db()
    assert lead.disposition == "won"


def test_a_lead_won_in_a_conversation_has_a_value(as_ana, lead, touch):
    send(as_ana, touch, outcome="talked", when="close", disposition="won", value="1200.50")

    lead.refresh_from_db()
    assert (lead.disposition, lead.value) == ("won", Decimal("1200.50"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"disposition": "duplicate", "value": "5"}, "Only a lead that is won"),
        ({"disposition": "won", "value": "-5"}, "greater than or equal to 0"),
    ],
)
def test_a_value_that_cannot_be_is_refused(as_ana, lead, touch, fields, sentence):
    answer = send(as_ana, touch, outcome="talked", when="close", **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_value_that_stood_before_stays(as_ana, lead, touch):
    Lead.objects.update(value=300)

    send(as_ana, touch, outcome="talked", when="close", disposition="duplicate", value="300.00")

    lead.refresh_from_db()
    assert (lead.disposition, lead.value) == ("duplicate", 300)


def test_a_value_out_of_sight_was_not_meant(as_ana, lead, touch):
    send(as_ana, touch, at_once="no_answer", disposition="won", value="5")

    lead.refresh_from_db()
    assert (lead.is_open, lead.value) == (True, None)


def test_the_end_of_a_cadence_asks_for_a_decision(as_ana, lead):
    for _ in range(3):
        send(
            as_ana,
            next_touch(lead),
            at_once=("no_answer", "sent")[next_touch(lead).channel == "mail"],
        )

    assert next_touch(lead).is_decision


def tried(lead, times):
    """So often in vain, and nobody else there."""
    for _ in range(times):
        log(next_touch(lead), at=clock.now())
    return next_touch(lead)


def test_the_eighth_attempt_may_close_as_no_response(as_ana, lead):
    last = tried(lead, 7)

    page = as_ana.get(address("log_touch", last.pk)).content.decode()
    answer = send(as_ana, last, outcome="exhausted", when="no_response")
    told = as_ana.get(answer.url).content.decode()

    lead.refresh_from_db()
    assert "eight are enough" in page
    assert f"{last.contact} at {lead} exhausted after 8 attempts. Closed: no response." in told
    assert lead.disposition == "no_response"


@pytest.mark.parametrize(
    ("before", "answer"),
    [(5, "exhausted"), (7, "exhausted"), (7, "no_answer"), (7, "left_message")],
)
def test_no_one_key_ends_a_lead_whose_last_person_is_given_up(as_ana, lead, before, answer):
    last = tried(lead, before)

    page = send(as_ana, last, at_once=answer)

    lead.refresh_from_db()
    assert page.status_code == 422
    assert "was the last one here to try. Choose what becomes of the lead" in page.content.decode()
    assert f'value="{answer}"' in page.content.decode()
    assert (lead.is_open, next_touch(lead)) == (True, last)
    assert not lead.verdicts.exists()


def test_asks_who_else_where_the_last_one_is_given_up(as_ana, lead):
    last = tried(lead, 5)

    send(as_ana, last, outcome="exhausted", when="ask")

    lead.refresh_from_db()
    assert (lead.is_open, next_touch(lead).subject) == (True, "Find out who looks after this")
    assert not lead.verdicts.exists()


def test_goes_on_with_whom_one_names_where_the_last_one_is_given_up(as_ana, lead):
    last = tried(lead, 5)

    told = as_ana.get(send(as_ana, last, outcome="exhausted", new_name="Jens Ott").url)

    assert str(next_touch(lead).contact) == "Jens Ott"
    assert "exhausted after 6 attempts. Next: " in told.content.decode()


@pytest.mark.parametrize("when", ["", "ask", "no_response"])
def test_waits_in_a_bucket_where_the_last_one_is_given_up(as_ana, lead, when):
    """The bucket hides the other answers, so what was pressed before it means nothing."""
    last, bucket = tried(lead, 5), Bucket.objects.active()[0]

    send(as_ana, last, outcome="exhausted", when=when, bucket=bucket.pk)

    lead.refresh_from_db()
    assert (lead.status, next_touch(lead).enrolment.bucket) == ("nurturing", bucket)


@pytest.mark.parametrize(("before", "pressed"), [(5, "exhausted"), (7, "no_answer")])
def test_an_exhausted_person_makes_room_for_the_next(as_ana, ana, before, pressed):
    """At six by one press of its own, at eight by the usual one."""
    step = {"channel": Channel.CALL, "title": "Call", "at_time": time(9)}
    lead = make_planned_lead(*[{**step, "day": day} for day in range(1, 12)], owner=ana)
    jens = add_colleague(lead, name="Jens Ott")
    for _ in range(before):
        log(next_touch(lead), at=clock.now(), then=Continue())
    touch = next_touch(lead)

    page = as_ana.get(address("log_touch", touch.pk)).content.decode()
    told = as_ana.get(send(as_ana, touch, at_once=pressed).url).content.decode()

    assert f"{touch.contact} at {lead} exhausted after {before + 1} attempts." in told
    assert "Next: call Jens Ott " in told
    assert "Without an answer the plan goes on with <b>Jens Ott</b>" in page
    following = next_touch(lead)
    assert (following.contact, following.enrolment) == (jens, touch.enrolment)
    assert following.step.position == touch.step.position + 1


def test_the_chips_fit_the_channel(as_ana, lead, touch):
    send(as_ana, touch, at_once="no_answer")

    page = as_ana.get(address("log_touch", next_touch(lead).pk)).content.decode()

    assert "Bounced" in page
    assert "Left message" not in page


def test_the_same_form_twice_is_one_touch(as_ana, lead, touch):
    key = uuid4()

    answers = [send(as_ana, touch, key=key, at_once="no_answer") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert lead.touches.logged().count() == lead.touches.scheduled().count() == 1


def test_the_same_form_of_a_promise_twice_is_one_touch(as_ana, ana):
    touch = make_touch(lead=make_lead(owner=ana, at=clock.now()), due_at=clock.now() + DAY)
    key = uuid4()

    answers = [send(as_ana, touch, key=key, at_once="no_answer") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert touch.lead.touches.scheduled().count() == 1


def test_the_same_form_naming_somebody_twice_is_one_person(as_ana, lead, touch):
    key = uuid4()

    for _ in range(2):
        answer = send(as_ana, touch, key=key, outcome="wrong_person", new_name="Jens Ott")

    assert answer.status_code == 302
    assert lead.people.count() == 2


def test_who_was_slower_is_told_and_keeps_his_text(as_ana, ana, touch):
    manager = make_manager(of=ana.team, name="Mia")
    log(touch, at=clock.now(), by=manager)

    answer = send(as_ana, touch, htmx=True, outcome="talked", note="A long story")

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#pane"
    assert "Mia logged this touch at" in answer.content.decode()
    assert "A long story" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({}, "Choose what came of it.", id="no answer chosen"),
        pytest.param({"outcome": "dance"}, "Choose what came of it.", id="an answer that is none"),
        pytest.param(
            {"outcome": "talked", "when": "pick"}, "Choose the date", id="another date, but which"
        ),
        pytest.param(
            {"outcome": "talked", "when": "soon"},
            "“soon” is no date that we know.",
            id="not a date",
        ),
        pytest.param(
            {"outcome": "talked", "when": "2001-01-01T09:00"},
            "which is past. Choose a later moment.",
            id="a past date",
        ),
        pytest.param(
            {"outcome": "talked", "happened_at": "2050-01-01T09:00"},
            "still to come",
            id="happened tomorrow",
        ),
    ],
)
def test_a_refusal_is_a_sentence_and_keeps_the_text(as_ana, touch, fields, sentence):
    answer = send(as_ana, touch, note="A long story", **fields)

    assert answer.status_code in (409, 422)
    assert sentence in answer.content.decode()
    assert "A long story" in answer.content.decode()
    assert next_touch(touch.lead) == touch


def test_undo_takes_it_back(as_ana, lead, touch):
    send(as_ana, touch, at_once="no_answer")

    answer = as_ana.post(address("undo_touch", touch.pk))

    assert answer.status_code == 302
    assert next_touch(lead).step.position == 1
    assert not lead.touches.logged().exists()


def test_only_the_one_who_logged_it_may_undo_it(as_ana, ana, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team))

    assert as_ana.post(address("undo_touch", touch.pk)).status_code == 404


def test_undoing_twice_says_so(as_ana, touch):
    send(as_ana, touch, at_once="no_answer")

    answers = [as_ana.post(address("undo_touch", touch.pk), follow=True) for _ in range(2)]

    assert "undone before" in answers[1].content.decode()


def test_moves_to_the_date_that_was_chosen(as_ana, lead, touch):
    as_ana.post(address("move_touch", touch.pk), {"when": "2050-07-01T09:00"})

    assert next_touch(lead).due_at.isoformat() == "2050-07-01T09:00:00+00:00"
    assert next_touch(lead).moves == 1


def test_a_move_to_where_it_stands_says_so_and_moves_nothing(as_ana, lead, touch):
    there = {"when": "2050-07-01T09:00"}
    as_ana.post(address("move_touch", touch.pk), there)
    moved = next_touch(lead)

    told = as_ana.post(address("move_touch", moved.pk), there, follow=True).content.decode()

    assert f"It is due then already at {lead}: call " in told
    assert next_touch(lead) == moved


@pytest.mark.parametrize("when", ["", "soon", "2001-01-01T09:00"])
def test_a_move_without_a_good_date_is_refused(as_ana, lead, touch, when):
    answer = as_ana.post(address("move_touch", touch.pk), {"when": when})

    assert answer.status_code in {409, 422}
    assert next_touch(lead) == touch


def test_from_a_refused_date_there_is_a_way_back_to_the_queue(as_ana, touch):
    page = as_ana.post(address("move_touch", touch.pk, "?show=week"), {"when": "soon"})

    way = f'href="/queue/?lead={touch.lead_id}&amp;show=week"'
    assert way in page.content.decode()


@pytest.mark.parametrize("name", ["log_touch", "move_touch"])
def test_a_touch_out_of_reach_is_not_there(client, touch, name):
    client.force_login(make_rep())

    assert client.get(address(name, touch.pk)).status_code == 404
    assert client.post(address(name, touch.pk)).status_code == 404


def test_undo_is_for_posting_only(as_ana, touch):
    assert as_ana.get(address("undo_touch", touch.pk)).status_code == 405


def test_the_manager_may_log_for_his_rep(client, ana, lead, touch):
    client.force_login(make_manager(of=ana.team))

    send(client, touch, at_once="no_answer")

    assert lead.touches.logged().count() == 1


def test_a_closed_lead_shows_who_was_quicker(as_ana, lead, touch):
    operations.close_lead(lead=lead, disposition="won", by=lead.owner, at=clock.now())

    page = as_ana.get(address("log_touch", touch.pk)).content.decode()

    assert "moved or cancelled meanwhile" in page


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_beyond_reason_is_refused_in_a_sentence(as_ana, touch, typed):
    answer = send(as_ana, touch, at_once="no_answer", happened_at=typed)

    assert answer.status_code == 422
    assert "Give a date between 1970 and 2100." in answer.content.decode()
