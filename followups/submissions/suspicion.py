"""Whether a program may have sent it. Nobody is asked a puzzle: what is suspicious waits."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from campaigns.models import LeadForm
from followups.submissions.stamp import Stamp
from leadfollow.people.limits import Limit
from leads.models import Submission, Suspicion
from leads.told_form import TICK

HOUR = 3600
FROM_ADDRESS = Limit("form-of-address", 10, HOUR)
OF_FORM = Limit("form", 200, HOUR)
KEPT = Limit("form-kept", 500, HOUR)  # a flood is counted no further

TRAP = "website"  # a field that people do not see, by a name that programs like
STAMP = "stamp"
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
MOST_LINKS = 2  # in a comment; nobody's name or street has one
SAME_WITHIN = timedelta(hours=24)
MOST_FIELDS, LONGEST = 80, 4000  # of what is kept


def machine_made(data: QueryDict, stamp: Stamp | None) -> Suspicion | None:
    """What tells a program before what it filled in is judged."""
    if data.get(TRAP):
        return Suspicion.TRAP
    return Suspicion.NO_STAMP if stamp is None else None


def by_itself(told: Mapping[str, str], stamp: Stamp, *, at: datetime) -> Suspicion | None:
    """What looks like one whatever else came."""
    if stamp.is_too_fast(at):
        return Suspicion.TOO_FAST
    return Suspicion.LINKS if is_full_of_links(told) else None


def suspicion_of(
    form: LeadForm, told: Mapping[str, str], stamp: Stamp, *, sender: str, at: datetime
) -> Suspicion | None:
    """What else looks like one, of a form that was filled in rightly. Tries are counted."""
    if suspicion := by_itself(told, stamp, at=at):
        return suspicion
    since = at - SAME_WITHIN
    alike = Submission.objects.filter(content_hash=hash_of(told), received_at__gt=since)
    if alike.filter(form=form).exists():
        return Suspicion.REPEATED
    if not is_left(FROM_ADDRESS, form, sender, at=at):
        return Suspicion.ADDRESS
    return None if is_left(OF_FORM, form, at=at) else Suspicion.FORM


def is_full_of_links(told: Mapping[str, str]) -> bool:
    found = {name: len(LINK.findall(said)) for name, said in told.items()}
    most = found.pop("comment", 0)
    return most > MOST_LINKS or any(found.values())


def is_left(limit: Limit, form: LeadForm, *whom: str, at: datetime) -> bool:
    """Whether the limit has a try left. That none is left is remembered by this process until there
    are some again, so that a flood does not keep the database from those who work."""
    if is_known_over(limit, form.token, *whom, at=at):
        return False
    if limit.take(form.pk, *whom, at=at):
        return True
    caches["memory"].set(name_of(limit, form.token, *whom, at=at), True, limit.wait(at=at))
    return False


def is_known_over(limit: Limit, token: str, *whom: str, at: datetime) -> bool:
    return bool(caches["memory"].get(name_of(limit, token, *whom, at=at)))


def name_of(limit: Limit, token: str, *whom: str, at: datetime) -> str:
    span = int(at.timestamp()) // limit.seconds
    return f"{limit.name}:{token}:{':'.join(whom)}:{span}"


def kept_of(data: QueryDict) -> dict[str, str]:
    """What was typed, to be looked at and perhaps let in: no more than a person types."""
    ours = {STAMP, TRAP}
    names = [name for name in data if name not in ours and len(name) <= len(TICK) + 60]
    return {name: str(data[name])[:LONGEST] for name in names[:MOST_FIELDS] if data[name]}


def to_send_again(data: QueryDict) -> list[tuple[str, str]]:
    """Each field and what was typed there, whole."""
    kept = kept_of(data)
    return [(name, said) for name in kept for said in data.getlist(name)]


def readable(data: QueryDict) -> QueryDict:
    """The names and values of a post without what no database keeps."""
    told = QueryDict(mutable=True)
    for name, values in data.lists():
        told.setlist(clean(name), [clean(value) for value in values])
    return told


def clean(text: str) -> str:
    """Without zero bytes and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def hash_of(told: Mapping[str, str]) -> str:
    """Two that say the same, whatever the case and blanks, are the same."""
    said = {name: " ".join(text.lower().split()) for name, text in told.items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def sender_of(request: HttpRequest) -> str:
    """The address it came from, as a digest that tells addresses apart and no more."""
    address = get_adapter().get_client_ip(request)
    key = settings.TOKEN_KEY
    return salted_hmac("leadfollow.sender", address, secret=key, algorithm="sha256").hexdigest()
