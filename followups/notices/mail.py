"""Notices that their person wants by mail too: one mail for all that wait, never one each."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import ngettext

from followups.models import Notice
from followups.notices.choosing import NOTICES
from followups.notices.listing import SAID, NoticeRow, row_of
from followups.notices.mails import MOST_ROWS, LeadsMail, MailRow, absolute, post
from leadfollow.people.models import User
from leadfollow.words import number


def mail_notices(*, now: datetime) -> int:
    """Write the mails of all who wait for one; how many mails."""
    people = User.objects.mailable().select_related("team")
    waiting = people.filter(pk__in=Notice.objects.to_mail().values("person"))
    return sum(mail_notices_of(person, now=now) for person in waiting)


@transaction.atomic
def mail_notices_of(person: User, *, now: datetime) -> bool:
    """One mail about what waits and is not over; two workers never take the same notice."""
    person.stand_in_at(now)
    waiting = Notice.objects.to_mail().filter(person=person)
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    ids = [notice.pk for notice in waiting.order_by("pk")]
    Notice.objects.filter(pk__in=ids).update(mail_waits=False)
    told = Notice.objects.of(person).new().filter(pk__in=ids).select_related(*SAID)
    rows = [row_of(notice, zone=person.time_zone) for notice in told.order_by("pk")]
    if not rows:
        return False
    post(mail_of(rows), key=f"notices:{ids[-1]}", to=person, at=now)
    return True


def mail_of(rows: list[NoticeRow]) -> LeadsMail:
    one = rows[0]
    return LeadsMail(
        what=NOTICES,
        subject=f"{one.kind}: {one.organisation}"
        if len(rows) == 1
        else ngettext("%(number)s notice", "%(number)s notices", len(rows))
        % {"number": number(len(rows))},
        rows=[line_of(row) for row in rows[:MOST_ROWS]],
        total=len(rows),
        page=reverse("followups:notices"),
    )


def line_of(row: NoticeRow) -> MailRow:
    what = f"{row.text} · {row.whose}"
    return MailRow(absolute(row.url), row.state, row.kind, row.organisation, what)
