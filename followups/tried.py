"""How often a lead and its people were tried, and what the limits say of one try more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from followups.early_stops import figure_of
from followups.models import Touch
from followups.numbers import Numbers
from leads.models import Contact, Lead, LeadContact


class Tried:
    """The counters of a lead, of the touch in question, and of its people."""

    lead: Lead
    touch: Touch | None
    people: list[LeadContact]
    numbers: Numbers

    @property
    def contact(self) -> Contact | None:
        """Whom the touch is for; without one, the primary person."""
        if self.touch:
            return self.touch.contact
        return self.people[0].contact if self.people else None

    @property
    def reachable(self) -> list[Contact]:
        """Who at this lead may be contacted, the primary person first."""
        return [p.contact for p in self.people if not p.contact.do_not_contact]

    @property
    def others(self) -> list[Contact]:
        """Who else at this lead may be contacted."""
        return [contact for contact in self.reachable if contact != self.contact]

    @property
    def untired(self) -> Contact | None:
        """Who is tried next once this person is exhausted: not one tried so often himself."""
        tried = {p.contact_id for p in self.people if p.attempts >= self.numbers.soft_attempts}
        return next((contact for contact in self.others if contact.pk not in tried), None)

    @property
    def attempt(self) -> int:
        """Which attempt on its contact this touch will be."""
        tried = [p.attempts for p in self.people if p.contact == self.contact]
        return (tried[0] if tried else 0) + 1

    @property
    def touch_number(self) -> int:
        return self.lead.touch_count + 1

    @property
    def counters(self) -> str:
        """As in "attempt 3 of 6–8 · touch 5 of 7–13"."""
        fewest, most = self.numbers.planned
        soft, hard = self.numbers.limits
        plan = {"fewest": fewest, "most": most}
        if not self.is_nurture and self.touch and self.touch.is_decision:
            said = _("%(touches)s of %(fewest)s–%(most)s touches made")
            return said % {"touches": self.lead.touch_count, **plan}
        attempt = _("attempt %(number)s of %(soft)s–%(hard)s") % {
            "number": self.attempt,
            "soft": soft,
            "hard": hard,
        }
        if self.is_nurture:
            attempt = _("no attempt: it wakes from its bucket")
        touch = _("touch %(number)s of %(fewest)s–%(most)s") % {"number": self.touch_number, **plan}
        return f"{attempt} · {touch}"

    @property
    def is_nurture(self) -> bool:
        """Whether a bucket's rhythm asks for the touch: then it is no attempt."""
        return self.touch is not None and self.touch.is_nurture

    @property
    def may_stop(self) -> bool:
        """Whether one more try in vain is enough to give this person up."""
        return self.attempt >= self.numbers.soft_attempts and not self.is_nurture

    @property
    def is_exhausted(self) -> bool:
        return self.attempt >= self.numbers.hard_attempts and not self.is_nurture

    @property
    def is_last(self) -> bool:
        """Whether nobody else is left to try once this person is given up."""
        return self.may_stop and self.untired is None

    @property
    def ends_here(self) -> bool:
        """Whether one more try in vain gives the last person up: then no one key saves it."""
        return self.is_exhausted and self.is_last

    @property
    def is_early(self) -> bool:
        """Whether to stop now, with this touch, would be to give up after few of them."""
        return self.touch_number < self.fewest and self.lead.responded_at is None

    @property
    def fewest(self) -> int:
        """Touches before one stops without being asked why."""
        return self.numbers.fewest_touches

    @property
    def figure(self) -> str:
        """What the own team's answers say about that."""
        return figure_of(self.lead.owner.team if self.lead.owner else None)

    @property
    def limits(self) -> tuple[int, int]:
        """After so many attempts in vain stopping is offered, and is the rule."""
        return self.numbers.limits

    @property
    def reached(self) -> str:
        """As in "2 of 4 people reached, 3 known"."""
        reached = sum(person.reached for person in self.people)
        return _("%(reached)s of %(all)s people reached, %(known)s known") % {
            "reached": reached,
            "all": self.numbers.people_a_lead,
            "known": len(self.people),
        }

    @property
    def unknown_people(self) -> int:
        """How many are still to be found of those whom one wants to reach."""
        return max(self.numbers.people_a_lead - len(self.people), 0)

    @property
    def gave(self) -> str:
        """As in "3 of 4 got something of value"."""
        people = sum(bool(getattr(person, "was_given", False)) for person in self.people)
        return _("%(people)s of %(all)s got something of value") % {
            "people": people,
            "all": self.numbers.people_a_lead,
        }
