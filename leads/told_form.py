"""What somebody tells of himself: on the public form, or on a telephone at the stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import validate_email

from campaigns.lead_form.asks import BESIDE, MOST_COMPANIONS, SIX, FormAsks, Offer, Question
from campaigns.lead_form.wording import Wording, countries_in
from leads.identity import is_junk, is_whole_number
from leads.intake import Person
from leads.models import OwnField
from leads.own_fields.asking import form_field, name_of, told_in
from leads.own_fields.values import Value, own_fields_in_use
from leads.postal_codes import rule_of

LONGEST = {
    "name": 160, "company": 200, "email": 254, "phone": 60, "address": 300, "postal_code": 20,
    "job_title": 120, "city": 120,
}  # fmt: skip
FILLED_BY = {  # what browsers fill in by themselves, in the order of the page
    "name": "name", "job_title": "organization-title", "company": "organization",
    "email": "email", "phone": "tel", "country": "country", "address": "street-address",
    "postal_code": "postal-code", "city": "address-level2",
}  # fmt: skip
SOMEBODY = ("name", "company", "email", "phone")  # of whom one is known, there is somebody
LONGEST_COMMENT = 4000
LONGEST_REQUEST = 200
TICK = "tick-"
OTHER = "other"


@dataclass(frozen=True)
class Ticked:
    """The box that was ticked under a question; whether it means that the criterion is met."""

    question: str
    answer: str
    is_met: bool

    def __str__(self) -> str:
        return f"{self.question} {self.answer}"


@dataclass(frozen=True)
class Told:
    """What a valid form says."""

    person: Person
    comment: str
    request: str
    promised_days: int | None
    ticked: Mapping[str, Ticked]  # by the code of the criterion
    own: Mapping[str, Value | None]
    companions: tuple[Person, ...]


class ToldForm(forms.Form):
    """A form as its campaign asks it, judged by one rule wherever it was filled in.

    None of the six is left blank, but a postal code where the post has none or needs none; code
    and number are such as that country has. Labels and errors are in the form's language.

    At a stand somebody types it from a card, in a hurry: there what is blank may be completed
    later, but there must be somebody, and his consent.
    """

    def __init__(
        self, data: Any = None, *, asks: FormAsks, at_stand: bool = False, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.asks, self.wording, self.at_stand = asks, asks.wording, at_stand
        self.own = own_fields_of(asks)
        self.fields.update(contact_fields(self.wording, asks.country))
        self.fields.update({f"{TICK}{q.code}": ticks_of(q, self.wording) for q in asks.questions})
        for field in self.own:
            asked = form_field(field, is_needed=field.is_needed)
            asked.error_messages |= {"required": self.wording["missing"]}
            self.fields[name_of(field)] = asked
        if asks.offers:
            self.fields["request"] = offers_of(asks.offers, self.wording)
        self.fields["request_other"] = text(self.wording, "request_other", LONGEST_REQUEST)
        self.fields["comment"] = comment(self.wording)
        if asks.who_else:
            self.fields.update(companion_fields(self.wording))
        if asks.consent:
            missing = {"required": self.wording["missing"]}
            self.fields["consent"] = forms.BooleanField(label=asks.consent, error_messages=missing)
        for name, shown in self.fields.items():
            dress(shown)
            if at_stand and name != "consent":
                shown.required = False

    def clean(self) -> dict[str, Any]:
        """Refuse blanks, words that only fill a field, and what cannot be that country's."""
        said = self.cleaned_data
        self.refuse_vain(said)
        country = self.country
        if said.get("phone") and not is_whole_number(said["phone"], country):
            self.add_error("phone", self.wording["phone_wrong"])
        self.check_postal_code(said.get("postal_code", ""), country)
        for number in self.numbers:
            self.check_companion(number, said)
        if self.at_stand and not self.errors and not any(said.get(name) for name in SOMEBODY):
            self.add_error("name", self.wording["missing"])
        return said

    @property
    def country(self) -> str:
        """As it was told; a card at a stand that names none is of the event's country."""
        at_home = self.asks.country if self.at_stand else ""
        return self.cleaned_data.get("country", "") or at_home

    def refuse_vain(self, said: Mapping[str, Any]) -> None:
        for name in SIX:
            value = said.get(name, "")
            if value and is_junk(value) and not (name == "postal_code" and value.isdecimal()):
                self.add_error(name, self.wording["junk"])

    def check_postal_code(self, code: str, country: str) -> None:
        rule = rule_of(country)
        if self.has_error("postal_code") or not rule:
            return
        if code and not rule.allows(code):
            wrong = self.wording["postal_code_wrong"].format(example=rule.example)
            self.add_error("postal_code", wrong)
        elif not code and rule.is_needed and not self.at_stand:
            self.add_error("postal_code", self.wording["missing"])

    def check_companion(self, number: int, said: Mapping[str, Any]) -> None:
        name, reach = f"else_name_{number}", f"else_reach_{number}"
        way = reached_at(said.get(reach, ""), self.country)
        if said.get(reach) and (not way or len(said[reach]) > LONGEST[way]):
            self.add_error(reach, self.wording["reach_wrong"])
        elif said.get(name) and not said.get(reach):
            self.add_error(reach, self.wording["missing"])

    @property
    def contact(self) -> list[Any]:
        """Name and address, as the page lays them out."""
        return [self[name] for name in FILLED_BY]

    @property
    def boxes(self) -> list[Any]:
        """The questions, and what may be asked for."""
        ticks = [self[f"{TICK}{question.code}"] for question in self.asks.questions]
        return [*ticks, *([self["request"]] if "request" in self.fields else [])]

    @property
    def further(self) -> list[Any]:
        """What is written, after what is ticked."""
        names = ("request_other", *(name_of(field) for field in self.own), "comment")
        return [self[name] for name in names]

    @property
    def numbers(self) -> range:
        """Of the other persons who may be named."""
        return range(1, MOST_COMPANIONS + 1 if self.asks.who_else else 1)

    @property
    def beside(self) -> list[tuple[Any, Any]]:
        """Name and way of each other person."""
        return [(self[f"else_name_{n}"], self[f"else_reach_{n}"]) for n in self.numbers]

    @property
    def told(self) -> Told:
        """What it says, once it is valid."""
        said = self.cleaned_data
        offer = self.offer
        other = said["request_other"]
        wanted = [offer.name] if offer else []
        return Told(
            person=Person(**{name: said.get(name, "") for name in (*SIX, *BESIDE)}),
            comment=said["comment"],
            request="; ".join([*wanted, *([other] if other else [])])[:LONGEST_REQUEST],
            promised_days=offer.days if offer else None,
            ticked=dict(self.ticked()),
            own=told_in(said, self.own),
            companions=tuple(self.companions()),
        )

    @property
    def offer(self) -> Offer | None:
        chosen = self.cleaned_data.get("request") or ""
        return self.asks.offers[int(chosen)] if chosen.isdecimal() else None

    def ticked(self) -> Iterator[tuple[str, Ticked]]:
        for question in self.asks.questions:
            chosen = self.cleaned_data[f"{TICK}{question.code}"]
            if chosen:
                answer = question.answers[int(chosen)]
                yield question.code, Ticked(question.text, answer.text, answer.is_met)

    def companions(self) -> Iterator[Person]:
        said = self.cleaned_data
        for number in self.numbers:
            reach = said.get(f"else_reach_{number}", "")
            if reach:
                way = reached_at(reach, self.country)
                name = said.get(f"else_name_{number}", "")
                where = {"company": said["company"], "country": said["country"]}
                yield Person(name=(name or reach)[: LONGEST["name"]], **where, **{way: reach})


def own_fields_of(asks: FormAsks) -> list[OwnField]:
    """Those of its own fields that are still in use, in the order of the form."""
    in_use = {field.code: field for field in own_fields_in_use()} if asks.own else {}
    return [in_use[code] for code in asks.own if code in in_use]


def reached_at(typed: str, country: str) -> str:
    """Whether it is an address or a number; empty if it is neither."""
    try:
        validate_email(typed)
    except forms.ValidationError:
        return "phone" if is_whole_number(typed, country) else ""
    return "email"


def contact_fields(wording: Wording, country: str) -> Iterator[tuple[str, forms.Field]]:
    """The six and what stands beside them, in the order in which an address is written."""
    for name in FILLED_BY:
        if name == "country":
            yield name, country_field(wording, country)
            continue
        # Whether a postal code is needed, the country says.
        needed = name in SIX and name != "postal_code"
        field = text(wording, name, LONGEST[name], needed=needed)
        if name == "email":
            field.widget = forms.EmailInput()
            field.validators.append(email_in(wording))
        field.widget.attrs["autocomplete"] = FILLED_BY[name]
        if name == "phone":
            field.widget.attrs |= {"inputmode": "tel"}
        yield name, field


def email_in(wording: Wording) -> Any:
    def check(typed: str) -> None:
        try:
            validate_email(typed)
        except forms.ValidationError as wrong:
            raise forms.ValidationError(wording["email_wrong"]) from wrong

    return check


def country_field(wording: Wording, country: str) -> forms.ChoiceField:
    errors = {"required": wording["missing"], "invalid_choice": wording["wrong"]}
    choices = [("", "–"), *countries_in(wording.language)]
    field = forms.ChoiceField(
        choices=choices, label=wording["country"], initial=country, error_messages=errors
    )
    field.widget.attrs["autocomplete"] = FILLED_BY["country"]
    return field


def text(wording: Wording, name: str, most: int, *, needed: bool = False) -> forms.CharField:
    errors = {"required": wording["missing"], "max_length": wording["too_long"]}
    errors |= {"invalid": wording["wrong"]}
    return forms.CharField(
        label=wording[name], max_length=most, required=needed, error_messages=errors
    )


def comment(wording: Wording) -> forms.CharField:
    field = text(wording, "comment", LONGEST_COMMENT)
    field.widget = forms.Textarea({"rows": 3})
    return field


def ticks_of(question: Question, wording: Wording) -> forms.ChoiceField:
    """Boxes of which one is ticked: a tap for each letter of BANT."""
    choices = [(str(number), answer.text) for number, answer in enumerate(question.answers)]
    return boxes(question.text, choices, wording)


def offers_of(offers: Iterable[Offer], wording: Wording) -> forms.ChoiceField:
    choices = [(str(number), offer.name) for number, offer in enumerate(offers)]
    return boxes(wording["request"], choices, wording)


def boxes(label: str, choices: list[tuple[str, str]], wording: Wording) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices,
        label=label,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": wording["wrong"]},
    )


def companion_fields(wording: Wording) -> Iterator[tuple[str, forms.Field]]:
    """Name and way of each other person, for whom what is sent should be too."""
    for number in range(1, MOST_COMPANIONS + 1):
        for part, most in (("name", 160), ("reach", 254)):
            field = text(wording, f"who_else_{part}", most)
            field.widget.attrs["autocomplete"] = "off"
            yield f"else_{part}_{number}", field


def dress(field: forms.Field) -> None:
    """In the clothes of our pages."""
    if isinstance(field.widget, forms.RadioSelect):
        return
    if isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "form-check-input"
    else:
        is_list = isinstance(field.widget, forms.Select)
        field.widget.attrs["class"] = "form-select" if is_list else "form-control"
