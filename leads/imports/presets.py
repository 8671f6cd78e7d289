"""Files of programs that many use, told by their headers, and what their columns are.

The guess by words reads most of them; a preset says by name whose file it is, and takes what
words alone cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field

from leads.spelling import plain


@dataclass(frozen=True)
class Preset:
    """One program's file: the headers that all have to be there, and what is taken otherwise than
    words tell."""

    name: str
    tells: tuple[str, ...]
    columns: MappingOf[str, str] = field(default_factory=dict)  # field -> header
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()  # none: any

    def is_of(self, kind: str, header: Sequence[str]) -> bool:
        """Whether a file with these headers, taken as that kind, is this program's."""
        there = {plain(name) for name in header}
        return there.issuperset(map(plain, self.tells)) and (not self.kinds or kind in self.kinds)


PRESETS = (
    Preset(
        "Pipedrive",
        ("Person - Name*", "Organization - Name*"),
        {
            "name": "Person - Name*", "first_name": "Person - First name",
            "last_name": "Person - Last name", "email": "Person - Email (Work)",
            "phone": "Person - Phone", "organisation": "Organization - Name*",
            "address": "Organization - Address", "value": "Deal - Value",
            "request": "Deal - Title", "note": "Note - Content*",
            "subject": "Activity - Subject*", "due_on": "Activity - Due date",
        },
    ),
    Preset("Luma", ("api_id", "approval_status", "checked_in_at", "ticket_name")),
    Preset(
        "Eventbrite",
        ("Order #", "Order Date", "Attendee Status"),
        {"status": "Attendee Status", "received_at": "Order Date"},
        {
            "status": {
                "Attending": "new", "Checked In": "new", "Not Attending": "new",
                "Refunded": "closed:not interested", "Deleted": "closed:not interested",
            }
        },
        kinds=("leads",),
    ),
    Preset(
        "Meta lead ads",
        ("created_time", "platform", "form_name"),
        {"campaign": "campaign_name"},
    ),
    Preset(
        "LinkedIn lead forms",
        ("Lead ID", "Form Name", "Campaign Name", "First Name"),
        {"external_id": "Lead ID", "campaign": "Campaign Name"},
    ),
    Preset("LinkedIn connections", ("First Name", "Last Name", "URL", "Connected On")),
    Preset("Google Ads", ("GCLID", "Conversion Time")),
    Preset("Google Ads", ("Google Click ID", "Conversion Time")),
    Preset("Google contacts", ("Given Name", "Family Name", "E-mail 1 - Value")),
    Preset("Zoom", ("Attended", "User Name (Original Name)", "Join Time")),
    Preset("Zoom", ("First Name", "Last Name", "Email", "Registration Time", "Approval Status")),
    Preset("Salesforce", ("Lead Owner", "Lead Source", "Lead Status", "Company / Account")),
    Preset("Salesforce", ("Lead ID", "Lead Owner", "Lead Source", "Lead Status")),
    Preset("Zoho", ("Lead Owner", "Lead Source", "Lead Status", "Lead Name")),
    Preset("Zoho", ("Lead Owner", "Lead Source", "Lead Status", "Record Id")),
    Preset("HubSpot", ("Record ID", "First name", "Lifecycle stage"), {"status": "Lead status"}),
    Preset("HubSpot", ("Record ID", "First name", "Lead status")),
    Preset("Odoo", ("name", "country_id", "street2")),
    Preset("Odoo", ("Opportunity", "Contact Name", "Salesperson", "Stage")),
    Preset("Oro", ("Emails 1 Email", "Phones 1 Phone")),
    Preset("Oro", ("Lead name", "Status Id")),
    Preset("Mautic", ("firstname", "lastname", "points")),
    Preset("Salesforce", ("Id", "IsDeleted")),
    Preset("Salesforce", ("Lead ID", "LeadSource", "OwnerId")),
    Preset("Convention registration", ("Badge Number", "Fan Name", "Legal First Name")),
)  # fmt: skip


def preset_of(kind: str, header: Sequence[str]) -> Preset | None:
    """Whose file it is; none where the headers do not tell."""
    return next((preset for preset in PRESETS if preset.is_of(kind, header)), None)
