"""The own fields as they are set: on how many leads each is filled in, and the form of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from followups.panel.forms import select, text
from leadfollow.people.models import User
from leads.layout import laid_out
from leads.models import Lead, OwnField, OwnFieldChoice, OwnValue
from leads.own_fields.asking import beside, form_field, name_of

FACTS = ("name", "kind", "help", "is_asked", "is_needed")
TICK = {"class": "form-check-input"}
LONGEST_CHOICE = OwnFieldChoice._meta.get_field("name").max_length or 0


@dataclass(frozen=True)
class FieldRow:
    """A field, and how many of the leads in reach say something in it."""

    field: OwnField
    filled: int


def field_rows(user: User) -> tuple[list[FieldRow], list[FieldRow]]:
    """Those in use and those retired, in order; each number is the lead list's behind it."""
    values = OwnValue.objects.filter(lead__in=Lead.objects.visible_to(user))
    counted = values.values_list("field").annotate(Count("pk")).order_by()
    filled = dict(counted)
    fields = OwnField.objects.prefetch_related("choices")
    rows = [FieldRow(field, filled.get(field.pk, 0)) for field in fields]
    in_use = [row for row in rows if row.field.is_in_use]
    return in_use, [row for row in rows if not row.field.is_in_use]


class Preview(forms.Form):
    """Fields as the form for a new lead asks them."""

    def __init__(self, fields: Iterable[OwnField]) -> None:
        super().__init__(auto_id="preview-%s")
        asked = list(fields)
        for field in asked:
            self.fields[name_of(field)] = form_field(field, is_needed=field.is_needed)
        self.helper = laid_out(*beside(asked))


class OwnFieldForm(forms.Form):
    """A field, new or as it is; of a choice its answers too."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=text(autocomplete="off"),
        error_messages={"required": _("Say what it asks.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OwnField.Kind.choices, widget=select())
    help = forms.CharField(
        label=_("Help"),
        max_length=200,
        required=False,
        widget=text(autocomplete="off"),
        help_text=_("One sentence that stands below the field where it is asked."),
    )
    is_asked = forms.BooleanField(
        label=_("The form for a new lead asks it"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(TICK),
    )
    is_needed = forms.BooleanField(
        label=_("and refuses a blank"), required=False, widget=forms.CheckboxInput(TICK)
    )
    more = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
        help_text=_("Write one a line. Only a field of the kind “choice from a list” has them."),
    )

    def __init__(self, data: Any = None, *, field: OwnField | None = None) -> None:
        present = {name: getattr(field, name) for name in FACTS} if field else None
        super().__init__(data, initial=present, auto_id="own-field-%s")
        self.choices = list(field.choices.all()) if field else []
        if self.choices:
            self.fields["more"].label = _("Further choices")
        for choice in self.choices:
            self.fields[f"choice-{choice.pk}"] = forms.CharField(
                label=_("Choice"),
                max_length=LONGEST_CHOICE,
                initial=choice.name,
                widget=text(autocomplete="off"),
                error_messages={"required": _("A choice needs a name: retire it instead.")},
            )
            self.fields[f"offered-{choice.pk}"] = forms.BooleanField(
                label=_("Offered"),
                required=False,
                initial=choice.retired_at is None,
                widget=forms.CheckboxInput(TICK),
            )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_more(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["more"].splitlines())
        names = [line for line in lines if line]
        if any(len(name) > LONGEST_CHOICE for name in names):
            raise forms.ValidationError(
                _("A choice is at most %(most)d letters long.") % {"most": LONGEST_CHOICE}
            )
        return names

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("is_needed") and not said.get("is_asked"):
            self.add_error("is_needed", _("A field that is not asked cannot be needed."))
        return said

    @property
    def choice_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each choice with the tick that offers it."""
        return [(self[f"choice-{c.pk}"], self[f"offered-{c.pk}"]) for c in self.choices]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def changes(self) -> dict[str, Any]:
        """For `edit_own_field`."""
        said = self.cleaned_data
        return {
            "facts": self.facts,
            "names": {c.pk: " ".join(said[f"choice-{c.pk}"].split()) for c in self.choices},
            "offered": {c.pk for c in self.choices if said[f"offered-{c.pk}"]},
            "more": said["more"],
        }
