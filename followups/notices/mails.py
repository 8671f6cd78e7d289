"""Mails that list leads: the digest, and notices that somebody wants by mail too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from followups.notices.choosing import unsubscribe_path
from leadfollow.outbox.models import announce
from leadfollow.people.models import User

MOST_ROWS = 20


@dataclass(frozen=True)
class MailRow:
    """One lead: "▲ Overdue, 2 days: Hafen AG, Call, attempt 3"."""

    url: str
    state: str
    when: str
    who: str
    what: str


@dataclass(frozen=True)
class LeadsMail:
    """What is said to one person; `what` names the sort of mail, for ending it."""

    what: str
    subject: str
    rows: Sequence[MailRow]
    total: int
    page: str  # where all of them are

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def absolute(path: str) -> str:
    """The address as a mail needs it."""
    return f"{settings.SITE_URL}{path}"


def lead_url(lead_id: int) -> str:
    return absolute(reverse("followups:lead", args=[lead_id]))


def post(mail: LeadsMail, *, key: str, to: User, at: datetime) -> None:
    """Put it into the outbox, as text and HTML, with the way to end such mails (RFC 8058)."""
    end = absolute(unsubscribe_path(to, mail.what))
    context = {
        "mail": mail,
        "person": to,
        "page": absolute(mail.page),
        "end": end,
        "settings": absolute(reverse("people:profile")),
    }
    announce(
        key=key,
        to=to.email,
        subject=mail.subject,
        body=render_to_string("followups/mail/leads.txt", context),
        html=render_to_string("followups/mail/leads.html", context),
        headers={
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        at=at,
    )
