"""Into which bucket a lead goes, and when it wakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Bucket
from followups.next_step import Nurture
from followups.situation import Situation
from leadfollow.bounds import within_reason
from leadfollow.clock import months_on, today

WAKES_IN = (1, 3, 6, 12)  # months
TAKEN = frozenset("ejklnosux")  # letters that do something else where a touch is logged


@dataclass(frozen=True)
class BucketChip:
    """A bucket as one press: its letter, and the day on which the lead would wake."""

    bucket: Bucket
    key: str
    wakes_on: date
    is_chosen: bool


def letters_for(names: Iterable[str]) -> Iterator[str]:
    """A letter of each name that no other has; empty where all are taken."""
    taken = set(TAKEN)
    for name in names:
        free = (c for c in name.lower() if c in ascii_lowercase and c not in taken)
        letter = next(free, "")
        taken.add(letter)
        yield letter


class BucketForm(forms.Form):
    """A bucket, and its wake date: as the bucket proposes, in some months, or a day.

    It stands inside the log panel, where it may be left alone, and by itself on the lead's page.
    """

    bucket = forms.CharField(required=False, label=gettext_lazy("Bucket"))
    wake = forms.CharField(required=False, label=gettext_lazy("Wake"))
    wake_on = forms.DateField(
        required=False,
        validators=[within_reason],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        label=gettext_lazy("Wake on"),
    )
    trigger = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(
            {"class": "form-control", "placeholder": gettext_lazy("their contract ends")}
        ),
        label=gettext_lazy("Trigger"),
    )

    def __init__(self, data: Any = None, *, situation: Situation, name: str = "bucket") -> None:
        self.working = situation.working
        self.today = today(self.working.zone, situation.now)
        self.buckets = situation.buckets
        rests_in = situation.rests
        initial = {"bucket": rests_in.bucket_id if rests_in else ""}
        super().__init__(data, initial=initial, auto_id=f"{name}-%s")

    @property
    def chips(self) -> list[BucketChip]:
        letters = letters_for(bucket.name for bucket in self.buckets)
        return [
            BucketChip(bucket, letter, self.after(bucket.months), self.chosen == str(bucket.pk))
            for bucket, letter in zip(self.buckets, letters, strict=True)
        ]

    @property
    def presets(self) -> list[tuple[str, date]]:
        """How many months, and the day that this is."""
        return [(str(months), self.after(months)) for months in WAKES_IN]

    def after(self, months: int) -> date:
        """The working day on which so many months are over."""
        return self.working.add_working_days(months_on(self.today, months), 0)

    @property
    def chosen(self) -> str:
        """The bucket that is ticked, as its number."""
        return str(self["bucket"].value() or "")

    def clean_bucket(self) -> Bucket:
        for bucket in self.buckets:
            if str(bucket.pk) == self.cleaned_data["bucket"]:
                return bucket
        raise ValidationError(_("Choose why it has to wait."))

    def clean_wake(self) -> int:
        wake = self.cleaned_data["wake"]
        if not wake:
            return 0
        if wake not in map(str, WAKES_IN):
            raise ValidationError(_("Choose when it wakes."))
        return int(wake)

    @property
    def wakes_on(self) -> date:
        """The day that was typed, else the months that were pressed, else what is proposed."""
        said = self.cleaned_data
        bucket: Bucket = said["bucket"]
        typed: date | None = said["wake_on"]
        return typed or self.after(said["wake"] or bucket.months)

    @property
    def wait(self) -> dict[str, Any]:
        """What was said, for the operation without a touch."""
        said = self.cleaned_data
        return {"bucket": said["bucket"], "wake_on": self.wakes_on, "trigger": said["trigger"]}

    def next_step(self, log: forms.Form) -> Nurture | None:
        """What was said in the log panel, if a bucket is ticked; the panel hears what is wrong."""
        if not self.chosen:
            return None
        if not self.is_valid():
            log.add_error(None, _("Look at the day on which it wakes: that is not understood."))
            return None
        said = self.cleaned_data
        return Nurture(said["bucket"].pk, self.wakes_on, said["trigger"])
