"""The criteria of "qualified" on a lead: a tick and a line of evidence for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.operations.qualifying import Met
from followups.verdicts import missing_in
from leadfollow.bounds import within_reason
from leads.models import Criterion, Lead, Tick


class CriteriaForm(forms.Form):
    """One tick and one line per criterion; to stand in any form.

    What stands is filled in; `ticks` is for `operations.tick_criteria`.
    """

    def __init__(
        self, data: Any, *, criteria: list[Criterion], standing: dict[str, Tick], name: str
    ) -> None:
        super().__init__(data, auto_id=f"{name}-%s")
        self.criteria, self.standing = criteria, standing
        for criterion in criteria:
            self.add(criterion, standing.get(criterion.code))

    def add(self, criterion: Criterion, tick: Tick | None) -> None:
        asks = criterion.asks or _("How we know")
        self.fields[f"met-{criterion.code}"] = forms.BooleanField(
            label=criterion.name,
            required=False,
            initial=bool(tick and tick.is_met),
            widget=forms.CheckboxInput({"class": "form-check-input"}),
        )
        self.fields[f"evidence-{criterion.code}"] = forms.CharField(
            label=_("%(name)s: how we know") % {"name": criterion.name},
            required=False,
            max_length=300,
            initial=tick.evidence if tick else "",
            widget=forms.TextInput({"class": "form-control", "placeholder": asks, "title": asks}),
        )

    @property
    def rows(self) -> Iterator[tuple[Criterion, BoundField, BoundField, Tick | None]]:
        """For the template: criterion, tick, evidence, and who said what stands."""
        for criterion in self.criteria:
            code = criterion.code
            yield criterion, self[f"met-{code}"], self[f"evidence-{code}"], self.standing.get(code)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for criterion in self.criteria:
            evidence = f"evidence-{criterion.code}"
            if cleaned.get(f"met-{criterion.code}") and not cleaned.get(evidence):
                self.add_error(evidence, _("Write in a few words how we know."))
        return cleaned

    @property
    def ticks(self) -> dict[str, Met]:
        typed = self.cleaned_data
        codes = [criterion.code for criterion in self.criteria]
        return {code: Met(typed[f"met-{code}"], typed[f"evidence-{code}"]) for code in codes}


class TicksForm(CriteriaForm):
    """On the lead's page: every criterion of the definition in force."""

    def __init__(self, data: Any = None, *, lead: Lead) -> None:
        criteria = list(Criterion.objects.in_force())
        standing = Tick.objects.of(lead)
        super().__init__(data, criteria=criteria, standing=standing, name="bant")
        self.missing = missing_in(criteria, standing)
        self.needed = [criterion for criterion in criteria if criterion.is_needed]
        self.ticked = [criterion for criterion in self.needed if criterion not in self.missing]


class HeardForm(CriteriaForm):
    """In the log panel: the criteria that are not ticked yet. Nothing is taken back from here."""

    def __init__(self, data: Any = None, *, criteria: list[Criterion], name: str) -> None:
        super().__init__(data, criteria=criteria, standing={}, name=name)

    @property
    def ticks(self) -> dict[str, Met]:
        """What was ticked; the line of anything else is out of sight."""
        return {code: met for code, met in super().ticks.items() if met.is_met}


class ConvertForm(forms.Form):
    """What the lead may be worth, and a manager's reason where something is not ticked."""

    value = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput({"class": "form-control", "step": "0.01"}),
        label=gettext_lazy("Value"),
    )
    override = forms.CharField(
        label=gettext_lazy("Why it is qualified all the same"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, lead: Lead) -> None:
        super().__init__(data, initial={"value": lead.value}, auto_id="convert-%s")
        self.fields["value"].label = _("Expected value in %(currency)s") % {
            "currency": lead.campaign.currency
        }


class TimeframeForm(forms.Form):
    """By when they want it."""

    wanted_on = forms.DateField(
        label=gettext_lazy("They want it by"),
        validators=[within_reason],
        widget=forms.DateInput({"class": "form-control", "type": "date"}, "%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the day by which they want it.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="timeframe-%s")
