"""The check before the show: what an event lacks, its form, or a list that somebody will send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.lead_form.asks import SIX, FormAsks, asks_in
from campaigns.models import Campaign, LeadForm
from followups.capture.standing import SILENT
from followups.models import Cadence
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.words import number
from leads.forms import labels_of
from leads.imports.fields import LEADS
from leads.imports.guessing import guess
from leads.imports.reading import open_sheet
from leads.models import BANT, Criterion

AT_WORK = timedelta(hours=9)  # of the first day: an absence may end or begin at midnight
AS_COLUMN = {"company": "organisation"}
NAMES = ("name", "first_name", "last_name")


@dataclass(frozen=True)
class Check:
    """One thing that has to be there, and where it is put right."""

    word: str
    is_there: bool
    says: str = ""
    address: str = ""

    @property
    def state(self) -> str:
        return "done" if self.is_there else "overdue"

    @property
    def state_text(self) -> str:
        return _("there") if self.is_there else _("lacking")


def checks_of_event(campaign: Campaign, *, now: datetime) -> list[Check]:
    """Who is responsible, who gets the leads, and what is done with them."""
    edit = reverse("campaigns:edit", args=[campaign.pk])
    opens = clock.day_start(campaign.starts_on, campaign.time_zone) if campaign.starts_on else now
    reps = User.objects.active().reps().present(max(now, opens + AT_WORK))
    there = reps.filter(team=campaign.team).count() if campaign.team else 0
    cadence = Cadence.objects.current().filter(segment=campaign.segment).first()
    zone = str(campaign.time_zone)
    reps_there = _("Reps that are there on the first day")
    no_reps = _("None of its reps is there on the first day.")
    return [
        Check(_("Owner"), bool(campaign.owner), str(campaign.owner or ""), edit),
        Check(_("Receiving team"), bool(campaign.team), str(campaign.team or ""), edit),
        Check(reps_there, there > 0, str(there) if there else no_reps, edit),
        Check(_("Cadence"), bool(cadence), str(cadence or ""), reverse("followups:cadences")),
        Check(_("Place"), bool(campaign.place), campaign.place, edit),
        Check(_("Time zone"), zone != "UTC", zone, edit),
    ]


def checks_of_form(campaign: Campaign) -> list[Check]:
    """Whether it is open, and what it asks."""
    form = LeadForm.objects.filter(campaign=campaign).first()
    page = reverse("followups:lead_form", args=[campaign.pk])
    asks = (form and asks_in(form)) or FormAsks()
    asked = {question.code: question.text for question in asks.questions}
    is_open = bool(form and form.is_open)
    days = [offer.name for offer in asks.offers if offer.days is not None]
    always = _("Every form asks it.")
    return [
        Check(_("An open form"), is_open, "", page),
        Check(_("The six fields"), form is not None, always if form else "", page),
        *(Check(c.name, c.code in asked, asked.get(c.code, ""), page) for c in bant()),
        Check(_("A comment"), form is not None, always if form else "", page),
        Check(_("Something to ask for, by a day"), bool(days), ", ".join(days), page),
        Check(_("Who else should see it"), bool(form) and asks.who_else, "", page),
    ]


def checks_of_devices(campaign: Campaign, *, now: datetime) -> list[Check]:
    """Whether leads can be taken at the stand, and whether anything is still on a device."""
    page = reverse("followups:devices", args=[campaign.pk])
    devices = list(campaign.devices.filter(revoked_at=None))
    ready = [each for each in devices if each.enrolled_at]
    heard = [each for each in ready if each.last_seen_at and each.last_seen_at > now - SILENT]
    wrong = [each.label for each in ready if each.is_clock_wrong]
    held = sum(each.waiting + each.needs_you for each in ready)
    names = ", ".join(each.label for each in heard)
    clocks = _("wrong: %(devices)s") % {"devices": ", ".join(wrong)} if wrong else ""
    waits = _("%(number)s wait on devices") % {"number": number(held)} if held else ""
    return [
        Check(_("A device that is set up"), bool(ready), number(len(ready)), page),
        Check(_("A device heard within a day"), bool(heard), names, page),
        Check(_("Clocks that are right"), not wrong, clocks, page),
        Check(_("Nothing left on a device"), not held, waits, page),
    ]


def bant() -> list[Criterion]:
    """The four that are always asked, as they are called here."""
    return [each for each in Criterion.objects.in_force() if each.code in BANT]


def checks_of_file(content: bytes) -> list[Check]:
    """Which of the six, of BANT and a comment have a column there, and which. Refused as an import
    would refuse the file."""
    sheet = open_sheet(content)
    columns = guess(LEADS, sheet.header, sheet.sample()).columns
    return [
        *(Check(word, bool(column), column) for word, column in six_in(columns)),
        *bant_in(sheet.header),
        Check(_("A comment"), "note" in columns, columns.get("note", "")),
    ]


def six_in(columns: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in SIX:
        places = NAMES if name == "name" else (AS_COLUMN.get(name, name),)
        found = [columns[place] for place in places if place in columns]
        yield labels_of([name])[0], ", ".join(found)


def bant_in(header: Sequence[str]) -> Iterator[Check]:
    """A column that is called as the criterion is."""
    for criterion in bant():
        words = {criterion.code, criterion.name.lower()}
        found = next((each for each in header if words & set(re.findall(r"\w+", each.lower()))), "")
        yield Check(criterion.name, bool(found), found)
