"""What an edit at the stand takes back: unticked, blanked, or a companion who is named no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from followups.models import Enrolment, Touch
from followups.operations.own_values import tell_own_fields
from followups.operations.qualifying import Met, tick
from followups.operations.removing import forget
from leadfollow.log.models import Entry, record
from leads import intake
from leads.intake import Person
from leads.models import Contact, Inquiry, Lead, LeadContact, OwnValue, Tick
from leads.told_form import Told, ToldForm


def unsaid(before: ToldForm, now: ToldForm) -> list[str]:
    """What the form said before and does not say now though it asks for it, in words."""
    was, told, asked = before.told, now.told, {each.code for each in now.asks.questions}
    unticked = [
        str(ticked)
        for code, ticked in was.ticked.items()
        if code in asked and code not in told.ticked
    ]
    wanted = [was.request] if was.request and not told.request else []
    blanked = [field.name for field in before.own if field.code in emptied(was, told)]
    return [*unticked, *wanted, *blanked, *(person.name for person in left_out(before, now))]


def take_back(
    inquiry: Inquiry, lead: Lead, before: ToldForm, now: ToldForm, *, at: datetime
) -> None:
    """Take off a lead that is held by whoever calls what the form does not say any more, where it
    still stands as the device had told it; what somebody here said or used meanwhile stays."""
    untick(lead, before, now, at=at)
    stand = OwnValue.objects.filter(lead=lead).select_related("field", "choice")
    said = {row.field.code: row.said for row in stand}
    was = before.told
    gone = [code for code in emptied(was, now.told) if said.get(code) == was.own[code]]
    if gone:
        tell_own_fields(lead=lead, values=dict.fromkeys(gone), by=None, at=at)
    for person in left_out(before, now):
        let_go(lead, intake.at_home(person, inquiry.campaign), at=at)


def untick(lead: Lead, before: ToldForm, now: ToldForm, *, at: datetime) -> None:
    """No criterion is met by a box that is ticked no more."""
    told, asked = now.told.ticked, {each.code for each in now.asks.questions}
    stand = Tick.objects.of(lead)
    off = {
        code: Met(is_met=False)
        for code, ticked in before.told.ticked.items()
        if ticked.is_met
        and code in asked
        and not (code in told and told[code].is_met)
        and is_as_told(stand.get(code), str(ticked))
    }
    if lead.is_open:
        tick(lead, off, by=None, at=at)


def is_as_told(stands: Tick | None, evidence: str) -> bool:
    """The person ticked it on a form of ours, and nobody said anything of it since."""
    return bool(stands and stands.ticked_by_id is None and stands.evidence == evidence)


def emptied(was: Told, told: Told) -> list[str]:
    """Own fields, by code, that are asked and have become blank."""
    return [
        code
        for code, value in was.own.items()
        if value is not None and code in told.own and told.own[code] is None
    ]


def left_out(before: ToldForm, now: ToldForm) -> Iterator[Person]:
    """Who was named beside the first person and is not any more, by address or number."""
    named = {(person.email, person.phone) for person in now.told.companions}
    for person in before.told.companions if now.asks.who_else else ():
        if (person.email, person.phone) not in named:
            yield person


def let_go(lead: Lead, person: Person, *, at: datetime) -> None:
    """Whom the device named stands there no more, where nothing else is known of him there; who
    stands nowhere else is forgotten."""
    here = {"lead": OuterRef("lead"), "contact": OuterRef("contact")}
    used = [rows.objects.filter(**here) for rows in (Touch, Enrolment, Inquiry)]
    log = Entry.objects.filter(kind=Contact._meta.model_name, record_id=OuterRef("contact"))
    by_device = log.filter(event="person named", by=None, lead_id=OuterRef("lead"))
    stands = LeadContact.objects.filter(
        Exists(by_device), ~Exists(log.filter(by__isnull=False)), *(~Exists(u) for u in used),
        lead=lead, is_primary=False, role="", attempts=0, reached=False, contact__name=person.name,
        contact__email_key=person.email_key, contact__phone_key=person.phone_key,
    )  # fmt: skip
    for row in stands.select_related("contact"):
        record("person named no more", of=row.contact, by=None, at=at, lead_id=lead.pk)
        row.delete()
        forget([row.contact_id], at=at)


def said_in_words(before: ToldForm, now: ToldForm) -> str:
    """The line that the inquiry gets; empty where nothing is taken back."""
    gone = unsaid(before, now)
    return _("Taken back at the stand: %(what)s") % {"what": "; ".join(gone)} if gone else ""
