"""The ways from a touch to its person: one's own mail program, a profile; none that he refused."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from followups.situation import Situation
from leads.identity import email_key
from leads.models import Contact

LONGEST = 1900  # beyond about 2,000 letters an address is cut short by some mail programs


def mail_address(contact: Contact | None) -> str:
    """The address to write to; empty where there is none, or he wants no mail."""
    if contact is None or not contact.can_be_reached_by("mail"):
        return ""
    return contact.email.strip() if email_key(contact.email) else ""


def mail_link(situation: Situation) -> str:
    """Opens one's own mail program with what the step says, as RFC 6068 wants it.

    A text that is too long for a link is left out: it is to be copied.
    """
    address = mail_address(situation.contact)
    if not address:
        return ""
    written = {"subject": situation.mail_subject, "body": crlf(situation.mail_text)}
    full = mailto(address, written)
    return full if len(full) <= LONGEST else mailto(address, written | {"body": ""})


def mailto(address: str, written: dict[str, str]) -> str:
    said = {name: text for name, text in written.items() if text}
    query = f"?{urlencode(said, quote_via=quote)}" if said else ""
    return f"mailto:{quote(address, safe='@')}{query}"


def crlf(text: str) -> str:
    return "\r\n".join(text.splitlines())


def profile_link(contact: Contact | None) -> str:
    """The person's profile; only an address of the web is a link."""
    if contact is None or contact.do_not_contact:
        return ""
    written = contact.linkedin_url.strip()
    if written and "://" not in written and "." in written.partition("/")[0]:
        written = f"https://{written}"
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    return written if parts.scheme in ("http", "https") and parts.netloc else ""
