"""Sending what lies in the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from leadfollow.outbox.models import Outbox

BATCH = 50
TRIES = 12


def send_waiting(*, now: datetime) -> int:
    """Send what is due; how many mails went out.

    Each row is locked, sent and marked in a transaction of its own, so a killed worker repeats
    at most the one mail it was sending, and two workers never take the same row.
    """
    sent = 0
    for pk in list(Outbox.objects.due(now).values_list("pk", flat=True)[:BATCH]):
        sent += send_one(pk, now=now)
    return sent


@transaction.atomic
def send_one(pk: int, *, now: datetime) -> bool:
    rows = Outbox.objects.due(now).filter(pk=pk)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    message = rows.first()
    if message is None:
        return False
    try:
        mail_of(message).send()
    except Exception as error:  # whatever is wrong with one mail must not hold up the others
        put_off(message, str(error), now=now)
        return False
    message.sent_at = now
    message.save(update_fields=["sent_at"])
    return True


def mail_of(message: Outbox) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        message.subject, message.body, None, [message.to], headers=message.headers
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def put_off(message: Outbox, trouble: str, *, now: datetime) -> None:
    """Try again after 1, 2, 4 ... minutes, at most 6 hours; give up after the twelfth time."""
    message.tries += 1
    message.trouble = trouble[:300]
    message.next_try_at = now + min(timedelta(minutes=2 ** (message.tries - 1)), timedelta(hours=6))
    if message.tries >= TRIES:
        message.given_up_at = now
    message.save(update_fields=["tries", "trouble", "next_try_at", "given_up_at"])


def try_again(*, now: datetime) -> int:
    """Send at the next drain what could not be sent so far, also what was given up; how many."""
    return Outbox.objects.failed().update(given_up_at=None, tries=0, next_try_at=now)
