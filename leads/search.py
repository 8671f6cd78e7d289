"""Finding leads by what somebody types: a name, a company, an address, a number."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from leads.identity import email_key, phone_key
from leads.models import Contact, LeadContact

NUMBER = re.compile(r"\+?[\d\s()/.-]+")
FEWEST_DIGITS = 5  # fewer are as likely a part of a name or of a postal code
MOST_WORDS = 5
FEWEST_LETTERS = 3  # of a name that is looked for among those that are out of reach


def matching(typed: str) -> Q:
    """The condition on leads that answers this search.

    A whole e-mail address, or a number with its country's code, is looked up by its key; a
    number without is looked for among the numbers. Else every word must be in the organisation,
    or in what is known of one person: that reads every row, and takes some 0.1 s for 100,000.
    """
    typed = typed.strip()
    if key := email_key(typed):
        return with_people(Contact.objects.with_email_key(key))
    if NUMBER.fullmatch(typed):
        if key := phone_key(typed):
            return with_people(Contact.objects.with_phone_key(key))
        digits = re.sub(r"\D", "", typed).lstrip("0")
        if len(digits) >= FEWEST_DIGITS:
            numbers = Q(phone_key__contains=digits) | Q(phone__contains=typed)
            return with_people(Contact.objects.filter(numbers)) | with_words([typed])
    return with_words(typed.split()[:MOST_WORDS])


def exactly(typed: str) -> Q | None:
    """The condition on leads that a whole address, a whole number with its country's code or a
    whole name of an organisation answers; None for less, which could be used to fish."""
    typed = typed.strip()
    if key := email_key(typed):
        return with_people(Contact.objects.with_email_key(key))
    if key := phone_key(typed):
        return with_people(Contact.objects.with_phone_key(key))
    return Q(organisation__iexact=typed) if len(typed) >= FEWEST_LETTERS else None


def with_people(contacts: QuerySet[Contact]) -> Q:
    people = LeadContact.objects.filter(contact__in=contacts.values("pk"))
    return Q(pk__in=people.values("lead"))


def with_words(words: list[str]) -> Q:
    """Every word in the organisation, or every word in the name, company or address of a person."""
    organisation, person = Q(), Q()
    for word in words:
        organisation &= Q(organisation__icontains=word)
        person &= Q(name__icontains=word) | Q(company__icontains=word) | Q(email__icontains=word)
    return organisation | with_people(Contact.objects.filter(person))
