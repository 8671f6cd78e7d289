"""Own fields as forms ask them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _

from leadfollow.bounds import within_reason
from leadfollow.seen import Clash, SeenForm
from leads.layout import laid_out
from leads.models import Lead, OwnField, OwnFieldChoice, OwnValue
from leads.models.own_field import LONGEST_TEXT
from leads.own_fields.values import Value, in_words, with_choices

PREFIX = "own-"
OFF = {"autocomplete": "off"}
YES, NO = "True", "False"


def name_of(field: OwnField) -> str:
    """What it is called in a form and in the address of a filtered list."""
    return f"{PREFIX}{field.code}"


def form_field(field: OwnField, *, is_needed: bool = False) -> forms.Field:
    """One own field as it is asked, blank where that is allowed."""
    asked: forms.Field
    match field.kind:
        case OwnField.Kind.NUMBER:
            number = forms.NumberInput({**OFF, "step": "any", "inputmode": "decimal"})
            asked = forms.DecimalField(max_digits=18, decimal_places=4, widget=number)
        case OwnField.Kind.DAY:
            day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            asked = forms.DateField(widget=day, validators=[within_reason])
        case OwnField.Kind.YES_NO:
            yes_or_no = [("", "–"), (YES, _("Yes")), (NO, _("No"))]
            asked = choose(yes_or_no, coerce=lambda said: str(said) == YES)
        case OwnField.Kind.CHOICE:
            choices = [("", "–"), *((str(c.pk), c.name) for c in field.offered)]
            asked = choose(choices, coerce=int)
        case _:
            asked = forms.CharField(max_length=LONGEST_TEXT, widget=forms.TextInput(OFF))
    asked.label, asked.help_text, asked.required = field.name, field.help, is_needed
    missing = _("%(field)s is missing.") % {"field": field.name}
    asked.error_messages = {**asked.error_messages, "required": missing}
    return asked


def choose(choices: list[tuple[str, Any]], *, coerce: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=choices, coerce=coerce, empty_value=None)


def beside(fields: Iterable[OwnField]) -> list[Div]:
    """Beside each other where there is room; none where there are no fields."""
    names = [name_of(field) for field in fields]
    return [Div(*names, css_class="fields")] if names else []


def told_in(cleaned: dict[str, Any], fields: Iterable[OwnField]) -> dict[str, Value | None]:
    """What a valid form says of these fields, by code, for `tell_own_fields`."""
    return {
        field.code: told(field, cleaned[name_of(field)])
        for field in fields
        if name_of(field) in cleaned
    }


def told(field: OwnField, said: Any) -> Value | None:
    if field.kind == OwnField.Kind.CHOICE and said is not None:
        return next(choice for choice in field.choices.all() if choice.pk == said)
    value: Value | None = None if said == "" else said
    return value


def as_initial(value: Value | None) -> Any:
    """As the form field of its kind begins with it."""
    if isinstance(value, bool):
        return YES if value else NO
    return value.pk if isinstance(value, OwnFieldChoice) else value


class OwnFieldsForm(SeenForm):
    """What a lead says in the fields that are in use. A retired choice that it has stays one."""

    def __init__(self, data: Any = None, *, lead: Lead) -> None:
        super().__init__(data)
        self.own = with_choices(OwnField.objects.in_use())
        self.values = self.told_by(lead)
        for field in self.own:
            self.fields[name_of(field)] = self.asked(field)
        self.helper = laid_out(*beside(self.own))
        self.look({name_of(field): as_initial(self.values.get(field.code)) for field in self.own})

    def told_by(self, lead: Lead) -> dict[str, Value]:
        """By code."""
        rows = OwnValue.objects.filter(lead=lead).select_related("field", "choice")
        return {row.field.code: row.said for row in rows}

    def asked(self, field: OwnField) -> forms.Field:
        asked, value = form_field(field), self.values.get(field.code)
        if isinstance(value, OwnFieldChoice) and value.retired_at:
            choices = cast(forms.TypedChoiceField, asked)
            choices.choices = [*choices.choices, (str(value.pk), _("%s (retired)") % value)]  # type: ignore[misc]
        return asked

    @property
    def told(self) -> dict[str, Value | None]:
        """What its writer changed, by code."""
        changed = [field for field in self.own if name_of(field) in self.changed_data]
        return told_in(self.cleaned_data, changed)

    @property
    def saw(self) -> dict[str, Any]:
        """What its writer saw, by code, as the form's fields hold it."""
        return {name.removeprefix(PREFIX): value for name, value in self.seen.items()}

    def show_now(self, lead: Lead, clashes: Iterable[Clash], *, to: Any) -> None:
        """What stands there now, beside what was typed."""
        self.values = self.told_by(lead)
        self.show_all(
            {name: as_initial(self.values.get(name.removeprefix(PREFIX))) for name in self.initial},
            clashes,
            to=to,
        )


def clash(field: OwnField, holds: Value | None, last: tuple[Any, Any]) -> Clash:
    """A field that somebody else changed meanwhile."""
    return Clash(name_of(field), "" if holds is None else in_words(holds), *last)
