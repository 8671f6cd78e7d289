"""What people choose when they judge a lead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.verdicts import Judgement, may_be_rejected_freely
from leadfollow.people.lists.remembered import offered
from leadfollow.words import within
from leads.lists import VERDICT_REASONS, own_choice
from leads.models import CLERICAL, Lead, Rejection, Says, Verdict

REASON = {"class": "form-select"}
FOLLOWS = gettext_lazy("Follows from the end")
WHAT_FOLLOWS = gettext_lazy("From most ends: accepted; from a duplicate: rejected.")
Groups = list[tuple[str, str | list[tuple[str, str]]]]


def rejections(*, clerical_only: bool) -> Groups:
    """The reasons to reject a lead, in two groups; at first only those of the first. Beneath each
    one stand our own that count as it."""
    own: dict[str, list[tuple[str, str]]] = {}
    for row in offered(VERDICT_REASONS):
        choice = (own_choice(row.counts_as, row.pk), f"{row.get_counts_as_display()}: {row}")
        own.setdefault(row.counts_as, []).append(choice)
    clerical: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for reason in Rejection:
        of_group = clerical if reason in CLERICAL else others
        of_group += [(str(reason.value), str(reason.label)), *own.get(reason.value, [])]
    groups: Groups = [(_("Rejected, clerical"), clerical)]
    return groups if clerical_only else [*groups, (_("Rejected, not for us"), others)]


def closing_choices(verdict: Verdict | None, *, clerical_only: bool) -> Groups:
    """The verdict that goes with an end; unless one is chosen it stays, or follows from the end."""
    stays = _("Stays: %(what)s") % {"what": within(verdict.in_words)} if verdict else str(FOLLOWS)
    accepted = (str(Says.ACCEPTED.value), str(Says.ACCEPTED.label))
    return [("", stays), accepted, *rejections(clerical_only=clerical_only)]


def in_own_words(verdict: Judgement | None, words: str) -> Judgement | None:
    """A rejection, with what was said about the end."""
    return replace(verdict, words=words) if verdict and verdict.rejects else verdict


class VerdictField(forms.ChoiceField):
    """Accepted, or the reason why not."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=gettext_lazy("Verdict"), required=False, widget=forms.Select(REASON), **more
        )

    def clean(self, value: Any) -> Any:
        return Judgement.of(super().clean(value))


class VerdictForm(forms.Form):
    """A rep accepts a lead, or rejects it with a reason; `close` ends it with the verdict."""

    accept = forms.CharField(required=False)
    close = forms.CharField(required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why rejected"), required=False, widget=forms.Select(REASON)
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, lead: Lead) -> None:
        super().__init__(data, auto_id="verdict-%s")
        groups = rejections(clerical_only=not may_be_rejected_freely(lead))
        cast(forms.ChoiceField, self.fields["reason"]).choices = [("", _("Choose")), *groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("accept") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose why the lead is rejected."))
        if cleaned.get("reason") == Rejection.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Write in a few words why the lead is rejected."))
        return cleaned

    @property
    def verdict(self) -> Judgement:
        if self.cleaned_data["accept"]:
            return Judgement(Says.ACCEPTED)
        chosen = Judgement.of(self.cleaned_data["reason"], self.cleaned_data["words"].strip())
        return cast(Judgement, chosen)  # `clean` asks for the reason

    @property
    def closes(self) -> bool:
        return bool(self.cleaned_data["close"]) and self.verdict.rejects
