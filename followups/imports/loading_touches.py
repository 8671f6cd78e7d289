"""Rows of activities into touches: done ones logged, the others scheduled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from campaigns.models import Campaign
from followups.cadences.planning import way_for
from followups.channels import channel_chosen, takes_link
from followups.models import CancelReason, Outcome, Source, Touch, TouchState
from followups.models.outcome import RESPONSES
from leadfollow.log.models import Entry, entry
from leads.imports.arrivals import Arrivals, happened
from leads.imports.cleaning import Finding
from leads.imports.likeness import with_external_id
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loaded import Loaded
from leads.imports.loading_members import STRANGER, Links
from leads.imports.moments import end_of
from leads.imports.terms import Terms
from leads.imports.values import Status
from leads.models import Contact, Disposition, Lead, LeadContact, LeadStatus

NO_LEAD = gettext_lazy("This contact stands at no lead")
NO_MOMENT = gettext_lazy("It names no lead, and does not say that and when it happened")
PUT = gettext_noop("touch imported")
NO_DAY = gettext_lazy("It is neither done nor due on any day")


class TouchesLoader:
    """Each row a touch of the lead it names; of a contact's, of the lead where he stands."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.known: dict[str, Lead] = {}

    def load(self, lines: Collection[Line]) -> Loaded:
        """Give each line its fate."""
        self.look_up(lines)
        self.arrivals = Arrivals(self.terms)  # of a file that names no leads
        touches = [touch for line in lines if (touch := self.take(line))]
        return Loaded(self.arrivals, [partial(write, touches, self.terms)])

    def look_up(self, lines: Collection[Line]) -> None:
        """Whose touches they are, and which are there."""
        terms = self.terms
        reach = Lead.objects.visible_to(terms.by) if terms.by else Lead.objects.all()
        self.links = Links(lines, terms, reach)
        found = [lead for same in self.links.leads.values() for lead in same]
        self.people: dict[int, list[Contact]] = {}
        people = LeadContact.objects.filter(lead__in=[*found, *self.links.leads_of.values()])
        for person in people.order_by("-is_primary", "pk").select_related("contact"):
            self.people.setdefault(person.lead_id, []).append(person.contact)
        ids = [self.id_of(line) for line in lines]
        known = with_external_id(Touch.objects.select_related("lead"), ids, terms.source)
        self.known = {one: found[0].lead for one, found in known.items()} | self.known

    def id_of(self, line: Line) -> str:
        """Its id in the file; without one, what tells the row from the file's other rows."""
        return line.values.get("external_id", "") or line.mark

    def take(self, line: Line) -> Touch | None:
        """One row; None, and the line has its fate, where it is known or cannot come in."""
        external_id = self.id_of(line)
        if external_id in self.known:
            line.add(ALREADY_THERE, self.known[external_id])
            return None
        if not self.terms.names_leads:
            return self.take_alone(line)
        lead, contact = self.links.resolve(line)
        if lead is None:
            line.reject(NO_LEAD if contact else STRANGER)
            return None
        touch = self.touch_of(line, lead, self.whom(lead, contact))
        if touch is None or not line.is_open:
            return None
        self.known[external_id] = lead
        line.create(lead)
        return touch

    def take_alone(self, line: Line) -> Touch | None:
        """A row of a file that names no leads, such as a log of calls: each call gets a closed
        lead of its own. Likeness would throw two calls of one minute together."""
        when, campaign = line.values.get("happened_at"), self.terms.campaign_of(line)
        if when is None:
            line.reject(NO_MOMENT)
        if campaign is None or when is None:
            return None
        touch = self.touch_of(line, Lead(received_at=happened(when, self.terms)), None)
        if touch is None or not line.is_open:
            return None
        if touch.state != TouchState.LOGGED:
            line.reject(NO_MOMENT)
            return None
        touch.lead = self.known[self.id_of(line)] = self.own_lead(line, touch, campaign)
        line.create(touch.lead)
        return touch

    def own_lead(self, line: Line, touch: Touch, campaign: Campaign) -> Lead:
        """A lead that was nothing but this touch, and of whoever made it."""
        was = Disposition.DISQUALIFIED if touch.outcome in RESPONSES else Disposition.NO_RESPONSE
        told: dict[str, Any] = {"received_at": touch.happened_at, "closed_at": touch.happened_at}
        told |= {"external_id": self.id_of(line), "status": Status(LeadStatus.CLOSED, was)}
        maker = touch.logged_by
        owner = None if self.terms.people.why_not_owner(maker) else maker
        return self.arrivals.new_lead(
            replace(line, values=told), contact=None, campaign=campaign, owner=owner
        )

    def whom(self, lead: Lead, contact: Contact | None) -> Contact | None:
        """The person meant if he stands at the lead, else its primary."""
        people = self.people.get(lead.pk, [])
        return contact if contact in people else next(iter(people), None)

    def touch_of(self, line: Line, lead: Lead, contact: Contact | None) -> Touch | None:
        values = line.values
        told = {
            "subject": values.get("subject", "").replace("\n", " "),
            "external_id": self.id_of(line),
            "link": values.get("link", ""),
        }
        touch = Touch(
            **line.fitting(Touch, told),
            lead=lead,
            contact=contact,
            **channel_chosen(values.get("channel", "other"))._asdict(),
            direction=values.get("direction", "outbound"),
            source=Source.IMPORT,
            note=values.get("note", ""),
            external_source=self.terms.source,
        )
        self.drop_link_where_none_fits(touch, line)
        self.set_due(touch, line)
        said = values.get("happened_at")
        if values.get("done", said is not None):
            return self.logged(touch, line, said)
        return self.scheduled(touch, line)

    def drop_link_where_none_fits(self, touch: Touch, line: Line) -> None:
        if touch.link and not takes_link(touch):
            what = _("is left out: a touch by this channel takes none")
            line.warn(_("Link"), touch.link, what)
            touch.link = ""

    def set_due(self, touch: Touch, line: Line) -> None:
        """A day is due at its end; what is due before the lead was received stays so."""
        due: date | datetime | None = line.values.get("due_at") or line.values.get("due_on")
        if due is None:
            return
        touch.due_at = touch.first_due_at = end_of(due, self.terms.zone)
        if not isinstance(due, datetime):
            touch.due_on, touch.due_zone = due, self.terms.zone
        if touch.due_at <= touch.lead.received_at:
            line.warn(_("Due"), due, _("is before the lead was received"))

    def logged(self, touch: Touch, line: Line, said: Any) -> Touch | None:
        """Done: when the file says, else on the day it was due, which is then assumed."""
        when = said or touch.due_on or touch.due_at
        if when is None:
            line.reject(NO_DAY)
            return None
        touch.happened_at = happened(when, self.terms)
        touch.is_assumed = said is None
        if touch.happened_at > self.terms.at and touch.is_assumed:
            touch.happened_at = self.terms.at
        if touch.happened_at > self.terms.at:
            line.reject(Finding(_("Happened"), str(said), _("lies in the future")))
            return None
        touch.state, touch.logged_at = TouchState.LOGGED, touch.happened_at
        touch.outcome = line.values.get("outcome", Outcome.UNKNOWN)
        touch.logged_by = self.maker(line)
        return touch

    def maker(self, line: Line) -> Any:
        """Who made it."""
        text = line.values.get("owner", "")
        found = self.terms.person(line, text) if text else self.terms.owner
        if text and not found:
            line.doubt(
                _("Owner"), text, _("is nobody known here"), guessed=self.terms.mapping.guessed
            )
        return found

    def scheduled(self, touch: Touch, line: Line) -> Touch | None:
        """Still to do, unless its lead is closed or its person must not be contacted."""
        if touch.due_at is None:
            line.reject(NO_DAY)
            return None
        touch.scheduled_at, touch.scheduled_by = self.terms.at, self.terms.by
        contact = touch.contact
        if not touch.lead.is_open:
            self.cancel(
                touch, line, CancelReason.CLOSED, _("is closed: its touch comes in cancelled")
            )
        elif contact and contact.do_not_contact:
            what = _("must not be contacted: the touch comes in cancelled")
            self.cancel(touch, line, CancelReason.DO_NOT_CONTACT, what)
        elif (
            way := way_for(contact, touch.channel, touch.own_channel_id)
        ).channel != touch.channel:
            line.warn(_("Channel"), touch.verb, _("is not wanted by the person"))
            touch.channel, touch.own_channel_id = way
            touch.link = ""
        return touch

    def cancel(self, touch: Touch, line: Line, reason: str, what: str) -> None:
        touch.state, touch.cancel_reason = TouchState.CANCELLED, reason
        touch.cancelled_at, touch.cancelled_by = self.terms.at, self.terms.by
        whose = touch.contact if reason == CancelReason.DO_NOT_CONTACT else touch.lead
        line.warn(_("Person") if whose is touch.contact else _("Lead"), whose, what)


def write(touches: list[Touch], terms: Terms) -> set[int]:
    """The touches of a chunk, each with its word in the log; their leads."""
    Touch.objects.bulk_create(touches)
    how: dict[str, Any] = {"at": terms.at, "by": terms.by}
    Entry.objects.bulk_create(
        entry(PUT, of=touch, lead_id=touch.lead_id, **how) for touch in touches
    )
    return {touch.lead_id for touch in touches}
