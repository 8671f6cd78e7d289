"""The ways from a touch to its person: one's own mail program, a profile; none that he refused."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

from django.utils.translation import gettext as _

from followups.cadences.merge import blank_fields, known_of, unknown_fields
from followups.models import Channel
from followups.shipped.plan import MERGE_FIELDS
from followups.situation import Situation
from leads.identity import email_key
from leads.models import Contact

BRACKETS = re.compile(r"\[\s*(?:[^\[\]]*[^\W\d][^\[\]]*|\.{3}|…)\s*\]")  # "[1]" is a footnote
IN_WRITING = frozenset({Channel.MESSAGE, Channel.LINKEDIN})
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


def to_fill_in(situation: Situation) -> str:
    """What would go out unfilled, in one sentence: a placeholder, or a field of which nothing is
    known here. That a standing source has no name to tell is no lack."""
    step, touch = situation.step, situation.touch
    if step is None or touch is None:
        return ""
    script = step.script if touch.channel in IN_WRITING else ""
    text = "\n".join([step.mail_subject, step.mail_text, script])
    places = [*BRACKETS.findall(text), *(f"{{{{{name}}}}}" for name in unknown_fields(text))]
    asks = []
    if places:
        asks = [_("fill in %(places)s") % {"places": ", ".join(map(briefly, places))}]
    known = known_of(situation.contact, situation.inquiry, situation.lead.owner)
    asks += [
        _("check “%(example)s”, for the %(field)s is not known")
        % {"example": MERGE_FIELDS[field], "field": field.replace("_", " ")}
        for field in blank_fields(text, known)
        if field != "campaign"
    ]
    return _("Before you send it: %(asks)s.") % {"asks": "; ".join(asks)} if asks else ""


def briefly(place: str) -> str:
    """A placeholder by its first words."""
    words = " ".join(place.split())
    return f"“{words if len(words) <= 40 else f'{words[:39].rstrip()}…'}”"


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
