"""Rejections in a row: of how many leads from one source nothing was thought, the newest ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followups.numbers import Numbers
from leads.models import Says


@dataclass(frozen=True)
class Run:
    """The rep's newest verdicts on leads of one campaign, as far as all of them reject."""

    rejected: int = 0
    campaign: str = ""
    code: str = ""

    def said(self, numbers: Numbers) -> str:
        """As in "▲ alarm: Trade fair"; nothing below the notice."""
        if self.rejected >= numbers.rejected_alarm:
            return _("▲ alarm: %(campaign)s") % {"campaign": self.campaign}
        if self.rejected >= numbers.rejected_notice:
            return _("● notice: %(campaign)s") % {"campaign": self.campaign}
        return ""


Verdict = tuple[int, str, str, str]  # rep, campaign, its code, what it says


def longest_runs(newest_first: Iterable[Verdict]) -> dict[int, Run]:
    """For each rep the longest one that nothing ended yet."""
    counts: dict[tuple[int, str, str], int] = {}
    ended: set[tuple[int, str, str]] = set()
    for rep, campaign, code, says in newest_first:
        source = rep, campaign, code
        if says != Says.REJECTED:
            ended.add(source)
        elif source not in ended:
            counts[source] = counts.get(source, 0) + 1
    runs: dict[int, Run] = {}
    for (rep, campaign, code), rejected in counts.items():
        if rejected > runs.get(rep, Run()).rejected:
            runs[rep] = Run(rejected, campaign, code)
    return runs
