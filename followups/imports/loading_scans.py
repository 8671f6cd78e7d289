"""Rows of leads; of those met at a booth, the meeting as the first touch."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from followups.models import Channel, Direction, Outcome, Source, Touch, TouchState
from leads.imports.arrivals import received_at
from leads.imports.lines import ALREADY_THERE, Fate, Line
from leads.imports.loaded import Loaded
from leads.imports.loading_leads import LeadsLoader
from leads.imports.terms import Terms
from leads.models import Lead, LeadContact


class LeadsAndMeetingsLoader(LeadsLoader):
    """Rows of leads. A scan of a badge is a talk that they came for: inbound, so that the first
    touch of ours is still to be made."""

    def load(self, lines: Collection[Line]) -> Loaded:
        """Give each line its fate."""
        loaded = super().load(lines)
        if self.terms.mapping.says("booth"):
            met = [line for line in lines if line.lead and is_news(line)]
            meetings = [meeting(line, line.lead, self.terms) for line in met if line.lead]
            loaded.steps.append(partial(write, meetings))
        return loaded


def write(meetings: list[Touch]) -> None:
    """Each with its lead's primary contact."""
    leads = [touch.lead_id or touch.lead.pk for touch in meetings]
    people = LeadContact.objects.filter(lead__in=leads, is_primary=True)
    contacts = dict(people.values_list("lead", "contact"))
    for touch, lead in zip(meetings, leads, strict=True):
        touch.contact_id = contacts.get(lead)
    Touch.objects.bulk_create(meetings)


def is_news(line: Line) -> bool:
    """Whether the row says of a meeting that nobody knew."""
    known = line.fate == Fate.ADDED and str(line.reason) == str(ALREADY_THERE)
    return bool(line.values.get("booth")) and not known


def meeting(line: Line, lead: Lead, terms: Terms) -> Touch:
    """The talk at the booth, as the row tells it."""
    met_at = received_at(line, terms)
    told = {"subject": line.values["booth"], "external_id": line.mark}
    return Touch(
        **line.fitting(Touch, told),
        lead=lead,
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
