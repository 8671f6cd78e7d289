"""What people say about a file that they bring in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from followups.imports.shapes import NOTHING, recall
from followups.imports.starting import as_options
from followups.imports.table_form import SIGNS, TableForm, select
from followups.imports.upload_form import must_own_campaign
from followups.imports.word_choices import meanings_of, spellings
from leadfollow.people.models import User
from leadfollow.people.places import zones
from leads.imports.fields import Field
from leads.imports.guessing import TRANSLATED, guess
from leads.imports.mapping import Mapping
from leads.imports.own_columns import kind_named
from leads.imports.preparing import Options, Plan, prepare, usual_zone
from leads.imports.refusals import Refused
from leads.models import Import

MOST_WORDS = 25
PLAIN = "plain"
ASKED = {"campaign": ("leads", "members", "touches"), "owner": ("leads", "members")}
Choice = tuple[Field, forms.BoundField, str, str]


class ColumnsForm(TableForm):
    """Which column is which field, how words and dates are meant, and whose the rows are."""

    use_required_attribute = False  # what lacks is said in words, in place

    time_zone = forms.ChoiceField(
        choices=zones,
        label=gettext_lazy("Time zone of its dates"),
        widget=forms.Select({"class": "form-select"}),
    )
    dates = forms.CharField(
        required=False,
        help_text=gettext_lazy("Only if the check finds dates it cannot read, such as %d.%m.%Y."),
        widget=forms.TextInput({"class": "form-control"}),
        label=gettext_lazy("Dates"),
    )
    blank = forms.CharField(
        required=False,
        label=gettext_lazy("Words that mean blank"),
        help_text=gettext_lazy("What a form writes where nothing was chosen, parted by commas."),
        widget=forms.TextInput({"class": "form-control"}),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        required=False,
        empty_label=gettext_lazy("As the column says, else “No source”"),
        to_field_name="code",
        widget=forms.Select({"class": "form-select"}),
        label=gettext_lazy("Campaign"),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=gettext_lazy("As the column says, else nobody"),
        to_field_name="email",
        widget=forms.Select({"class": "form-select"}),
        label=gettext_lazy("Owner"),
    )
    keep = forms.BooleanField(
        required=False, label=gettext_lazy("Keep columns that are not taken beside the lead"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, batch: Import, user: User, at: datetime, guessing: str = ""
    ) -> None:
        """`guessing`: blank takes what was said before, PLAIN no program's columns either."""
        self.batch, self.user, self.at = batch, user, at
        self.options = as_options(batch.options)
        self.kind = kind_named(batch.kind)
        self.sheet = self.read(data)
        is_plain = guessing == PLAIN
        header, sample = self.sheet.header, self.sheet.sample()
        self.guess = guess(self.kind, header, sample, presets=not is_plain)
        fresh = bool(guessing or batch.mapping)
        self.shape, recalled = NOTHING if fresh else recall(self.kind, header)
        saved = None if is_plain else self.saved()
        self.mapping = saved or recalled or self.guess
        if self.names_campaign:
            self.mapping = self.mapping.without_campaign()
        super().__init__(data, initial=self.remembered(), auto_id="import-%s")
        self.add_zones()
        self.add_worksheets()
        self.add_letters()
        self.add_people()
        self.add_columns()
        self.add_words()

    @property
    def names_campaign(self) -> bool:
        """Whether all rows come under a campaign that is chosen here, whatever a column says."""
        return must_own_campaign(self.user) and self.kind.name in ASKED["campaign"]

    def saved(self) -> Mapping | None:
        """What was said before about this very table."""
        if not self.batch.mapping:
            return None
        mapping = Mapping.parse(self.batch.mapping, kind=self.kind)
        fits = set(mapping.columns.values()) <= set(self.sheet.header)
        return mapping if fits else None

    def remembered(self) -> dict[str, Any]:
        return {
            "header_line": self.sheet.header_line,
            "time_zone": self.shape.time_zone if self.shape else self.options.time_zone,
            "dates": ", ".join(self.mapping.dates),
            "blank": ", ".join(self.mapping.blank),
            "campaign": self.options.campaign,
            "owner": self.options.owner,
            "keep": "*" not in self.mapping.drop,
        }

    def add_zones(self) -> None:
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = zones(present=self.options.time_zone)
        zone.help_text = _(
            "Choose the zone in which the file was written; %(zone)s is this organisation's."
        ) % {"zone": usual_zone()}

    def add_people(self) -> None:
        """The campaigns and reps in reach; a kind that has none does not ask."""
        campaigns = Campaign.objects.in_use().visible_to(self.user)
        if must_own_campaign(self.user):
            campaigns = campaigns.filter(owner=self.user)
            chosen = cast(forms.ModelChoiceField, self.fields["campaign"])
            chosen.required, chosen.empty_label = True, _("Choose one of your campaigns")
            chosen.error_messages["required"] = _("Choose the campaign of these rows.")
        reps = User.objects.assignable_by(self.user).order_by("name")
        for name, rows in (("campaign", campaigns), ("owner", reps)):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = rows
            if self.kind.name not in ASKED[name]:
                del self.fields[name]
        if self.kind.name == "touches":
            label = _("None: the rows name their leads")
            cast(forms.ModelChoiceField, self.fields["campaign"]).empty_label = label

    def add_columns(self) -> None:
        """One choice for each field: the columns of the file."""
        choices = [("", "–"), *((name, name) for name in self.sheet.header)]
        for item in self.kind_fields:
            field = self.fields[f"column-{item.name}"] = select(choices)
            field.label, field.initial = item.label, self.mapping.columns.get(item.name, "")

    def add_words(self) -> None:
        """One choice for each of their words of a field that takes only ours."""
        read = self.mapping.bind(self.sheet.header)
        rows = [read(cells) for cells in self.sheet.sample()] if self.mapping.columns else []
        plain = replace(self.mapping, values={}).bind(self.sheet.header)
        raw = [plain(cells) for cells in self.sheet.sample()] if rows else []
        for item in self.kind.fields:
            is_name = item.name == "campaign"
            if item.name not in self.mapping.columns or not (is_name or item.type in TRANSLATED):
                continue
            words = once(row[item.name] for row in raw if item.name in row)[:MOST_WORDS]
            choices = spellings(words, self.user) if is_name else meanings_of(item.name)
            for number, word in enumerate(words):
                self.add_word(f"word-{item.name}-{number}", item.name, word, choices)

    def add_word(self, name: str, of: str, word: str, choices: list[tuple[str, str]]) -> None:
        usual = _("as it is written") if of == "campaign" else _("as the product reads it")
        ours = self.mapping.values.get(of, {}).get(word, "")
        if of != "campaign":
            ours = ours.replace("_", " ")
        field = self.fields[name] = select([("", usual), *choices])
        field.label, field.initial = word, ours

    @property
    def kind_fields(self) -> list[Field]:
        """What a column may be."""
        of_campaign = self.names_campaign
        return [
            item for item in self.kind.fields
            if not (of_campaign and item.name.startswith("campaign"))
        ]  # fmt: skip

    @property
    def columns(self) -> Iterator[Choice]:
        """Each field with its choice, an example from the column chosen, and what stands in."""
        examples = self.examples()
        for item in self.kind_fields:
            bound = self[f"column-{item.name}"]
            also = ", ".join(self.mapping.further.get(item.name, ()))
            yield item, bound, examples.get(str(bound.value() or ""), ""), also

    @property
    def found(self) -> list[Choice]:
        return [column for column in self.columns if column[1].value()]

    @property
    def not_found(self) -> list[Choice]:
        return [column for column in self.columns if not column[1].value()]

    @property
    def left_over(self) -> list[str]:
        """The columns of the file that are no field."""
        return self.mapping.unmapped(self.sheet.header)

    def examples(self) -> dict[str, str]:
        """The first filled cell of each column."""
        found: dict[str, str] = {}
        for cells in self.sheet.sample(50):
            for name, cell in zip(self.sheet.header, cells, strict=True):
                if cell.strip():
                    found.setdefault(name, cell[:60])
        return found

    @property
    def words(self) -> list[tuple[str, forms.BoundField]]:
        labels = {item.name: str(item.label) for item in self.kind.fields}
        names = [name for name in self.fields if name.startswith("word-")]
        return [(labels[name.split("-")[1]], self[name]) for name in names]

    def clean(self) -> dict[str, Any]:
        """It has to be possible to begin: the same checks as those before the first row."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.trouble:
            raise forms.ValidationError(self.trouble)
        if not self.errors:
            try:
                self.plan()
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return cleaned

    def asked_for_all(self) -> dict[str, str]:
        """Campaign and owner as they were chosen, also where the columns are to be read anew."""
        names = {"campaign": "code", "owner": "email"}
        found = {}
        for name in names.keys() & self.fields.keys():
            rows = cast(forms.ModelChoiceField, self.fields[name]).queryset
            told = str(self.data.get(name, "")).replace("\x00", "")
            known = told and rows is not None and rows.filter(**{names[name]: told}).exists()
            found[name] = told if known else ""
        return found

    def plan(self) -> Plan:
        content = bytes(self.batch.content or b"")
        return prepare(
            self.kind, content, raw=self.said(), options=self.chosen(), at=self.at, by=self.user,
            sheet=self.sheet,
        )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """The mapping as it was filled in. What is said for all rows beats a column."""
        cleaned = self.cleaned_data
        columns = self.mapping.with_stand_ins({
            item.name: cleaned[f"column-{item.name}"]
            for item in self.kind.fields
            if cleaned.get(f"column-{item.name}")
        })  # fmt: skip
        if cleaned.get("campaign"):
            columns = {n: c for n, c in columns.items() if not n.startswith("campaign")}
        if cleaned.get("owner"):
            columns.pop("owner", None)
        values: dict[str, dict[str, str]] = {}
        for name in (name for name in self.fields if name.startswith("word-") and cleaned[name]):
            field = name.split("-")[1]
            if field in columns:
                values.setdefault(field, {})[str(self.fields[name].label)] = cleaned[name]
        lists = {name: parted(cleaned.get(name, "")) for name in ("dates", "blank")}
        return self.mapping.as_dict() | lists | {
            "columns": columns, "values": values,
            "drop": [] if cleaned.get("keep") else ["*"], "source": "",
        }  # fmt: skip

    def chosen(self) -> Options:
        """The options as they were filled in; a guess that was only confirmed stays one."""
        cleaned, said = self.cleaned_data, self.said()["columns"]
        guessed = {n: c for n, c in self.guess.as_dict()["columns"].items() if n in said} == said
        campaign, owner = cleaned.get("campaign"), cleaned.get("owner")
        return Options(
            header_line=cleaned["header_line"],
            worksheet=cleaned.get("worksheet", ""),
            encoding=cleaned.get("encoding", ""),
            separator=SIGNS.get(cleaned.get("separator", ""), ""),
            time_zone=cleaned["time_zone"],
            campaign=campaign.code if campaign else "",
            owner=owner.email if owner else "",
            guessed=guessed,
        )


def once(words: Iterable[str]) -> list[str]:
    """Each as it is written first, whatever its case: they are taken alike."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
    return list(found.values())


def parted(text: str) -> list[str]:
    """What stands between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
