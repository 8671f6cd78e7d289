"""What the log panel proposes to do next, and the dates it offers instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.cadences.planning import morning_of, next_morning, way_for
from followups.models import Cadence, Channel
from followups.next_step import Close, Continue, Due, NextStep, TouchOn
from followups.situation import Situation
from followups.wording import step_in_words, touch_in_words
from leadfollow import clock
from leadfollow.clock import WorkingTime, months_on
from leadfollow.words import within
from leads.models import Contact, Disposition

MONDAY = 1
LATER_TODAY_MINUTES = 120
IN_VAIN = frozenset({"no_answer", "left_message", "sent", "no_show"})
OUTCOMES = {"talked": "talked", "replied": "replied", "held": "meeting_held"}  # of the answers


@dataclass(frozen=True)
class Proposal:
    """A next step in words: what, with whom, when, and who says so."""

    then: NextStep
    what: str
    at: datetime | None = None
    on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class QuickPick:
    """A date that one press chooses; its keys, where several mean the same date."""

    label: str
    at: datetime
    key: str = ""


def proposal_for(chip: str, situation: Situation, *, contact: Contact | None = None) -> Proposal:
    """The next step that this answer asks for; `contact` is who was chosen instead."""
    if chip == "not_interested":
        return closing(Disposition.NOT_INTERESTED)
    if chip == "exhausted" or (chip in IN_VAIN and situation.is_exhausted):
        return exhausted(situation, contact)
    if chip == "never":
        return without_him(situation, contact)
    if chip == "not_now":
        return in_three_months(situation, contact)
    if chip == "call_back":
        return call_back(situation, contact)
    if chip == "booked":
        return meet(situation, contact)
    if chip == "wrong_person" and contact is None:
        return find_out(situation)
    if chip in OUTCOMES:
        return answered(situation, contact, OUTCOMES[chip])
    return go_on(situation, contact, chip)


def closing(disposition: Disposition) -> Proposal:
    return Proposal(
        Close(disposition), _("Close the lead: %(what)s") % {"what": within(disposition.label)}
    )


def exhausted(situation: Situation, contact: Contact | None) -> Proposal:
    """On with the next person; once everybody was tried so often, somebody has to choose."""
    person = contact or situation.untired
    if person is None:
        what = _("Yours to choose: ask who else, let it wait, or close it")
        return replace(find_out(situation), what=what, at=None, source="")
    return go_on(situation, person, situation.first_outcome)


def gives_up(chip: str, situation: Situation) -> bool:
    """Whether this answer gives the person up, and nobody else there is left to try."""
    in_vain = chip in IN_VAIN and situation.is_exhausted
    return (chip == "exhausted" or in_vain) and situation.untired is None


def without_him(situation: Situation, contact: Contact | None) -> Proposal:
    """On with somebody else; where there is nobody, the operation closes the lead."""
    other = contact or next(iter(situation.others), None)
    if other is None:
        return Proposal(
            Continue(), _("Close the lead: do not contact"), source=_("nobody else there")
        )
    return go_on(situation, other)


def in_three_months(situation: Situation, contact: Contact | None) -> Proposal:
    months = situation.numbers.long_step_months
    day = months_on(clock.today(situation.working.zone, situation.now), months)
    return touch_on(
        situation,
        morning_of(day, situation.working),
        channel=Channel.CALL,
        subject=_("Ask again"),
        contact=contact,
        source=ngettext("%(number)s month", "%(number)s months", months) % {"number": months},
    )


def call_back(situation: Situation, contact: Contact | None) -> Proposal:
    return touch_on(
        situation,
        next_morning(situation.now, situation.working),
        channel=Channel.CALL,
        subject=_("Call back"),
        contact=contact,
    )


def meet(situation: Situation, contact: Contact | None) -> Proposal:
    at = next_morning(situation.now, situation.working)
    return touch_on(situation, at, channel=Channel.MEETING, subject=_("As agreed"), contact=contact)


def find_out(situation: Situation) -> Proposal:
    task = _("Find out who looks after this")
    at = next_morning(situation.now, situation.working)
    found = touch_on(situation, at, channel=Channel.CALL, subject=task, contact=None)
    return replace(found, what=task, source=_("or whom you name below"))


def answered(situation: Situation, contact: Contact | None, outcome: str) -> Proposal:
    """An answer wakes a lead, and stops a sprint: what was agreed comes next, unless the step says
    what follows. A rhythm goes on."""
    if situation.rests:
        return back_to_work(situation, contact)
    if situation.sprint_step is None or situation.leads_on(outcome):
        return go_on(situation, contact, outcome)
    at = next_morning(situation.now, situation.working)
    return touch_on(
        situation,
        at,
        channel=Channel.CALL,
        subject=_("As agreed"),
        contact=contact,
        source=_("they answered: or the date you agreed on"),
    )


def go_on(situation: Situation, contact: Contact | None, outcome: str = "") -> Proposal:
    """The cadence's next step after this outcome; else what is scheduled already; else the next
    morning."""
    person = contact or situation.contact
    if planned := situation.planned(person, outcome):
        what = step_in_words(planned.channel, planned.contact, planned.own_channel_id)
        then = Continue(contact.pk if contact else None)
        if planned.is_decision:
            return Proposal(
                then, _("Decide what becomes of it"), planned.due_at, source=_("the plan ends")
            )
        return Proposal(then, what, planned.due_at, source=planned.held or _("from the cadence"))
    standing = situation.beside
    if standing and (contact is None or standing.contact == contact):
        what = touch_in_words(standing)
        return Proposal(Continue(), what, standing.due_at, standing.due_on, _("already scheduled"))
    channel = situation.touch.channel if situation.touch else Channel.CALL
    at, source = next_morning(situation.now, situation.working), ""
    if later := situation.not_before(person, at):
        at, source = morning_of(later.day, situation.working), str(later)
    own = situation.touch.own_channel_id if situation.touch else None
    return touch_on(
        situation, at, channel=channel, contact=contact, source=source, own_channel_id=own
    )


def back_to_work(situation: Situation, contact: Contact | None) -> Proposal:
    """Out of the bucket: on with what is promised, else its segment's cadence, else a call."""
    rests, touch = situation.rests, situation.touch
    promised = (t for t in situation.scheduled if t != touch and t.enrolment != rests)
    if standing := next(promised, None):
        what = touch_in_words(standing)
        return Proposal(Continue(), what, standing.due_at, standing.due_on, _("already scheduled"))
    segment = situation.lead.campaign.segment
    if cadence := Cadence.objects.current().filter(segment=segment).first():
        return Proposal(
            Continue(),
            _("Begin “%(name)s”") % {"name": cadence.name},
            source=_("out of the bucket"),
        )
    at = next_morning(situation.now, situation.working)
    return touch_on(situation, at, channel=Channel.CALL, contact=contact)


def touch_on(
    situation: Situation,
    at: datetime,
    *,
    channel: str,
    contact: Contact | None,
    subject: str = "",
    source: str = "",
    own_channel_id: int | None = None,
) -> Proposal:
    """A touch at a moment, by a channel that reaches the person."""
    person = contact or situation.contact
    way = way_for(person, channel, own_channel_id)
    whom = contact.pk if contact else None
    then = TouchOn(Due(at), way.channel, subject, whom, own_channel_id=way.own_channel_id)
    what = step_in_words(way.channel, person, way.own_channel_id)
    return Proposal(then, what, at, source=source)


def quick_picks(now: datetime, working: WorkingTime, *, months: int) -> list[QuickPick]:
    """The usual dates at nine, on working days; each moment once. The last is so many `months`
    ahead, as the policy has it."""
    today = clock.today(working.zone, now)
    tomorrow = today + timedelta(days=1)
    to_monday = (MONDAY - today.isoweekday()) % 7 or 7
    first = _("Tomorrow") if working.is_working_day(tomorrow) else _("Next working day")
    days = [
        (first, "t", tomorrow),
        (_("Next Monday"), "n", today + timedelta(days=to_monday)),
        (_("In a week"), "w", today + timedelta(days=7)),
        (_("In a month"), "m", months_on(today, 1)),
        *(
            [
                (
                    ngettext("In %(number)s month", "In %(number)s months", months)
                    % {"number": months},
                    "3",
                    months_on(today, months),
                )
            ]
            if months > 1
            else []
        ),
    ]
    picks: dict[datetime, QuickPick] = {}
    for label, key, day in days:
        at = morning_of(day, working)
        known = picks.setdefault(at, QuickPick(label, at, key))
        if known.key != key:
            label = f"{known.label}, {label[0].lower()}{label[1:]}"
            picks[at] = replace(known, label=label, key=f"{known.key} {key}")
    return list(picks.values())


def later_today(now: datetime, working: WorkingTime) -> QuickPick | None:
    """Two hours on, at a full quarter, while people still work."""
    at = now + timedelta(minutes=LATER_TODAY_MINUTES)
    at = at.replace(second=0, microsecond=0) + timedelta(minutes=-at.minute % 15)
    is_today = clock.today(working.zone, at) == clock.today(working.zone, now)
    return QuickPick(_("Later today"), at, "l") if is_today and working.is_open(at) else None


def moved_picks(now: datetime, working: WorkingTime, *, months: int) -> list[QuickPick]:
    """Where a touch may be moved to; a date at which it stands is answered so."""
    picks = [later_today(now, working), *quick_picks(now, working, months=months)]
    return [pick for pick in picks if pick]
