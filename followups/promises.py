"""What was asked for, by when it was promised, and how it went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from followups.models import Touch
from followups.undoable import is_own_fulfilment
from followups.wording import touch_in_words
from leadfollow import words
from leadfollow.people.models import User
from leads.models import Inquiry, Lead

A_MOMENT = timedelta(microseconds=1)  # a day's end is the next day's first moment


@dataclass(frozen=True)
class Promise:
    """One thing that was asked for, as the lead's page says it."""

    inquiry: Inquiry
    state: str
    state_text: str
    by_touch: str = ""
    names_no_event: bool = False
    may_undo: bool = False

    @property
    def is_sent(self) -> bool:
        return self.inquiry.fulfilled_at is not None


def promises_of(
    lead: Lead, inquiries: Iterable[Inquiry], *, reader: User, now: datetime
) -> list[Promise]:
    """Of each inquiry that asked for something; the touches are asked for only if one sent it. What
    a closed lead was not sent is nobody's to send, and left out."""
    asked = [each for each in inquiries if (each.request or each.promised_by) and not each.is_held]
    asked = [each for each in asked if lead.is_open or each.fulfilled_at]
    keys = [inquiry.fulfilled_with for inquiry in asked if inquiry.fulfilled_with]
    touches = Touch.objects.filter(key__in=keys) if keys else ()
    by_key = {touch.key: touch for touch in touches}
    return [promise_of(each, by_key.get(each.fulfilled_with), reader, now) for each in asked]


def promise_of(inquiry: Inquiry, touch: Touch | None, reader: User, now: datetime) -> Promise:
    state, text = state_of(inquiry, now=now)
    return Promise(
        inquiry,
        state,
        text,
        by_touch=touch_in_words(touch) if touch else "",
        names_no_event=bool(touch and touch.names_no_event),
        may_undo=is_own_fulfilment(inquiry, reader=reader, now=now),
    )


def state_of(inquiry: Inquiry, *, now: datetime) -> tuple[str, str]:
    """Sent in time or late, still to be sent, overdue; nothing where no day was promised."""
    by, sent = inquiry.promised_by, inquiry.fulfilled_at
    if sent:
        late = by is not None and sent > by
        return ("overdue", _("sent late")) if late else ("done", _("sent"))
    if by is None:
        return "", ""
    if now > by:
        return "overdue", _("promised, not sent")
    day = timezone.localdate(by - A_MOMENT)
    is_today = day == timezone.localdate(now)
    return ("today" if is_today else "later"), _("to be sent by %(day)s") % {
        "day": words.day_in_full(day)
    }
