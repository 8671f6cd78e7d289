"""What the product can take from a file: the fields of each kind of rows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from leads.imports import header_words as words


@dataclass(frozen=True)
class Field:
    """One thing a column can hold: its name in a mapping, its label, the headers it goes by."""

    name: str
    label: str
    type: str = "text"  # how its cells are read: see values.READERS
    words: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers it is guessed from, plain, the surest first."""
        return _plain_words(self.words)


@dataclass(frozen=True)
class Kind:
    """A kind of rows: its fields, and of which groups of fields at least one has to be there."""

    name: str
    label: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    def label_of(self, name: str) -> str:
        """What people read in place of a field's name."""
        field = self.field(name)
        return field.label if field else name


def plain(header: str) -> str:
    """A header reduced to what tells it apart: letters and digits, no case, no accents."""
    header = header.replace("☎", "phone ").replace("📞", "phone ").replace("✉", "email ")
    header = header.strip().removesuffix("__c").removesuffix("__C")
    folded = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in folded if letter.isalnum())


@cache
def _plain_words(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(header) for header in headers)


PERSON = (
    Field("name", "Name", words=words.NAME),
    Field("first_name", "First name", words=words.FIRST_NAME),
    Field("last_name", "Last name", words=words.LAST_NAME),
    Field("job_title", "Job title", words=words.JOB_TITLE),
    Field("organisation", "Company", "organisation", words.ORGANISATION),
    Field("email", "E-mail", "email", words.EMAIL),
    Field("email_or_phone", "E-mail or phone in one cell", words=words.EMAIL_OR_PHONE),
    Field("phone", "Phone", "phone", words.PHONE),
    Field("mobile", "Mobile", "phone", words.MOBILE),
    Field("address", "Address", words=words.ADDRESS),
    Field("postal_code", "Postal code", words=words.POSTAL_CODE),
    Field("city", "City", words=words.CITY),
    Field("region", "State or region", words=words.REGION),
    Field("country", "Country", words=words.COUNTRY),
    Field("linkedin_url", "LinkedIn", words=words.LINKEDIN),
    Field("do_not_contact", "Do not contact", "flag", words.DO_NOT_CONTACT),
    Field("no_email", "No e-mail", "flag", words.NO_EMAIL),
    Field("no_phone", "No phone calls", "flag", words.NO_PHONE),
)
CAMPAIGN = Field("campaign", "Campaign", words=words.CAMPAIGN)
CAMPAIGN_ID = Field("campaign_external_id", "Campaign's id", "id", words.CAMPAIGN_ID)
LEAD_ID = Field("lead_external_id", "Lead's id", "id", words.LEAD_ID)
CONTACT_ID = Field("contact_external_id", "Contact's id", "id", words.CONTACT_ID)
OWNER = Field("owner", "Owner", words=words.OWNER)
NOTE = Field("note", "Note", words=words.NOTE)
REQUEST = Field("request", "Asked for", words=words.REQUEST)
PRODUCT = Field("product", "Product", words=words.PRODUCT)
IDENTITY = ("external_id", "email", "email_or_phone", "phone", "mobile", "name", "last_name")

LEADS = Kind(
    "leads",
    "Leads",
    (
        Field("external_id", "Id in the file", "id", words.LEAD_OWN_ID),
        *PERSON,
        CONTACT_ID,
        CAMPAIGN,
        CAMPAIGN_ID,
        Field("segment", "Segment", words=words.SEGMENT),
        OWNER,
        Field("status", "Status", "status", words.STATUS),
        Field("received_at", "Received", "moment", words.RECEIVED),
        Field("closed_at", "Closed", "moment", words.CLOSED),
        Field("value", "Value", "money", words.VALUE),
        REQUEST,
        PRODUCT,
        NOTE,
        Field("converted", "Converted (closed, won)", "flag", words.CONVERTED),
        Field("found_by", "Found by", words=words.FOUND_BY),
        Field("referred_by", "Referred by", words=words.REFERRED_BY),
    ),
    needs=((*IDENTITY, "organisation", "first_name", "contact_external_id"),),
)
CONTACTS = Kind(
    "contacts",
    "Contacts",
    (
        Field("external_id", "Id in the file", "id", words.CONTACT_OWN_ID),
        *PERSON,
        OWNER,
        NOTE,
    ),
    needs=((*IDENTITY, "first_name"),),
)
TOUCHES = Kind(
    "touches",
    "Touches",
    (
        Field("external_id", "Id in the file", "id", words.TOUCH_OWN_ID),
        LEAD_ID,
        CONTACT_ID,
        Field("who_external_id", "Lead's or contact's id", "id", words.WHO_ID),
        Field("channel", "Channel", "channel", words.CHANNEL),
        Field("subject", "Subject", words=words.SUBJECT),
        Field("due_on", "Due on (day)", "moment", words.DUE),
        Field("due_at", "Due at (moment)", "moment", words.DUE_AT),
        Field("done", "Done", "done", words.DONE),
        Field("happened_at", "Happened", "moment", words.HAPPENED),
        Field("outcome", "Outcome", "outcome", words.OUTCOME),
        Field("direction", "Direction", "direction", words.DIRECTION),
        NOTE,
        OWNER,
    ),
    needs=(
        ("lead_external_id", "contact_external_id", "who_external_id"),
        ("due_on", "due_at", "happened_at"),
    ),
)
CAMPAIGNS = Kind(
    "campaigns",
    "Campaigns",
    (
        Field("external_id", "Id in the file", "id", words.CAMPAIGN_OWN_ID),
        Field("code", "Code", "id", words.CODE),
        Field("name", "Name", words=words.CAMPAIGN_NAME),
        Field("kind", "Event or standing source", "campaign_kind", words.CAMPAIGN_KIND),
        Field("starts_on", "Starts", "day", words.STARTS),
        Field("ends_on", "Ends", "day", words.ENDS),
        Field("place", "Place", words=words.PLACE),
        Field("country", "Country", words=words.COUNTRY),
        Field("time_zone", "Time zone", "zone", words.TIME_ZONE),
        Field("cost", "Cost", "money", words.COST),
        OWNER,
        Field("team", "Team that receives the leads", words=words.TEAM),
        Field("segment", "Segment", words=words.SEGMENT),
    ),
    needs=(("name", "code"),),
)
MEMBERS = Kind(
    "members",
    "Campaign members",
    (
        Field("external_id", "Id in the file", "id", words.MEMBER_OWN_ID),
        CAMPAIGN_ID,
        Field("campaign", "Campaign", words=words.MEMBER_CAMPAIGN),
        LEAD_ID,
        CONTACT_ID,
        Field("who_external_id", "Lead's or contact's id", "id", words.WHO_ID),
        Field("received_at", "Received", "moment", words.MEMBER_RECEIVED),
        Field("status", "Status in the campaign", words=words.STATUS),
        REQUEST,
        PRODUCT,
        NOTE,
        *PERSON,
    ),
    needs=(("lead_external_id", "contact_external_id", "who_external_id", *IDENTITY[1:]),),
)
REPS = Kind(
    "reps",
    "Reps",
    (
        Field("external_id", "Id in the file", "id", words.REP_OWN_ID),
        Field("name", "Name", words=words.REP_NAME),
        Field("first_name", "First name", words=words.FIRST_NAME),
        Field("last_name", "Last name", words=words.LAST_NAME),
        Field("email", "E-mail", "email", words.EMAIL),
        Field("roles", "Roles: rep, manager, event manager, admin", "roles", words.ROLES),
        Field("team", "Team", words=words.TEAM),
        Field("manager", "Manager", words=words.MANAGER),
        Field("time_zone", "Time zone", "zone", words.TIME_ZONE),
    ),
    needs=(("name", "email", "last_name"),),
)
KINDS = {kind.name: kind for kind in (LEADS, CONTACTS, TOUCHES, CAMPAIGNS, MEMBERS, REPS)}
LABELS = {field.name: field.label for kind in KINDS.values() for field in kind.fields}
LABELS |= {"company": LABELS["organisation"], "message": NOTE.label}  # as records keep them
