"""The end of a lead, as programs send it."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from followups.api.forms import checked
from followups.api.values import Amount, Day, Sent, Text
from followups.panel.forms import CloseForm
from followups.situation import Situation

NAMES = {"won_at": "won_on", "early": "reason"}


class End(Sent):
    """Why a lead ends; of one that is won, what it is worth (null: not known yet), and the day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"disposition": "won", "value": "18400.00", "won_on": "2026-11-02"}]
        }
    )

    disposition: Text = Field(
        ..., description="As in “won”; with a reason of your own beneath it “won-5”, its number."
    )
    reason: Text = ""
    verdict: Text = Field("", description="“accepted”, or the reason for which it is rejected.")
    value: Amount | None = None
    won_on: Day | None = None


class EndForm(CloseForm):
    """The page's form. After a touch any verdict may be given: it may have told enough."""

    def __init__(self, sent: End, *, situation: Situation, after_touch: bool) -> None:
        unknown = "value" in sent.model_fields_set and sent.value is None
        data = {
            "disposition": sent.disposition,
            "reason": sent.reason,
            "verdict": sent.verdict,
            "value": "" if sent.value is None else str(sent.value),
            "value_unknown": "on" if unknown else "",
            "won_at": sent.won_on.isoformat() if sent.won_on else "",
        }
        super().__init__(data, situation=situation)
        if after_touch:
            self.offer_verdicts(situation)


def close_form(sent: End, situation: Situation, *, within: str = "") -> EndForm:
    """The form, filled in as it may be; `within` a touch that ends the lead."""
    form = EndForm(sent, situation=situation, after_touch=bool(within))
    return checked(form, names=NAMES, within=within)
