"""What the person who makes a form says: its texts, its questions, what may be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.lead_form.asks import MOST_ANSWERS, Answer, FormAsks, Offer, Question
from campaigns.lead_form.making import BadHost, checked
from campaigns.lead_form.wording import countries_in, languages, wording_in
from leadfollow.words import Said
from leads.models import Criterion, OwnField

MET = "+"  # before an answer that means yes
MOST_OFFERS = 5
LONGEST_TEXT = 2000


def line(label: Said, most: int, help_text: Said = "") -> forms.CharField:
    widget = forms.TextInput({"class": "form-control", "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=False, widget=widget, help_text=help_text
    )


def lines(label: Said, help_text: Said = "", *, rows: int = 2) -> forms.CharField:
    widget = forms.Textarea({"class": "form-control", "rows": rows})
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, widget=widget, help_text=help_text
    )


def choice(label: Said, choices: Any, help_text: Said = "") -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=widget, help_text=help_text
    )


class BuilderForm(forms.Form):
    """The form of a campaign as it is being made. The six fields and the comment are not in it:
    every form asks them."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = line(gettext_lazy("Title"), 160, gettext_lazy("Empty: the campaign’s name."))
    intro = lines(gettext_lazy("Above the form"))
    thanks = lines(gettext_lazy("After it was sent"), gettext_lazy("Empty: a thank-you."))
    consent = lines(
        gettext_lazy("Consent"),
        gettext_lazy("Has to be ticked. Empty: nothing is asked. Each version is kept."),
    )
    who_else = forms.BooleanField(
        label=gettext_lazy("Ask who else should see it"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    hosts = lines(
        gettext_lazy("Sites that may show it in a frame"),
        gettext_lazy("One a line, as in https://www.hafen.example"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        asks: FormAsks,
        hosts: Sequence[str] = (),
        criteria: Sequence[Criterion],
        own: Sequence[OwnField],
    ) -> None:
        self.asks, self.criteria, self.own = asks, criteria, own
        super().__init__(data, auto_id="form-%s", initial=initial_of(asks, hosts))
        self.fields["language"] = choice(
            _("Language"), languages(), _("In which it labels its fields and says what is wrong.")
        )
        countries = [("", "–"), *countries_in("en")]
        self.fields["country"] = choice(
            _("Country chosen at first"), countries, _("It can be changed in the form.")
        )
        asked = {question.code: question for question in asks.questions}
        default = {
            code: (text, answers) for code, text, answers in wording_in(asks.language).questions
        }
        for criterion in criteria:
            self.ask_about(criterion, asked.get(criterion.code), default.get(criterion.code))
        self.fields["own"] = forms.MultipleChoiceField(
            label=_("Own fields"),
            required=False,
            choices=[(field.code, field.name) for field in own],
            widget=forms.CheckboxSelectMultiple,
        )
        for number in range(MOST_OFFERS):
            self.offer_field(number)

    def ask_about(self, criterion: Criterion, asked: Question | None, default: Any | None) -> None:
        """The question of a criterion: as it is asked, else as it would be."""
        text, answers = default or (criterion.asks or f"{criterion.name}?", yes_or_no(self.asks))
        if asked:
            text, answers = asked.text, [(each.text, each.is_met) for each in asked.answers]
        code = criterion.code
        fields: dict[str, forms.Field] = {
            f"ask-{code}": forms.BooleanField(
                label=criterion.name,
                required=False,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            ),
            f"text-{code}": line(_("Question"), 120),
            f"answers-{code}": lines(_("Boxes"), rows=3),
        }
        self.fields.update(fields)
        shown = "\n".join(f"{MET} {said}" if met else said for said, met in answers)
        self.initial[f"ask-{code}"] = asked is not None
        self.initial[f"text-{code}"], self.initial[f"answers-{code}"] = text, shown

    def offer_field(self, number: int) -> None:
        self.fields[f"offer-{number}"] = line(_("What may be asked for"), 80)
        days = forms.NumberInput({"class": "form-control"})
        self.fields[f"days-{number}"] = forms.IntegerField(
            label=_("Within working days"),
            min_value=0,
            max_value=90,
            required=False,
            widget=days,
        )
        if number < len(self.asks.offers):
            offer = self.asks.offers[number]
            self.initial[f"offer-{number}"], self.initial[f"days-{number}"] = offer.name, offer.days

    def clean(self) -> dict[str, Any]:
        """A question has two boxes or more, days belong to something, and sites are told as such:
        all that is wrong is said at once."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.check_questions(cleaned)
        for number in range(MOST_OFFERS):
            days, name = cleaned.get(f"days-{number}"), cleaned.get(f"offer-{number}")
            if days is not None and not name:
                wrong = _("Write what is sent within these days, or take them out.")
                self.add_error(f"offer-{number}", wrong)
        for host in cleaned.get("hosts", "").split():
            try:
                checked(host)
            except BadHost as refusal:
                self.add_error("hosts", str(refusal))
        return cleaned

    def check_questions(self, cleaned: dict[str, Any]) -> None:
        for criterion in self.criteria:
            code = criterion.code
            if not cleaned.get(f"ask-{code}"):
                continue
            answers = answers_in(cleaned.get(f"answers-{code}", ""))
            if not cleaned.get(f"text-{code}"):
                self.add_error(f"text-{code}", _("Write the question."))
            if not 2 <= len(answers) <= MOST_ANSWERS:
                wrong = _("Two to %(most)s boxes, one a line.") % {"most": MOST_ANSWERS}
                self.add_error(f"answers-{code}", wrong)

    @property
    def made(self) -> FormAsks:
        """What the form will ask."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("title", "intro", "thanks", "consent", "country")}
        return FormAsks(
            version=said["after"],
            language=said["language"] or self.asks.language,
            **texts,
            questions=tuple(self.questions()),
            own=tuple(said["own"]),
            offers=tuple(self.offers()),
            who_else=said["who_else"],
        )

    def questions(self) -> Iterator[Question]:
        said = self.cleaned_data
        for code in (criterion.code for criterion in self.criteria):
            if said[f"ask-{code}"]:
                answers = answers_in(said[f"answers-{code}"])
                yield Question(code, said[f"text-{code}"], tuple(answers))

    def offers(self) -> Iterator[Offer]:
        said = self.cleaned_data
        for number in range(MOST_OFFERS):
            if name := said[f"offer-{number}"]:
                yield Offer(name, said[f"days-{number}"])

    @property
    def framed_by(self) -> list[str]:
        return [host for host in self.cleaned_data["hosts"].split() if host]

    @property
    def asked(self) -> list[tuple[Any, ...]]:
        """Of each criterion: whether it is asked, the question, the boxes."""
        parts = ("ask", "text", "answers")
        codes = [criterion.code for criterion in self.criteria]
        return [tuple(self[f"{part}-{code}"] for part in parts) for code in codes]

    @property
    def texts(self) -> list[Any]:
        return [self[name] for name in ("title", "language", "country", "intro", "thanks")]

    @property
    def own_boxes(self) -> list[Any]:
        return list(self["own"])

    @property
    def offered(self) -> list[tuple[Any, Any]]:
        return [(self[f"offer-{n}"], self[f"days-{n}"]) for n in range(MOST_OFFERS)]


def initial_of(asks: FormAsks, hosts: Sequence[str]) -> dict[str, Any]:
    names = ("title", "intro", "thanks", "consent", "country", "language", "who_else")
    told = {name: getattr(asks, name) for name in names}
    return told | {"own": list(asks.own), "hosts": "\n".join(hosts), "after": asks.version}


def yes_or_no(asks: FormAsks) -> list[tuple[str, bool]]:
    return [(asks.wording["yes"], True), (asks.wording["no"], False)]


def answers_in(typed: str) -> list[Answer]:
    """One a line; a plus before those that mean yes."""
    found = (part.strip() for part in typed.splitlines())
    return [
        Answer(part.removeprefix(MET).strip()[:80], part.startswith(MET)) for part in found if part
    ]
