"""What is to be done with the leads that are ticked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from followups.lists.lead_filter import LeadFilter
from followups.lists.outside import receivers_for, split
from followups.models import Bucket, BulkAction
from followups.operations import (
    Assign,
    ChangeCampaign,
    Distribute,
    GiveOutside,
    Move,
    PutIntoBucket,
    PutTag,
    TakeTagOff,
    WriteOff,
)
from followups.operations.bulk import MOST
from followups.operations.bulk_changes import Change
from followups.panel.forms import select, text
from leadfollow import clock
from leadfollow.bounds import within_reason
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leadfollow.words import day_in_full
from leads.models import Tag
from leads.models.tag import MOST_LETTERS, tag_name

# Whose each action is, as roles; without any it is everybody's.
WHOSE = {
    BulkAction.MOVE: ("is_rep", "is_manager", "is_admin"),
    BulkAction.AMNESTY: ("is_manager", "is_admin"),
    BulkAction.BUCKET: ("is_rep", "is_manager", "is_admin"),
    BulkAction.ASSIGN: ("is_manager", "is_event_manager", "is_admin"),
    BulkAction.DISTRIBUTE: ("is_manager", "is_event_manager", "is_admin"),
    BulkAction.OUTSIDE: ("is_manager", "is_event_manager", "is_admin"),
    BulkAction.CAMPAIGN: ("is_manager", "is_admin"),
    BulkAction.TAG: (),
    BulkAction.UNTAG: (),
}
MISSING = {
    BulkAction.ASSIGN: gettext_lazy("Choose the rep."),
    BulkAction.OUTSIDE: gettext_lazy("Choose the outside qualifier."),
    BulkAction.MOVE: gettext_lazy("Choose the day."),
    BulkAction.AMNESTY: gettext_lazy("Choose the day on which they go on."),
    BulkAction.BUCKET: gettext_lazy("Choose the bucket."),
    BulkAction.CAMPAIGN: gettext_lazy("Choose the campaign."),
    BulkAction.TAG: gettext_lazy("Write the tag."),
    BulkAction.UNTAG: gettext_lazy("Choose the tag."),
}


def actions_of(user: User) -> list[BulkAction]:
    return [
        action
        for action, roles in WHOSE.items()
        if not roles or any(getattr(user, role) for role in roles)
    ]


class BulkForm(forms.Form):
    """The action, what it needs, and the ticked leads as they were when the list was opened.

    `all` is how many the whole list had, where all of it is meant and not this page alone.
    """

    action = forms.ChoiceField(
        label=gettext_lazy("With the ticked leads"),
        widget=select(),
        error_messages={"required": gettext_lazy("Choose what to do with the ticked leads.")},
    )
    assign = forms.ChoiceField(label=gettext_lazy("Rep"), required=False, widget=select())
    outside = forms.ChoiceField(
        label=gettext_lazy("Outside qualifier"), required=False, widget=select()
    )
    move = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, "%Y-%m-%d"),
        validators=[within_reason],
    )
    why = forms.CharField(
        label=gettext_lazy("Why, if it is late or once more"),
        required=False,
        max_length=200,
        widget=text(placeholder=gettext_lazy("Why, if it is late")),
    )
    amnesty = forms.DateField(
        label=gettext_lazy("The new day"),
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, "%Y-%m-%d"),
        validators=[within_reason],
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, as the ledger keeps it"),
        required=False,
        max_length=200,
        widget=text(placeholder=gettext_lazy("Why, as the ledger keeps it")),
    )
    bucket = forms.ChoiceField(label=gettext_lazy("Bucket"), required=False, widget=select())
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False, widget=select())
    tag = forms.CharField(
        label=gettext_lazy("Tag"),
        required=False,
        max_length=MOST_LETTERS,
        widget=text(list="bulk-tags", autocomplete="off"),
    )
    untag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False, widget=select())
    most = MOST
    all = forms.IntegerField(required=False, min_value=1)
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, filtered: LeadFilter) -> None:
        """What may be chosen is what the list may be filtered by; `filtered` knows it."""
        self.user, self.now = filtered.user, filtered.now
        tomorrow = clock.today(self.user.time_zone, self.now) + timedelta(days=1)
        first = self.user.working_time.add_working_days(tomorrow, 0)
        start = {"seen": self.now.isoformat(), "move": first, "amnesty": first}
        super().__init__(data, initial=start, auto_id="bulk-%s")
        self.typed = data.getlist("lead") if data else []
        self.listed = filtered.leads
        self.actions = actions_of(self.user)
        self.tags = [tag.name for tag in filtered.tags if tag.retired_at is None]
        people = self.people_to_choose()
        self.reps = {rep.pk: rep for rep in people["reps"]}
        self.qualifiers = {person.pk: person for person in people["qualifiers"]}
        if not self.qualifiers:
            self.actions = [each for each in self.actions if each != BulkAction.OUTSIDE]
        self.offer("action", [(action.value, action.label) for action in self.actions])
        self.offer("assign", [(pk, rep.name_and_absence) for pk, rep in self.reps.items()])
        self.offer("outside", [(pk, str(person)) for pk, person in self.qualifiers.items()])
        self.buckets = {bucket.pk: bucket for bucket in filtered.buckets if bucket.is_active}
        self.offer("bucket", [(pk, self.bucket_in_words(b)) for pk, b in self.buckets.items()])
        self.offer("campaign", filtered.choices.campaign)
        self.offer("untag", [(tag.pk, tag.name) for tag in filtered.tags])

    def people_to_choose(self) -> dict[str, list[User]]:
        if BulkAction.ASSIGN not in self.actions:
            return split([])
        return split(receivers_for(self.user, now=clock.now()))

    def wakes_on(self, bucket: Bucket) -> date:
        """The working day on which the months that the bucket proposes are over."""
        here = clock.today(self.user.time_zone, self.now)
        return self.user.working_time.add_working_days(clock.months_on(here, bucket.months), 0)

    def bucket_in_words(self, bucket: Bucket) -> str:
        """As in "Price, until Mon 3 May 2027"."""
        return _("%(bucket)s, until %(day)s") % {
            "bucket": bucket,
            "day": day_in_full(self.wakes_on(bucket)),
        }

    def offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    @cached_property
    def ticked(self) -> set[int]:
        """One by one, or the whole list; of that no more than one above the most."""
        if self.data.get("all"):
            return set(self.listed.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        return {pk for typed in self.typed if (pk := id_in(typed)) is not None}

    @property
    def needs(self) -> list[Any]:
        """The field of each action, those that are nobody's business left out."""
        return [self[action.value] for action in self.actions if action in MISSING]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        action = cleaned.get("action")
        if (all_ := cleaned.get("all")) and all_ != len(self.ticked) <= MOST:
            raise forms.ValidationError(
                ngettext(
                    "The list had %(all)s lead when you ticked all, and has %(number)s"
                    " now. Look at it again: nothing was changed.",
                    "The list had %(all)s leads when you ticked all, and has %(number)s"
                    " now. Look at it again: nothing was changed.",
                    all_,
                )
                % {"all": all_, "number": len(self.ticked)}
            )
        if not self.ticked:
            raise forms.ValidationError(_("Tick the leads first: nothing was changed."))
        if len(self.ticked) > MOST:
            raise forms.ValidationError(
                _(
                    "At most %(most)s leads at once, and these are more. Filter"
                    " further, or tick some."
                )
                % {"most": MOST}
            )
        if action:
            cleaned["tag"] = tag_name(cleaned.get("tag", ""))
            if action in MISSING and action not in self.errors and not cleaned.get(action):
                self.add_error(action, MISSING[BulkAction(action)])
            if action == BulkAction.AMNESTY and not cleaned.get("reason"):
                self.add_error("reason", _("Say why: it stands in the ledger for good."))
        return cleaned

    def clean_move(self) -> date | None:
        return self.working_day("move")

    def clean_amnesty(self) -> date | None:
        return self.working_day("amnesty")

    def working_day(self, name: str) -> date | None:
        """What was typed there, refused where nobody works on it."""
        day: date | None = self.cleaned_data[name]
        if day and (opens := self.user.working_time.add_working_days(day, 0)) != day:
            raise forms.ValidationError(
                _("%(day)s is no working day. The next one is %(other)s.")
                % {"day": day_in_full(day), "other": day_in_full(opens)}
            )
        return day

    @property
    def change(self) -> Change:
        """What was chosen, for the operation."""
        cleaned = self.cleaned_data
        match cleaned["action"]:
            case BulkAction.ASSIGN:
                return Assign(self.reps[int(cleaned["assign"])])
            case BulkAction.DISTRIBUTE:
                return Distribute()
            case BulkAction.OUTSIDE:
                return GiveOutside(self.qualifiers[int(cleaned["outside"])])
            case BulkAction.MOVE:
                return Move(cleaned["move"], cleaned["why"])
            case BulkAction.AMNESTY:
                return WriteOff(cleaned["amnesty"], cleaned["reason"])
            case BulkAction.BUCKET:
                bucket = self.buckets[int(cleaned["bucket"])]
                return PutIntoBucket(bucket, self.wakes_on(bucket))
            case BulkAction.CAMPAIGN:
                return ChangeCampaign(Campaign.objects.get(pk=cleaned["campaign"]))
            case BulkAction.TAG:
                return PutTag(cleaned["tag"])
            case _:
                return TakeTagOff(Tag.objects.get(pk=cleaned["untag"]))

    @property
    def seen_at(self) -> datetime | None:
        seen: datetime | None = self.cleaned_data["seen"]
        return seen
