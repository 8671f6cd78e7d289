"""What "never contact" would do for each person of a lead, told before it is pressed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import TouchState
from leads.models import Contact, Lead, LeadContact


@dataclass
class Bar:
    """One person, and what is planned with him: by leads that go on, and leads that would close."""

    contact: Contact
    planned: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    lead_id: int = 0

    def __str__(self) -> str:
        """As in "2 planned touches are called off, on 2 leads. This lead closes: ..."."""
        return " ".join(filter(None, [self.called_off, self.closed]))

    @property
    def called_off(self) -> str:
        if not self.planned:
            return _("Nothing is planned with this person.")
        touches, leads = len(self.planned), len(set(self.planned))
        if leads > 1:
            said = ngettext(
                "%(touches)s planned touch is called off, on %(leads)s leads.",
                "%(touches)s planned touches are called off, on %(leads)s leads.",
                touches,
            )
        else:
            said = ngettext(
                "%(touches)s planned touch is called off.",
                "%(touches)s planned touches are called off.",
                touches,
            )
        return said % {"touches": touches, "leads": leads}

    @property
    def closed(self) -> str:
        others = len(self.closes) - (self.lead_id in self.closes)
        if self.lead_id not in self.closes:
            said = ngettext(
                "%(others)s other lead closes: nobody else can be contacted there.",
                "%(others)s other leads close: nobody else can be contacted there.",
                others,
            )
            return said % {"others": others} if others else ""
        if not others:
            return _("This lead closes: nobody else can be contacted there.")
        said = ngettext(
            "This lead closes, and %(others)s other lead closes: nobody else can be contacted"
            " there.",
            "This lead closes, and %(others)s other leads close: nobody else can be contacted"
            " there.",
            others,
        )
        return said % {"others": others}


def bars_of(lead: Lead, people: Collection[Contact]) -> list[Bar]:
    """For each of these people, in one query: his open leads, what is planned, who is left."""
    else_there = LeadContact.objects.filter(lead=OuterRef("lead"), contact__do_not_contact=False)
    scheduled = Q(lead__touches__state=TouchState.SCHEDULED)
    standing = (
        LeadContact.objects.filter(contact__in=people, lead__in=Lead.objects.open())
        .annotate(
            goes_on=Exists(else_there.exclude(contact=OuterRef("contact"))),
            all=Count("lead__touches", filter=scheduled),
            his=Count("lead__touches", filter=scheduled & Q(lead__touches__contact=F("contact"))),
        )
        .order_by("lead")
    )
    bars = {contact.pk: Bar(contact, lead_id=lead.pk) for contact in people}
    for row in standing:
        bar = bars[row.contact_id]
        bar.planned += [row.lead_id] * (row.his if row.goes_on else row.all)
        bar.closes += [] if row.goes_on else [row.lead_id]
    return list(bars.values())
