"""A person becomes known at a lead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads import intake
from leads.intake import Person
from leads.models import Contact, Lead


class KnownElsewhere(Refusal):
    """The person stands at a colleague's lead, whose data is not for everybody's eyes."""


def check_reach(contact: Contact, lead: Lead, *, by: User) -> None:
    """Refuse a person of others' leads, telling what anybody may know: company and owner."""
    others = Lead.objects.filter(people__contact=contact)
    if not others.exists() or Contact.objects.visible_to(by).filter(pk=contact.pk).exists():
        return
    other = others.select_related("owner").order_by("-received_at").first()
    company = (other and other.organisation) or _("another lead")
    owner = (other and other.owner) or _("nobody yet")
    raise KnownElsewhere(
        _(
            "This person is known already: %(company)s, with %(owner)s. Ask"
            " there, or ask your manager."
        )
        % {"company": company, "owner": owner}
    )


@transaction.atomic
def name_person(
    *, lead: Lead, person: Person, by: User | None, at: datetime, role: str = ""
) -> Contact:
    """Put somebody at the lead: a person known already, else a new one.

    Naming the same person twice changes nothing; where only a name is given, it is the same if
    somebody at this lead has it. KnownElsewhere where the person stands at leads out of reach.
    """
    return name_at(lock(lead.pk), person, by=by, at=at, role=role)


def name_at(
    lead: Lead, person: Person, *, by: User | None, at: datetime, role: str = ""
) -> Contact:
    """The same, for whoever holds the lead."""
    person = intake.at_home(person, lead.campaign)
    known = intake.known_contact(person)
    if known and by:
        check_reach(known, lead, by=by)
    namesake = Contact.objects.filter(leads__lead=lead, name__iexact=person.name).first()
    contact = known or (namesake if person.name else None)
    contact = contact or intake.add_contact(person)
    if not lead.people.filter(contact=contact).exists():
        intake.add_person(lead, contact, role=role)
        record("person named", of=contact, by=by, at=at, lead_id=lead.pk)
    return contact
