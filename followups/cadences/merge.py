"""Putting a lead's own words into scripts, subjects and mails."""

from __future__ import annotations

import re

from followups.shipped.plan import MERGE_FIELDS
from leadfollow.people.models import User
from leads.models import Contact, Inquiry

BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def merge(
    text: str,
    *,
    contact: Contact | None = None,
    inquiry: Inquiry | None = None,
    rep: User | None = None,
) -> str:
    """The text with its merge fields filled; what is blank is said in the usual words.

    The inquiry comes with its campaign loaded, so that nothing is asked of the database. What
    somebody typed is text and never a field again; an unknown field stays as it is.
    """
    words = words_of(contact, inquiry, rep)
    return FIELD.sub(lambda field: words.get(field[1], field[0]), text)


def unknown_fields(*texts: str) -> list[str]:
    """What stands in braces and is no merge field, each once, as it was typed."""
    named = (field for text in texts for field in BRACES.findall(text))
    return list(dict.fromkeys(name for name in named if name.strip() not in MERGE_FIELDS))


def blank_fields(text: str, known: dict[str, str]) -> list[str]:
    """The merge fields in it of which nothing is known here, each once."""
    named = (field for field in FIELD.findall(text) if field in MERGE_FIELDS)
    return [field for field in dict.fromkeys(named) if not known[field]]


def words_of(contact: Contact | None, inquiry: Inquiry | None, rep: User | None) -> dict[str, str]:
    """What each field says here, on one line."""
    known = known_of(contact, inquiry, rep)
    return {field: known[field] or usual for field, usual in MERGE_FIELDS.items()}


def known_of(contact: Contact | None, inquiry: Inquiry | None, rep: User | None) -> dict[str, str]:
    """What is known for each field, on one line; empty where it is blank."""
    known = {
        "first_name": contact.first_name if contact else "",
        "campaign": event_of(inquiry),
        "request": inquiry.request if inquiry else "",
        "referred_by": inquiry.referred_by if inquiry else "",
        "rep": str(rep) if rep else "",
    }
    return {field: " ".join(said.split()) for field, said in known.items()}


def event_of(inquiry: Inquiry | None) -> str:
    """The event's name; that of a standing source, such as "Inbound call", is ours alone."""
    return inquiry.campaign.name if inquiry and inquiry.campaign.is_event else ""
