"""What an organisation wants to know of its leads beside what the product asks."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

MOST_IN_USE = 40  # more fields than anybody fills in
MOST_CHOICES = 100  # of one field, retired ones not counted
LONGEST_TEXT = 500
COLUMNS = ("text", "number", "day", "yes", "choice")
IN_USE = Q(retired_at=None)


class OwnFieldQuerySet(models.QuerySet["OwnField"]):
    """Questions about own fields."""

    def in_use(self) -> Self:
        return self.filter(IN_USE)

    def asked(self) -> Self:
        """Those that the form for a new lead asks."""
        return self.in_use().filter(is_asked=True)


class OwnField(models.Model):
    """A further thing to know of a lead, defined once: it is then in form, import, filter, lead
    page and export. Never deleted: a retired one is asked no more, and what it says stays."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DAY = "day", _("Day")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("Choice from a list")

    name = models.CharField(max_length=60)
    code = models.SlugField(
        max_length=60, unique=True, help_text="Its name in files and addresses; never changed."
    )
    kind = models.CharField(max_length=6, choices=Kind)
    help = models.CharField(max_length=200, blank=True)
    is_asked = models.BooleanField(
        default=True, help_text="Whether the form for a new lead asks it."
    )
    is_needed = models.BooleanField(
        default=False, help_text="Whether that form refuses a blank there."
    )
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OwnFieldQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=IN_USE, name="ownfield_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="ownfield_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "number", "day", "yes_no", "choice"]),
                name="ownfield_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(is_needed=False) | Q(is_asked=True), name="ownfield_needed_is_asked"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_use(self) -> bool:
        return self.retired_at is None

    @property
    def column(self) -> str:
        """The column of OwnValue that holds what it says."""
        return "yes" if self.kind == self.Kind.YES_NO else self.kind

    @property
    def offered(self) -> list[OwnFieldChoice]:
        """The choices in use; fields are read with all of theirs."""
        return [choice for choice in self.choices.all() if choice.retired_at is None]


class OwnFieldChoice(models.Model):
    """One of the answers of an own field. Never deleted: a retired one is not offered any more."""

    field = models.ForeignKey(OwnField, models.CASCADE, related_name="choices", db_index=False)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            # What a value's choice is checked against: its field and itself.
            models.UniqueConstraint(fields=["field", "id"], name="ownfieldchoice_of_its_field"),
            models.UniqueConstraint(Lower("name"), "field", name="ownfieldchoice_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="ownfieldchoice_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def only(column: str) -> Q:
    """A value in this column, and in no other."""
    return Q(**{f"{name}__isnull": name != column for name in COLUMNS})


class OwnValue(models.Model):
    """What an own field says of a lead, in the column of its kind; blank is no row.

    That a choice belongs to the field is checked by the database too (see its migration).
    """

    lead = models.ForeignKey(
        "leads.Lead", models.CASCADE, related_name="own_values", db_index=False
    )
    field = models.ForeignKey(OwnField, models.PROTECT, related_name="values", db_index=False)
    text = models.CharField(max_length=LONGEST_TEXT, null=True, blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    yes = models.BooleanField(null=True, blank=True)
    choice = models.ForeignKey(
        OwnFieldChoice, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "field"], name="ownvalue_once"),
            models.CheckConstraint(
                condition=only("text")
                | only("number")
                | only("day")
                | only("yes")
                | only("choice"),
                name="ownvalue_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(text=None) | ~Q(text=""), name="ownvalue_text_says_something"
            ),
        ]
        indexes = [
            # The lead list filtered by a field, and on how many leads it is filled in.
            models.Index(fields=["field", "choice"], name="ownvalue_by_choice"),
            models.Index(
                fields=["field", "number"],
                condition=Q(number__isnull=False),
                name="ownvalue_by_number",
            ),
            models.Index(
                fields=["field", "day"], condition=Q(day__isnull=False), name="ownvalue_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.said}"

    @property
    def said(self) -> Any:
        """The value itself: text, number, day, yes or no, or a choice."""
        return getattr(self, self.field.column)
