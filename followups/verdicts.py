"""Which verdict a lead has, which one its end asks for, and when one may be given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from leads.models import (
    CLERICAL,
    Closure,
    Criterion,
    Disposition,
    Lead,
    Rejection,
    Says,
    Tick,
    Verdict,
)
from leads.models.verdict import VerdictQuerySet

BOUGHT = (Disposition.WON, Disposition.BOUGHT_ELSEWHERE)
UNFIT = (Disposition.DISQUALIFIED, Disposition.DUPLICATE)


@dataclass(frozen=True)
class Judgement:
    """What somebody makes of a lead; a rejection has a reason, and may name an own one."""

    says: str
    reason: str = ""
    words: str = ""
    why_id: int | None = None

    @classmethod
    def of(cls, choice: str, words: str = "") -> Judgement | None:
        """From what was chosen in a form: a rejection is chosen by its reason, or by an own one
        that counts as it."""
        reason, _, why = choice.partition("-")
        if reason in Rejection.values:
            return cls(Says.REJECTED, reason, words, int(why) if why else None)
        return cls(choice) if choice else None

    @property
    def rejects(self) -> bool:
        return self.says == Says.REJECTED

    @property
    def is_clerical(self) -> bool:
        return self.reason in CLERICAL


ACCEPTED = Judgement(Says.ACCEPTED)
QUALIFIED = Judgement(Says.QUALIFIED)


def standing_verdict(lead: Lead) -> Verdict | None:
    """The newest one; of a lead that was reopened, the newest since."""
    reopened = Closure.objects.made().filter(lead=lead, reopened_at__gte=OuterRef("given_at"))
    verdicts = Verdict.objects.standing().filter(~Exists(reopened), lead=lead)
    return verdicts.select_related("given_by", "definition", "why").in_order().last()


def standing_on_each(*, given_by: datetime) -> VerdictQuerySet:
    """For a query of leads: those that stand on the lead of its row as of a moment."""
    reopened = Closure.objects.made().filter(
        lead=OuterRef("lead"), reopened_at__gte=OuterRef("given_at")
    )
    verdicts = Verdict.objects.standing().filter(lead=OuterRef("pk"), given_at__lte=given_by)
    return verdicts.filter(~Exists(reopened))


def implied(disposition: str, standing: Verdict | None) -> Judgement | None:
    """What an end says about a lead; nothing where that is known, or has to be asked.

    Who bought was worth it; a duplicate is one; what was worked to its end was accepted. Nobody
    judges whoever asked never to be contacted.
    """
    rejected = standing is not None and standing.rejects
    if disposition in BOUGHT:
        return ACCEPTED if standing is None or rejected else None
    if disposition == Disposition.DUPLICATE and not rejected:
        return Judgement(Says.REJECTED, Rejection.DUPLICATE)
    if disposition in (*UNFIT, Disposition.DO_NOT_CONTACT):
        return None
    return ACCEPTED if standing is None else None


def contradicts(disposition: str, judgement: Judgement) -> str:
    """Why this verdict cannot stand beside this end, in a sentence; else nothing."""
    if disposition in BOUGHT and judgement.rejects:
        return _("Whoever bought was worth the work: a lead that ends like this is accepted.")
    if disposition in UNFIT and not judgement.rejects:
        return _("A lead that ends like this is rejected: choose why.")
    return ""


def may_be_rejected_freely(lead: Lead) -> bool:
    """Whether somebody there answered, or the attempts on the one to be tried are used up."""
    return lead.responded_at is not None or lead.exhausted_at is not None


def missing_in(criteria: Iterable[Criterion], ticks: Mapping[str, Tick]) -> list[Criterion]:
    """What is needed of these and nobody has ticked; `ticks` by the criterion's code."""
    met = {code for code, tick in ticks.items() if tick.is_met}
    return [c for c in criteria if c.is_needed and c.code not in met]
