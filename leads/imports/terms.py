"""On which terms a file comes in: its mapping, its moment, whose it is, what it may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from leadfollow.people.models import User
from leads.imports.cleaning import Finding
from leads.imports.directory import Directory, Registry, Segments
from leads.imports.fields import LINKS, TELLS_WHO
from leads.imports.lines import Line
from leads.imports.mapping import Mapping, own_source
from leads.imports.refusals import BadMapping
from leads.models import OwnField, Product
from leads.spelling import plain


@dataclass(frozen=True)
class Terms:
    """What holds for every row of a file."""

    mapping: Mapping
    zone: tzinfo
    at: datetime  # the moment of the import
    by: User | None
    campaign: Campaign | None  # of rows that name none
    owner: User | None  # of rows that name nobody
    people: Directory
    campaigns: Registry
    segments: Segments
    products: dict[str, Product]  # by name without case, signs and blanks
    own_fields: Sequence[OwnField] = ()  # those in use

    @property
    def source(self) -> str:
        return self.mapping.source

    @property
    def named_source(self) -> str:
        """The source if the mapping names one: then ids of other files mean that source too."""
        own = own_source(self.mapping.kind, self.mapping.columns)
        return "" if self.source == own else self.source

    @property
    def names_leads(self) -> bool:
        """Whether the rows point to leads or contacts by their ids."""
        return self.mapping.says(*LINKS)

    @property
    def names_nobody(self) -> bool:
        """Whether the rows are leads of which nothing tells who they are: counts of attempts."""
        return self.mapping.kind.name == "leads" and not self.mapping.says(*TELLS_WHO)

    def owner_of(self, line: Line) -> User | None:
        """The rep whom the row names; one unknown or out of reach is a doubt."""
        text = line.values.get("owner", "")
        if not text:
            return self.owner
        user = self.person(line, text)
        what = self.people.why_not_owner(user)
        if not what:
            return user
        line.doubt(_("Owner"), text, what, guessed=self.mapping.guessed)
        return self.owner

    def person(self, line: Line, text: str) -> User | None:
        """Who is meant; by a first name that one alone bears, which a person has to look at."""
        user = self.people.find(text)
        if user is None and (user := self.people.called(text)):
            line.warn(_("Owner"), text, _("is taken as %(user)s") % {"user": user})
        return user

    def campaign_of(self, line: Line) -> Campaign | None:
        """The campaign that the row names; None, and the line has its fate, where several fit.

        An unknown name is a new standing source, an unknown id a doubt, a blank "no source".
        """
        text, external_id = line.values.get("campaign"), line.values.get("campaign_external_id")
        found: list[Campaign] = []
        if external_id:
            found = self.campaigns.with_id(external_id, self.named_source)
        if not found and text:
            found = self.campaigns.named(text) or [self._new_campaign(line, text)]
        elif not found and external_id:
            line.warn(_("Campaign's id"), external_id, _("is not known here"))
        if len(found) > 1:
            line.hold(Finding(_("Campaign"), str(text or external_id), _("is the name of several")))
            return None
        if found and (day := self.event_day_of(line)):
            self.campaigns.stretch(found[0], day)
        return found[0] if found else self.campaign or self.campaigns.no_source

    def event_day_of(self, line: Line) -> date | None:
        """On which day of an event the row was taken; None where the file is of no event."""
        said: date | None = line.values.get("event_on")
        if said is None and line.values.get("booth"):
            said = line.values.get("received_at")
        return said.astimezone(self.zone).date() if isinstance(said, datetime) else said

    def product_of(self, line: Line) -> Product | None:
        """The product that the row names; an unknown name stays among the row's other columns."""
        text = line.values.get("product", "")
        product = self.products.get(plain(text))
        if text and product is None:
            label = str(self.mapping.kind.label_of("product"))
            line.rest[label] = text
            line.warn(label, text, _("is not on the list of products"))
        return product

    def _new_campaign(self, line: Line, name: str) -> Campaign:
        day = self.event_day_of(line)
        return self.campaigns.found(name, self.segment_of(line, day), day=day, zone=self.zone)

    def segment_of(self, line: Line, day: date | None = None) -> Segment:
        usual = self.segments.find("event") if day else None
        return (
            self.segments.find(line.values.get("segment", ""))
            or usual
            or (self.campaigns.no_source.segment)
        )


def refuse_strangers(terms: Terms) -> None:
    """What a mapping itself names has to be there; what a row names is judged row by row."""
    mapping = terms.mapping
    named = [mapping.defaults.get("owner", ""), *mapping.values.get("owner", {}).values()]
    for text in filter(None, named):
        refuse_unless_rep(terms.people, text)
    text = mapping.defaults.get("campaign", "")
    if text and not terms.campaigns.named(text):
        raise BadMapping(_("No campaign has the code or name '%(text)s'.") % {"text": text})


def refuse_homeless(terms: Terms) -> None:
    """Touches of no known lead, and counts of attempts on nobody known, come in with leads of
    their own, which need a campaign."""
    if terms.campaign or terms.mapping.says("campaign"):
        return
    if terms.names_nobody:
        raise BadMapping(
            _(
                "No column says who these leads are. Take one as their id, or name a campaign:"
                " then each row comes in as a closed lead of its own."
            )
        )
    if terms.mapping.kind.name == "touches" and not terms.names_leads:
        raise BadMapping(
            _(
                "No column says whose touches these are. Take one as the lead's id, or name a"
                " campaign: then each row comes in with a closed lead of its own."
            )
        )


def refuse_unless_rep(people: Directory, text: str) -> User:
    """The rep of that address, id or name."""
    user = people.find(text)
    if user is None:
        raise BadMapping(
            _("There is nobody here whose e-mail address is '%(text)s'.") % {"text": text}
        )
    if what := people.why_not_owner(user):
        raise BadMapping(
            _("%(user)s (%(text)s) %(what)s: name an active rep to whom you may give leads.")
            % {"user": user, "text": text, "what": what}
        )
    return user
