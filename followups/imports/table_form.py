"""How the table in a file is read: found out, shown, and to be said otherwise."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.ids import id_in
from leads.imports import letters
from leads.imports.preparing import Options
from leads.imports.reading import Sheet, open_sheet
from leads.imports.refusals import Refused, UnknownLetters
from leads.imports.text_table import SEPARATORS
from leads.models import Import

SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
LONGEST_NAME = 31  # letters of a worksheet's, by the format
WORDS = {sign: word for word, sign in SIGNS.items()}


class Said(NamedTuple):
    """Which table is meant."""

    line: str
    encoding: str
    separator: str  # its word
    worksheet: str


def can_be(name: str, said: str) -> bool:
    """Whether a worksheet may be called so, or letters be written in this way."""
    if name == "encoding":
        return said in ("", *letters.NAMES)
    return name != "worksheet" or (len(said) <= LONGEST_NAME and "\x00" not in said)


def told(data: Any, name: str, otherwise: str) -> str:
    """What was sent in a field; what was not, or makes no sense, is as it was."""
    said = str(data.get(name, otherwise))
    return said if can_be(name, said) else otherwise


def select(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select form-select-sm"})
    return forms.ChoiceField(choices=choices, required=False, widget=widget)


class TableForm(forms.Form):
    """The line with the names, the worksheet, the letters, what parts the cells."""

    batch: Import
    options: Options
    sheet: Sheet
    trouble = ""

    header_line = forms.IntegerField(
        min_value=1,
        label=gettext_lazy("Line with the column names"),
        widget=forms.NumberInput({"class": "form-control"}),
    )

    def read(self, data: Any) -> Sheet:
        """The table as it is said now, else as it can be read, with what is wrong."""
        content, options = bytes(self.batch.content or b""), self.options
        line, separator = options.header_line, options.separator
        worksheet, encoding = options.worksheet, options.encoding
        if data:
            worksheet = told(data, "worksheet", worksheet)
            encoding = told(data, "encoding", encoding)
            separator = (
                SIGNS.get(data.get("separator", ""), "") if "separator" in data else separator
            )
            asked_for = id_in(data.get("header_line", ""))
            line = line if asked_for is None else asked_for
        try:
            return open_sheet(
                content, header_line=line, worksheet=worksheet, encoding=encoding,
                separator=separator,
            )  # fmt: skip
        except Refused as refusal:
            self.trouble = str(refusal)
        try:
            return open_sheet(content)
        except UnknownLetters:
            return open_sheet(content, encoding="latin-1")  # to be looked at while one chooses

    def add_worksheets(self) -> None:
        if len(self.sheet.worksheets) > 1:
            self.fields["worksheet"] = select([(name, name) for name in self.sheet.worksheets])
            self.fields["worksheet"].initial = self.options.worksheet or self.sheet.worksheets[0]

    def add_letters(self) -> None:
        """What a text table leaves to be found out."""
        if self.sheet.worksheets:
            return
        usual = (
            "",
            "–" if self.trouble else _("as found: %(read)s") % {"read": self.sheet.read_as},
        )
        pages = [(name, str(word)) for name, word in letters.NAMES.items()]
        parts = [(WORDS[sign], str(word)) for sign, word in SEPARATORS.items()]
        self.fields["encoding"] = select([usual, *pages])
        self.fields["encoding"].label = _("Letters")
        self.fields["encoding"].initial = self.options.encoding
        self.fields["separator"] = select([usual, *parts])
        self.fields["separator"].label = _("Between the cells")
        self.fields["separator"].initial = WORDS.get(self.options.separator, "")

    @property
    def table(self) -> str:
        """Which table the form was drawn for; sent along, so that another choice is noticed."""
        options = self.options
        return "|".join(
            Said(
                str(self.sheet.header_line),
                options.encoding,
                WORDS.get(options.separator, ""),
                options.worksheet,
            )
        )

    @property
    def drawn(self) -> Said:
        parts = str(self.data.get("table", "")).split("|", 3)
        drawn = Said(*parts, *[""] * (4 - len(parts)))
        return Said(*(said if can_be(n, said) else "" for n, said in drawn._asdict().items()))

    @property
    def asked(self) -> Said:
        """What was sent; a field that the form has not stays as it was drawn."""
        drawn = self.drawn._asdict()
        names = {"line": "header_line"}
        return Said(**{n: told(self.data, names.get(n, n), drawn[n]) for n in drawn})

    @property
    def is_another_table(self) -> bool:
        """Whether it is to be read in another way: then the columns are other ones."""
        first = next(iter(self.sheet.worksheets), "")
        asked, drawn = self.asked, self.drawn
        return not self.trouble and (
            asked._replace(worksheet=asked.worksheet or first)
            != drawn._replace(worksheet=drawn.worksheet or first)
        )

    @property
    def table_chosen(self) -> dict[str, Any]:
        """As options; where more than the line is another, its place is found out anew."""
        asked = self.asked
        keeps = asked._replace(line="") == self.drawn._replace(line="")
        return {
            "header_line": id_in(asked.line) if keeps else None,
            "worksheet": asked.worksheet,
            "encoding": asked.encoding,
            "separator": SIGNS.get(asked.separator, ""),
        }
