"""Rows of contacts into people."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from leads.imports.arrivals import CONTACT_FIELDS, REFUSALS, contact_of
from leads.imports.likeness import identity_of, with_external_id
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loading_leads import NOBODY, SEVERAL, Loaded
from leads.imports.terms import Terms
from leads.matching import Identity, Known
from leads.models import Contact, LeadContact


def load_contacts(lines: Collection[Line], terms: Terms) -> Loaded:
    """New people; of known ones, what they refuse and what was blank until now."""
    who = {line.number: identity_of(line.values) for line in lines}
    known = Known(who.values())
    ids = [line.values.get("external_id", "") for line in lines]
    found_by_id = with_external_id(Contact.objects.all(), ids, terms.source)
    by_id = {external_id: found[0] for external_id, found in found_by_id.items()}
    loaded, new, completed = Loaded(), [], {}
    for line in lines:
        external_id = line.values.get("external_id", "")
        contact = by_id.get(external_id)
        if not contact and not external_id:
            contact = one_like(line, known, who[line.number])
        if not line.is_open:
            continue
        if contact:
            if complete(contact, line, loaded) and contact.pk:
                completed[contact.pk] = contact
            continue
        contact = contact_of(line) or Contact()
        contact.external_id, contact.external_source = external_id, ""
        if external_id:
            contact.external_source = terms.source
            by_id[external_id] = contact
        known.add(contact)
        new.append(contact)
        line.create()
    Contact.objects.bulk_create(new)
    Contact.objects.bulk_update(completed.values(), [*COMPLETED, "email_key", "phone_key"])
    theirs = LeadContact.objects.filter(contact__in=completed, is_primary=True)
    loaded.leads |= set(theirs.values_list("lead", flat=True))  # whose records may be whole now
    return loaded


COMPLETED = (*CONTACT_FIELDS, "company", "phone")


def one_like(line: Line, known: Known, who: Identity) -> Contact | None:
    """The person whom a row without an id means; where it fits several or none, it is held."""
    if not who.is_person:
        line.hold(NOBODY)
        return None
    found = known.like(who)
    if len(found) > 1:
        line.hold(SEVERAL)
        return None
    return found[0] if found else None


def complete(contact: Contact, line: Line, loaded: Loaded) -> bool:
    """Fill what is blank; tell whether anything was."""
    refused = [name for name in REFUSALS if line.values.get(name) and not getattr(contact, name)]
    for name in refused:
        if contact.pk:
            loaded.refusing.setdefault(contact.pk, {})[name] = True
        else:
            setattr(contact, name, True)
    told = contact_of(line)
    blank = [
        name for name in COMPLETED if told and getattr(told, name) and not getattr(contact, name)
    ]
    for name in blank:
        setattr(contact, name, getattr(told, name))
    if told and "email" in blank:
        contact.email_key = told.email_key
    if told and "phone" in blank:
        contact.phone_key = told.phone_key
    line.add(_("Blank fields of a known contact filled in") if blank else ALREADY_THERE)
    return bool(blank)
