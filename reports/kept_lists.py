"""The rows behind a number of a closed week, by the ids that were kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy

from followups.channels import told_channel
from followups.models import EarlyStop, Touch
from leads.models import Inquiry, Lead
from reports.lead_names import lead_name
from reports.ledger import Fate
from reports.retrospective_lists import LEAD_PARTS, NOT_FOLLOWED_UP, TOUCH_PARTS, in_words

OF_TOUCHES = {fate.value: TOUCH_PARTS[fate] for fate in Fate} | {
    "came_due": TOUCH_PARTS[""], "older": TOUCH_PARTS["older"],
    "due_and_not_made": TOUCH_PARTS["due"], "written_off": TOUCH_PARTS["written_off"],
}  # fmt: skip
OF_INQUIRIES = {
    NOT_FOLLOWED_UP: LEAD_PARTS[NOT_FOLLOWED_UP],
    "followed_up": gettext_lazy("Inquiries that were followed up"),
    "inquiries": gettext_lazy("Inquiries of the follow-up level"),
}
KEPT_NUMBERS = OF_TOUCHES | OF_INQUIRIES | {
    "new_leads": LEAD_PARTS[""], "new_without_next_step": LEAD_PARTS["unplanned"],
    "open_leads": gettext_lazy("Open leads"),
    "without_next_step": gettext_lazy("Open leads without a next step"),
    "overdue": gettext_lazy("Leads with an overdue next step"),
    "silent": gettext_lazy("Silent leads"), "silent_longer": gettext_lazy("Longer silent leads"),
    "silent_longest": gettext_lazy("Longest silent leads"),
    "stopped_early": gettext_lazy("Leads that were stopped early"),
}  # fmt: skip


@dataclass(frozen=True)
class KeptLine:
    """One row, called as it is now; without a lead it is not here any more."""

    lead_id: int | None
    name: str
    small: str


def kept_lines(name: str, ids: list[int]) -> list[KeptLine]:
    """In the order of the ids; what was removed since keeps its place."""
    here = found(name, ids)
    return [here.get(pk, KeptLine(None, "", "")) for pk in ids]


def found(name: str, ids: list[int]) -> dict[int, KeptLine]:
    if name in OF_TOUCHES:
        rows = Touch.objects.filter(pk__in=ids).values_list(
            "pk", "lead_id", lead_name("lead__"), told_channel(), "subject"
        )
        return {pk: KeptLine(lead, its, in_words(how, what)) for pk, lead, its, how, what in rows}
    if name in OF_INQUIRIES:
        return lines_of(Inquiry.objects.filter(pk__in=ids), "lead__", "lead_id", "campaign__name")
    if name == "stopped_early":
        return lines_of(EarlyStop.objects.filter(pk__in=ids), "lead__", "lead_id", "reason")
    return lines_of(Lead.objects.filter(pk__in=ids), "", "pk", "campaign__name")


def lines_of(rows: object, lead: str, lead_id: str, small: str) -> dict[int, KeptLine]:
    told = rows.values_list("pk", lead_name(lead), F(small), F(lead_id))  # type: ignore[attr-defined]
    return {pk: KeptLine(its, name, said) for pk, name, said, its in told}
