"""Mails leave the database once, and a broken server does not lose them."""

from datetime import UTC, datetime, timedelta

import pytest

from leadfollow.outbox.models import Outbox, announce
from leadfollow.outbox.sending import BATCH, TRIES, send_waiting

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def put(key="outage:1", **fields):
    message = {"to": "ann@example.com", "subject": "It stopped", "body": "Look.", "at": MONDAY}
    announce(key=key, **(message | fields))


@pytest.fixture
def no_server(settings):
    """Nothing listens where mail should go."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_what_waits_is_sent(mailoutbox):
    put()

    assert send_waiting(now=MONDAY) == 1

    mail = mailoutbox[0]
    assert (mail.to, mail.subject, mail.body) == (["ann@example.com"], "It stopped", "Look.")
    assert Outbox.objects.get().sent_at == MONDAY


def test_html_and_headers_go_with_it(mailoutbox):
    put(html="<p>Look.</p>", headers={"List-Unsubscribe": "<https://a.example/u/1/>"})

    send_waiting(now=MONDAY)

    message = mailoutbox[0].message()
    assert message["List-Unsubscribe"] == "<https://a.example/u/1/>"
    kinds = [part.get_content_type() for part in message.get_payload()]
    assert kinds == ["text/plain", "text/html"]


def test_it_is_sent_once(mailoutbox):
    put()

    for _ in range(2):
        send_waiting(now=MONDAY)

    assert len(mailoutbox) == 1


def test_the_same_thing_is_announced_once():
    put(body="First")

    put(body="Second")

    assert Outbox.objects.get().body == "First"


def test_it_waits_until_its_time(mailoutbox):
    put(at=MONDAY + timedelta(seconds=1))

    assert send_waiting(now=MONDAY) == 0
    assert not mailoutbox


def test_a_batch_at_a_time_the_oldest_first(mailoutbox):
    for n in range(BATCH + 1):
        put(key=str(n), subject=str(n), at=MONDAY - timedelta(seconds=n))

    assert send_waiting(now=MONDAY) == BATCH

    assert mailoutbox[0].subject == str(BATCH)
    assert Outbox.objects.waiting().get().subject == "0"


def test_what_could_not_be_sent_is_tried_again_after_1_2_4_minutes(no_server):
    put()
    waits, now = [], MONDAY

    for _ in range(4):
        send_waiting(now=now)
        message = Outbox.objects.get()
        waits.append((message.next_try_at - now) // timedelta(minutes=1))
        now = message.next_try_at

    assert waits == [1, 2, 4, 8]
    assert (message.tries, message.sent_at) == (4, None)
    assert "refused" in message.trouble


def test_it_is_not_tried_before_its_turn(no_server):
    put()
    send_waiting(now=MONDAY)

    send_waiting(now=MONDAY + timedelta(seconds=59))

    assert Outbox.objects.get().tries == 1


def test_it_goes_out_when_the_server_is_back(no_server, settings, mailoutbox):
    put()
    send_waiting(now=MONDAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    send_waiting(now=MONDAY + timedelta(minutes=1))

    assert len(mailoutbox) == 1
    assert not Outbox.objects.waiting().exists()


def test_it_is_given_up_after_the_twelfth_time(no_server):
    put()
    now = MONDAY
    for _ in range(TRIES + 1):
        send_waiting(now=now)
        now = Outbox.objects.get().next_try_at

    message = Outbox.objects.get()
    assert (message.tries, message.given_up_at is None) == (12, False)
    assert not Outbox.objects.waiting().exists()


def test_waits_are_at_most_six_hours(no_server):
    put()
    Outbox.objects.update(tries=TRIES - 2)

    send_waiting(now=MONDAY)

    assert Outbox.objects.get().next_try_at == MONDAY + timedelta(hours=6)


def test_one_that_cannot_be_a_mail_does_not_hold_up_the_others(mailoutbox):
    put(key="bad", subject="Two\nlines", at=MONDAY - timedelta(minutes=1))
    put(key="good")

    send_waiting(now=MONDAY)

    assert [mail.subject for mail in mailoutbox] == ["It stopped"]
    assert Outbox.objects.waiting().get().tries == 1
