"""Domains of addresses: how they are written, and which belong to whom.

A condition for the database and a function in memory say the same; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress

from django.db.models import Exists, OuterRef, Q

from leads.models import Contact, LeadContact

LABEL = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
DOMAIN = re.compile(rf"(?:{LABEL}\.)+{LABEL}")
LONGEST = 253
# Where everybody may have an address: it says nothing about who he works for.
BIG_HOSTS = frozenset(
    "gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de hotmail.co.uk"
    " hotmail.fr hotmail.it live.com live.de msn.com yahoo.com yahoo.de yahoo.co.uk yahoo.co.in"
    " yahoo.co.jp yahoo.fr ymail.com icloud.com me.com mac.com aol.com aol.de gmx.com gmx.de"
    " gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de mailbox.org proton.me"
    " protonmail.com pm.me tutanota.com fastmail.com zoho.com mail.com mail.ru bk.ru list.ru"
    " inbox.ru yandex.ru yandex.com rambler.ru qq.com 163.com 126.com sina.com naver.com daum.net"
    " orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tin.it alice.it"
    " comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net btinternet.com sky.com"
    " rediffmail.com uol.com.br bol.com.br terra.com.br seznam.cz wp.pl o2.pl interia.pl onet.pl"
    " bluewin.ch sapo.pt".split()
)


def domain_of(text: str) -> str:
    """The domain of an address or of a web site's: lower case, punycode, without scheme, "www."
    and path; empty where there is none."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().lower())
    bare = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    bare = bare.partition(":")[0].strip(".").removeprefix("www.")
    try:
        bare = bare.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return bare if DOMAIN.fullmatch(bare) and len(bare) <= LONGEST else ""


def is_below(domain: str, other: str) -> bool:
    """Whether a domain is the other one, or one of its own."""
    return domain == other or domain.endswith(f".{other}")


def belongs_to(domains: Iterable[str], *, website: str, emails: Iterable[str]) -> str:
    """The first of the domains to which the site or one of the addresses belongs; else empty."""
    known = [domain_of(website), *(domain_of(email) for email in emails if "@" in email)]
    found = (domain for domain in domains for own in known if own and is_below(own, domain))
    return next(found, "")


def spellings(domain: str) -> str:
    """A pattern for the domain and whatever is below it, in punycode and as people read it."""
    written = [domain]
    with suppress(UnicodeError):  # "xn--" before what is no punycode
        written.append(domain.encode("ascii").decode("idna"))
    return "|".join(re.escape(each) for each in dict.fromkeys(written))


def at_one_of(domains: Iterable[str]) -> Q:
    """Leads whose web site, or the address of somebody there, belongs to one of the domains."""
    known = list(domains)
    if not known:
        return Q(pk__in=[])
    those = "|".join(spellings(domain) for domain in known)
    site = rf"^ *([a-z][a-z0-9+.-]*://)?([^/?# ]*[@.])?({those})\.?(:[^/?#]*)?([/?#]|$| )"
    address = rf"[@.]({those})\.? *$"
    people = Contact.objects.filter(email__contains="@", email__iregex=address)
    there = LeadContact.objects.filter(lead=OuterRef("pk"), contact__in=people)
    return Q(website__iregex=site) | Q(Exists(there))
