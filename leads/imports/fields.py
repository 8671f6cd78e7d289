"""What the product can take from a file: the fields of each kind of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy

from leadfollow.words import Said
from leads.imports import header_words as words
from leads.spelling import plain

OWN = "own:"  # before the code of an own field


@dataclass(frozen=True)
class Field:
    """One thing a column can hold: its name in a mapping, its label, the headers it goes by."""

    name: str
    label: Said
    type: str = "text"  # how its cells are read: see cleaning.READERS
    words: tuple[str, ...] = ()
    reader: Callable[[str], Any] | None = None  # of an own field, which knows best

    @property
    def is_own(self) -> bool:
        """Whether the organisation defined it."""
        return self.name.startswith(OWN)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers it is guessed from, plain, the surest first."""
        return _plain_words(self.words)


@dataclass(frozen=True)
class Kind:
    """A kind of rows: its fields, and of which groups of fields at least one has to be there."""

    name: str
    label: Said
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    def label_of(self, name: str) -> Said:
        """What people read in place of a field's name."""
        field = self.field(name)
        return field.label if field else name


@cache
def _plain_words(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(header) for header in headers)


PERSON = (
    Field("name", gettext_lazy("Name"), words=words.NAME),
    Field("first_name", gettext_lazy("First name"), words=words.FIRST_NAME),
    Field("last_name", gettext_lazy("Last name"), words=words.LAST_NAME),
    Field("job_title", gettext_lazy("Job title"), words=words.JOB_TITLE),
    Field("organisation", gettext_lazy("Company"), "organisation", words.ORGANISATION),
    Field("email", gettext_lazy("E-mail"), "email", words.EMAIL),
    Field(
        "email_or_phone", gettext_lazy("E-mail or phone in one cell"), words=words.EMAIL_OR_PHONE
    ),
    Field("phone", gettext_lazy("Phone"), "phone", words.PHONE),
    Field("mobile", gettext_lazy("Mobile"), "phone", words.MOBILE),
    Field("address", gettext_lazy("Address"), words=words.ADDRESS),
    Field("postal_code", gettext_lazy("Postal code"), words=words.POSTAL_CODE),
    Field("city", gettext_lazy("City"), words=words.CITY),
    Field("region", gettext_lazy("State or region"), words=words.REGION),
    Field("country", gettext_lazy("Country"), words=words.COUNTRY),
    Field("linkedin_url", gettext_lazy("LinkedIn"), words=words.LINKEDIN),
    Field("do_not_contact", gettext_lazy("Do not contact"), "flag", words.DO_NOT_CONTACT),
    Field("no_email", gettext_lazy("No e-mail"), "flag", words.NO_EMAIL),
    Field("no_phone", gettext_lazy("No phone calls"), "flag", words.NO_PHONE),
)
CAMPAIGN = Field("campaign", gettext_lazy("Campaign"), words=words.CAMPAIGN)
CAMPAIGN_ID = Field("campaign_external_id", gettext_lazy("Campaign's id"), "id", words.CAMPAIGN_ID)
LEAD_ID = Field("lead_external_id", gettext_lazy("Lead's id"), "id", words.LEAD_ID)
CONTACT_ID = Field("contact_external_id", gettext_lazy("Contact's id"), "id", words.CONTACT_ID)
OWNER = Field("owner", gettext_lazy("Owner"), words=words.OWNER)
NOTE = Field("note", gettext_lazy("Note"), "note", words.NOTE)
REQUEST = Field("request", gettext_lazy("Asked for"), words=words.REQUEST)
PRODUCT = Field("product", gettext_lazy("Product"), words=words.PRODUCT)
LINKS = ("lead_external_id", "contact_external_id", "who_external_id")
IDENTITY = ("external_id", "email", "email_or_phone", "phone", "mobile", "name", "last_name")

TELLS_WHO = (*IDENTITY, "organisation", "first_name", "contact_external_id")

LEADS = Kind(
    "leads",
    gettext_lazy("Leads"),
    (
        Field("external_id", gettext_lazy("Id in the file"), "id", words.LEAD_OWN_ID),
        Field(
            "number",
            gettext_lazy("Number of the lead here (of an export)"),
            "id",
            words.OUR_NUMBER,
        ),
        *PERSON,
        CONTACT_ID,
        CAMPAIGN,
        CAMPAIGN_ID,
        Field("event_on", gettext_lazy("Event's day"), "day", words.EVENT_ON),
        Field("booth", gettext_lazy("Booth (where they were met)"), words=words.BOOTH),
        Field("segment", gettext_lazy("Segment"), words=words.SEGMENT),
        OWNER,
        Field("status", gettext_lazy("Status"), "status", words.STATUS),
        Field("received_at", gettext_lazy("Received"), "moment", words.RECEIVED),
        Field("received_time", gettext_lazy("Received (time of day)"), "clock"),
        Field("closed_at", gettext_lazy("Closed"), "moment", words.CLOSED),
        Field("value", gettext_lazy("Value"), "money", words.VALUE),
        REQUEST,
        PRODUCT,
        NOTE,
        Field("converted", gettext_lazy("Converted (closed, won)"), "flag", words.CONVERTED),
        Field("tried_before", gettext_lazy("Times tried before"), "count", words.TRIED_BEFORE),
        Field("found_by", gettext_lazy("Found by"), words=words.FOUND_BY),
        Field("referred_by", gettext_lazy("Referred by"), words=words.REFERRED_BY),
    ),
    needs=((*TELLS_WHO, "tried_before"),),
)
CONTACTS = Kind(
    "contacts",
    gettext_lazy("Contacts"),
    (
        Field("external_id", gettext_lazy("Id in the file"), "id", words.CONTACT_OWN_ID),
        *PERSON,
        OWNER,
        NOTE,
    ),
    needs=((*IDENTITY, "first_name"),),
)
TOUCHES = Kind(
    "touches",
    gettext_lazy("Touches"),
    (
        Field("external_id", gettext_lazy("Id in the file"), "id", words.TOUCH_OWN_ID),
        LEAD_ID,
        CONTACT_ID,
        Field("who_external_id", gettext_lazy("Lead's or contact's id"), "id", words.WHO_ID),
        Field("channel", gettext_lazy("Channel"), "channel", words.CHANNEL),
        Field("link", gettext_lazy("Link"), "link", words.LINK),
        Field("subject", gettext_lazy("Subject"), words=words.SUBJECT),
        Field("due_on", gettext_lazy("Due on (day)"), "moment", words.DUE),
        Field("due_at", gettext_lazy("Due at (moment)"), "moment", words.DUE_AT),
        Field("due_time", gettext_lazy("Due (time of day)"), "clock", words.DUE_TIME),
        Field("done", gettext_lazy("Done"), "done", words.DONE),
        Field("happened_at", gettext_lazy("Happened"), "moment", words.HAPPENED),
        Field(
            "happened_time", gettext_lazy("Happened (time of day)"), "clock", words.HAPPENED_TIME
        ),
        Field("outcome", gettext_lazy("Outcome"), "outcome", words.OUTCOME),
        Field("direction", gettext_lazy("Direction"), "direction", words.DIRECTION),
        NOTE,
        OWNER,
        Field("campaign", gettext_lazy("Campaign"), words=words.TOUCH_CAMPAIGN),
    ),
    needs=(("due_on", "due_at", "happened_at"),),
)
CAMPAIGNS = Kind(
    "campaigns",
    gettext_lazy("Campaigns"),
    (
        Field("external_id", gettext_lazy("Id in the file"), "id", words.CAMPAIGN_OWN_ID),
        Field("code", gettext_lazy("Code"), "id", words.CODE),
        Field("name", gettext_lazy("Name"), words=words.CAMPAIGN_NAME),
        Field(
            "kind", gettext_lazy("Event or standing source"), "campaign_kind", words.CAMPAIGN_KIND
        ),
        Field("starts_on", gettext_lazy("Starts"), "day", words.STARTS),
        Field("ends_on", gettext_lazy("Ends"), "day", words.ENDS),
        Field("place", gettext_lazy("Place"), words=words.PLACE),
        Field("country", gettext_lazy("Country"), words=words.COUNTRY),
        Field("time_zone", gettext_lazy("Time zone"), "zone", words.TIME_ZONE),
        Field("cost", gettext_lazy("Cost"), "money", words.COST),
        OWNER,
        Field("team", gettext_lazy("Team that receives the leads"), words=words.TEAM),
        Field("segment", gettext_lazy("Segment"), words=words.SEGMENT),
    ),
    needs=(("name", "code"),),
)
MEMBERS = Kind(
    "members",
    gettext_lazy("Campaign members"),
    (
        Field("external_id", gettext_lazy("Id in the file"), "id", words.MEMBER_OWN_ID),
        CAMPAIGN_ID,
        Field("campaign", gettext_lazy("Campaign"), words=words.MEMBER_CAMPAIGN),
        LEAD_ID,
        CONTACT_ID,
        Field("who_external_id", gettext_lazy("Lead's or contact's id"), "id", words.WHO_ID),
        Field("received_at", gettext_lazy("Received"), "moment", words.MEMBER_RECEIVED),
        Field("status", gettext_lazy("Status in the campaign"), words=words.STATUS),
        REQUEST,
        PRODUCT,
        NOTE,
        *PERSON,
    ),
    needs=(("lead_external_id", "contact_external_id", "who_external_id", *IDENTITY[1:]),),
)
REPS = Kind(
    "reps",
    gettext_lazy("Reps"),
    (
        Field("external_id", gettext_lazy("Id in the file"), "id", words.REP_OWN_ID),
        Field("name", gettext_lazy("Name"), words=words.REP_NAME),
        Field("first_name", gettext_lazy("First name"), words=words.FIRST_NAME),
        Field("last_name", gettext_lazy("Last name"), words=words.LAST_NAME),
        Field("email", gettext_lazy("E-mail"), "email", words.EMAIL),
        Field(
            "roles",
            gettext_lazy("Roles: rep, manager, event manager, admin, outside qualifier"),
            "roles",
            words.ROLES,
        ),
        Field("team", gettext_lazy("Team"), words=words.TEAM),
        Field("manager", gettext_lazy("Manager"), words=words.MANAGER),
        Field("time_zone", gettext_lazy("Time zone"), "zone", words.TIME_ZONE),
    ),
    needs=(("name", "email", "last_name"),),
)
KINDS = {kind.name: kind for kind in (LEADS, CONTACTS, TOUCHES, CAMPAIGNS, MEMBERS, REPS)}
LABELS = {field.name: field.label for kind in KINDS.values() for field in kind.fields}
LABELS |= {"company": LABELS["organisation"], "message": NOTE.label}  # as records keep them
