"""Rows of leads; of those met at a booth, the meeting as the first touch."""

from __future__ import annotations

from collections.abc import Collection

from followups.models import Channel, Direction, Outcome, Source, Touch, TouchState
from leads.imports.arrivals import received_at
from leads.imports.lines import ALREADY_THERE, Fate, Line
from leads.imports.loading_leads import Loaded, load_leads
from leads.imports.terms import Terms
from leads.models import Lead, LeadContact


def load_leads_and_meetings(lines: Collection[Line], terms: Terms) -> Loaded:
    """Rows of leads. A scan of a badge is a talk that they came for: inbound, so that the first
    touch of ours is still to be made."""
    loaded = load_leads(lines, terms)
    if terms.mapping.says("booth"):
        met = [(line, line.lead) for line in lines if line.lead and is_news(line)]
        people = LeadContact.objects.filter(lead__in=[lead for _, lead in met], is_primary=True)
        contacts = dict(people.values_list("lead", "contact"))
        Touch.objects.bulk_create(meeting(line, lead, contacts, terms) for line, lead in met)
    return loaded


def is_news(line: Line) -> bool:
    """Whether the row says of a meeting that nobody knew."""
    known = line.fate == Fate.ADDED and str(line.reason) == str(ALREADY_THERE)
    return bool(line.values.get("booth")) and not known


def meeting(line: Line, lead: Lead, contacts: dict[int, int], terms: Terms) -> Touch:
    """The talk at the booth, as the row tells it."""
    met_at = received_at(line, terms)
    told = {"subject": line.values["booth"], "external_id": line.mark}
    return Touch(
        **line.fitting(Touch, told),
        lead=lead,
        contact_id=contacts.get(lead.pk),
        channel=Channel.MEETING,
        direction=Direction.INBOUND,
        source=Source.IMPORT,
        state=TouchState.LOGGED,
        outcome=Outcome.TALKED,
        happened_at=met_at,
        logged_at=met_at,
        logged_by=terms.people.find(line.values.get("found_by", "")),
        note=line.values.get("note", ""),
        external_source=terms.source,
    )
