"""A rep's scheduled touches as a calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from followups.models import Touch
from followups.models.touch import TouchQuerySet
from followups.notices.mails import lead_url
from followups.wording import task_in_words, touch_in_words
from leadfollow.clock import ONE_DAY
from leadfollow.people.models import User

if TYPE_CHECKING:
    from icalendar import Event

MOST = 1000  # the most pressing ones
A_CALL = timedelta(minutes=15)
READ_AGAIN = timedelta(hours=1)


def touches_of(person: User) -> TouchQuerySet:
    """What is on his plate now and may be done: nothing of a closed lead or a barred contact."""
    mine = Touch.objects.on_plate_of(person).manual().exclude(lead__status="closed")
    may_be = mine.exclude(contact__do_not_contact=True)
    return may_be.select_related("lead", "contact").order_by(F("due_at").asc(), "pk")


def calendar_of(person: User) -> bytes:
    """The file; the same touches make the same bytes."""
    from icalendar import Calendar  # takes a fifth of a second, and most processes never need it

    calendar = Calendar()
    calendar.add("prodid", "-//Leadfollow//Follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Follow-ups"))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for touch in touches_of(person)[:MOST]:
        calendar.add_component(event_of(touch))
    return calendar.to_ical()


def event_of(touch: Touch) -> Event:
    """Fifteen minutes at its moment, or the whole day on which it is due; the time stays free."""
    from icalendar import Event

    event, who = Event(), touch_in_words(touch)
    event.add("uid", f"touch-{touch.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", in_utc(touch.scheduled_at or touch.due_at))
    event.add("summary", f"{who} · {touch.lead}")
    url = lead_url(touch.lead_id)
    event.add("description", "\n".join(filter(None, [task_in_words(touch, None), url])))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    if touch.due_on:
        event.add("dtstart", touch.due_on)
        event.add("dtend", touch.due_on + ONE_DAY)
    elif touch.due_at:
        event.add("dtstart", in_utc(touch.due_at))
        event.add("dtend", in_utc(touch.due_at + A_CALL))
    return event


def in_utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None
