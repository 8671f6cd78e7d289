"""Leads that one person found qualified and another one rejected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from followups.verdicts import standing_on_each
from leads.models import Says, Verdict
from reports.lead_names import lead_name
from reports.question import Answer, Question


@dataclass(frozen=True)
class Disagreement:
    """One lead: who qualified it when and by what, who rejected it when and why."""

    lead: str
    lead_id: int
    campaign: str
    rep: str
    qualified_by: str
    qualified: datetime
    by_what: str
    rejected_by: str
    rejected: datetime
    reason: str
    stands: str


def leads_of(question: Question) -> Any:  # annotated, which the type does not know
    """Those with both verdicts, of two people; none of them taken back, none from before the lead
    was last reopened."""
    newest = standing_on_each(given_by=question.now).order_by("-given_at", "-pk")
    qualified, rejected = newest.filter(says=Says.QUALIFIED), newest.filter(says=Says.REJECTED)
    leads = question.leads.annotate(
        qualified_id=Subquery(qualified.values("pk")[:1]),
        qualifier=Subquery(qualified.values("given_by")[:1]),
    )
    by_another = rejected.exclude(given_by=OuterRef("qualifier"))
    leads = leads.annotate(rejected_id=Subquery(by_another.values("pk")[:1]))
    return leads.filter(qualified_id__isnull=False, rejected_id__isnull=False)


def answer(question: Question) -> Answer:
    """A row per lead, the newest lead first."""
    leads = leads_of(question)
    rows = leads.order_by("-received_at", "-pk").values_list(
        lead_name(), "pk", "campaign__name", F("owner__name"), "qualified_id", "rejected_id"
    )[question.window]
    chosen = {pk for *_, yes, no in rows for pk in (yes, no)}
    verdicts = Verdict.objects.select_related("given_by", "definition", "why").in_bulk(chosen)
    found = [
        told(lead, lead_id, campaign, rep, verdicts[yes], verdicts[no])
        for lead, lead_id, campaign, rep, yes, no in rows
    ]
    return Answer(found, {"leads": leads.count()})


def told(
    lead: str, lead_id: int, campaign: str, rep: str | None, yes: Verdict, no: Verdict
) -> Disagreement:
    newer = max((yes, no), key=lambda verdict: (verdict.given_at, verdict.pk))
    version = _("version %(version)s") % {"version": yes.definition.version}
    return Disagreement(
        lead=lead,
        lead_id=lead_id,
        campaign=campaign,
        rep=rep or _("Nobody"),
        qualified_by=str(yes.given_by or _("Not known")),
        qualified=yes.given_at,
        by_what=_("%(version)s, in spite of what lacks: %(overrides)s")
        % {"version": version, "overrides": yes.overrides}
        if yes.overrides
        else version,
        rejected_by=str(no.given_by or _("Not known")),
        rejected=no.given_at,
        reason=": ".join(filter(None, [no.reason_in_words, no.words])),
        stands=str(newer.get_says_display()),
    )
