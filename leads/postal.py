"""Ranges of postal codes: what people write, and whether a code lies within.

A condition for the database and a function in memory say the same; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, Q, Value
from django.db.models.functions import Lower, Replace, Upper
from django.db.models.sql.compiler import SQLCompiler

from leads.regions import names_of, regions

COUNTRY, CODE = r"[A-Za-z ]+", r"[0-9A-Za-z -]+"  # what is read; all else lies nowhere
WRITTEN = re.compile(r"([A-Za-z]{2})(?:\s+(\S.*))?")
BETWEEN = (" - ", "–", " to ", "-")  # the first that stands there parts two codes
AFTER_ALL = "~"  # behind whatever follows a code's letters and digits


class BadRange(Exception):
    """What was written is no range."""


class Bytewise(Func):
    """A text that is compared sign by sign, whatever language the database speaks."""

    arity = 1
    output_field = CharField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any
    ) -> Any:
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"')

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)")


@dataclass(frozen=True)
class Range:
    """Postal codes of a country from the first to the last and whatever begins like it; both
    empty: the whole country."""

    country: str
    first: str = ""
    last: str = ""

    @classmethod
    def parse(cls, text: str) -> Range:
        """From "DE 20000–29999", "DE 20095", or "DE" for all of it."""
        match = WRITTEN.fullmatch(text.strip())
        if not match or match[1].upper() not in regions():
            raise BadRange(text)
        codes = match[2] or ""
        between = next((sign for sign in BETWEEN if sign in codes), "")
        first, _, last = codes.partition(between) if between else (codes, "", codes)
        ends = [key_of(code) for code in (first, last)] if codes else ["", ""]
        if codes and (not all(ends) or ends[0] > ends[1] + AFTER_ALL):
            raise BadRange(text)
        return cls(match[1].upper(), *ends)

    def __str__(self) -> str:
        if not self.first:
            return self.country
        if self.first == self.last:
            return f"{self.country} {self.first}"
        return f"{self.country} {self.first}–{self.last}"

    def overlaps(self, other: Range) -> bool:
        if self.country != other.country:
            return False
        if not (self.first and other.first):
            return True
        return self.first <= other.last + AFTER_ALL and other.first <= self.last + AFTER_ALL

    def covers(self, country: str, code: str) -> bool:
        """Whether somebody there lives within it."""
        if not re.fullmatch(COUNTRY, country):
            return False
        if country.replace(" ", "").lower() not in names_of(self.country):
            return False
        key = key_of(code)
        return not self.first or (bool(key) and self.first <= key <= self.last + AFTER_ALL)

    @property
    def condition(self) -> Q:
        """The same of rows that have the columns of `KEYS`."""
        there = Q(contact__country__regex=rf"^{COUNTRY}\Z", country_key__in=names_of(self.country))
        if not self.first:
            return there
        within = Q(code_key__gte=self.first, code_key__lte=self.last + AFTER_ALL)
        return there & Q(contact__postal_code__regex=rf"^{CODE}\Z") & within


def key_of(code: str) -> str:
    """A code as it is compared: capitals and digits without blanks and hyphens; else empty."""
    code = code.strip(" ")
    return code.replace(" ", "").replace("-", "").upper() if re.fullmatch(CODE, code) else ""


def without(column: Any, sign: str) -> Replace:
    return Replace(column, Value(sign), Value(""))


# Of a person at a lead: his country and code as they are compared.
KEYS: dict[str, Any] = {
    "country_key": Lower(without("contact__country", " ")),
    "code_key": Bytewise(Upper(without(without("contact__postal_code", " "), "-"))),
}


def within(ranges: Iterable[Range]) -> Q:
    """In one of them; in none where there is none."""
    condition = Q(pk__in=[])
    for each in ranges:
        condition |= each.condition
    return condition
