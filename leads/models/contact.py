"""People, and the leads they stand at."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from leadfollow.people.models import User


# Nothing that would tell this person from another at the same company.
NAMELESS = Q(name="", email="", phone="")

# The six that may not be blank on our own forms (article 002), and what excuses a blank one.
SIX = ("name", "company", "address", "postal_code", "phone", "email")
EXCUSES = {"email": "no_email", "phone": "no_phone"}


def blank_of_six(person: str = "") -> Q:
    """The condition: one of the six is blank and nothing excuses it. `person` is the path to it."""
    conditions = (
        Q(
            **{f"{person}{name}": ""}
            | ({f"{person}{EXCUSES[name]}": False} if name in EXCUSES else {})
        )
        for name in SIX
    )
    return reduce(or_, conditions)


class ContactQuerySet(models.QuerySet["Contact"]):
    """Questions about people."""

    def named(self) -> Self:
        return self.exclude(NAMELESS)

    def may_be_contacted(self) -> Self:
        return self.filter(do_not_contact=False)

    def with_email_key(self, key: str) -> Self:
        """Those with this address; the second condition lets SQLite take the partial index."""
        return self.filter(~Q(email_key=""), email_key=key)

    def with_phone_key(self, key: str) -> Self:
        """Those with this number; the second condition lets SQLite take the partial index."""
        return self.filter(~Q(phone_key=""), phone_key=key)

    def visible_to(self, user: User) -> Self:
        from leads.models.lead import Lead

        return self.filter(
            models.Exists(
                LeadContact.objects.filter(
                    contact=models.OuterRef("pk"), lead__in=Lead.objects.visible_to(user)
                )
            )
        )


class Contact(models.Model):
    """A person. He may stand at several leads, or at none yet.

    `email_key` and `phone_key` are what likeness goes by: the address in lower case, the number
    as E.164, with its extension; empty where there is none that could tell people apart.
    """

    name = models.CharField(max_length=160, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    company = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=80, blank=True)
    linkedin_url = models.CharField(max_length=300, blank=True)
    do_not_contact = models.BooleanField(default=False)
    no_email = models.BooleanField(default=False)
    no_phone = models.BooleanField(default=False)
    responded_at = models.DateTimeField(null=True, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone_key = models.CharField(max_length=40, blank=True)
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="contact_external_id_once",
            ),
        ]
        indexes = [
            # Who is who: intake, import, "known ones shown while typing".
            models.Index(fields=["email_key"], condition=~Q(email_key=""), name="contact_email"),
            models.Index(fields=["phone_key"], condition=~Q(phone_key=""), name="contact_phone"),
            models.Index(Lower("name"), name="contact_name_without_case"),
            models.Index("name", name="contact_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or _("Name not known")

    @property
    def is_named(self) -> bool:
        return bool(self.name or self.email or self.phone)

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] if self.name else ""

    @property
    def missing(self) -> list[str]:
        """Which of the six are blank without an excuse."""
        return [
            name
            for name in SIX
            if not getattr(self, name) and not (name in EXCUSES and getattr(self, EXCUSES[name]))
        ]

    @property
    def address_in_words(self) -> str:
        """As in "Hafenstraße 3, 20359 Hamburg, DE"; what is not known is left out."""
        town = " ".join(filter(None, [self.postal_code, self.city]))
        return ", ".join(filter(None, [self.address, town, self.country]))

    def can_be_reached_by(self, channel: str) -> bool:
        """Whether this person allows a touch by that channel at all."""
        if self.do_not_contact:
            return False
        return not ((channel == "mail" and self.no_email) or (channel == "call" and self.no_phone))


class LeadContact(models.Model):
    """A person at a lead: in what role, how often tried since he last answered, reached or not."""

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="people")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="leads")
    role = models.CharField(max_length=80, blank=True)
    is_primary = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    reached = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "contact"], name="leadcontact_stands_once"),
            models.UniqueConstraint(
                fields=["lead"], condition=Q(is_primary=True), name="leadcontact_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return _("%(contact)s at %(lead)s") % {"contact": self.contact, "lead": self.lead}
