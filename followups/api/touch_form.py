"""A touch that a program sends, judged as the log panel and the lead's page judge it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from followups.api.errors import Unfit
from followups.api.forms import checked
from followups.chips import chips_for
from followups.models import Channel, Outcome, Source, Touch
from followups.next_step import NextStep
from followups.panel.unplanned_form import UnplannedForm
from followups.situation import Situation

OF_UNPLANNED = ("channel", "own_channel", "direction", "contact", "instead_of")


class SentTouchForm(UnplannedForm):
    """The page's form; what comes next was said beside it."""

    def __init__(
        self, data: dict[str, Any], *, situation: Situation, then: NextStep | None
    ) -> None:
        self.then = then
        super().__init__(data, situation=situation)

    def checked_as(self, **names: str) -> SentTouchForm:
        """Filled in as it may be; `names` are the fields that were sent by another name."""
        if self.data["instead_of"] and "instead_of" not in self.fields:
            raise Unfit({"instead_of": _("No such touch is planned at this lead.")})
        return checked(self, names={"due_at": "next"} | names)

    def check_undated(self, cleaned: dict[str, Any]) -> None:
        """What comes next is asked for where nothing was said of it."""
        if self.then is None:
            super().check_undated(cleaned)

    def next_step(self, due_at: datetime | None) -> NextStep | None:
        return self.then or super().next_step(due_at)

    @property
    def touch(self) -> dict[str, Any]:
        return super().touch | {"source": Source.API}


def refuse_what_does_not_fit(
    touch: Touch, outcome: Outcome, note: str, *, said: Collection[str]
) -> None:
    """A planned touch has its channel and person; what may come of it goes by them."""
    wrong = {
        name: _("The planned touch says that already. Leave it out.")
        for name in OF_UNPLANNED
        if name in said
    }
    chips = [chip for chip in chips_for(touch.channel) if chip.outcome == outcome]
    if not chips:
        words = {"outcome": outcome.label, "channel": Channel(touch.channel).label.lower()}
        wrong["outcome"] = _("“%(outcome)s” does not go with “%(channel)s”.") % words
    elif chips[0].asks_why and not note:
        words = {"outcome": chips[0].label}
        wrong["note"] = _("Write in a few words what was said: “%(outcome)s” asks why.") % words
    if wrong:
        raise Unfit(wrong)
