"""The sections of "My settings" that this app adds."""

from __future__ import annotations

from datetime import datetime, time
from functools import cached_property
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups import operations
from followups.lesson.standing import Standing, standing_of
from followups.models import CalendarFeed, How
from followups.notices.choosing import DIGEST, choices_of, choose, kinds_for, mailings_for
from followups.notices.listing import KINDS
from followups.notices.mails import absolute
from leadfollow.people.mail_check import leaves_by_smtp
from leadfollow.people.models import User
from leadfollow.people.operations import change_settings
from leadfollow.people.sections import Section, days_to_tick


def times_of_day() -> list[tuple[str, str]]:
    """From five in the morning to eight in the evening: in no zone the clock is put on then."""
    times = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(10, 41)]
    return [(each, each) for each in times]


class NoticesForm(Section):
    """By which way of what; and the mails that come by themselves."""

    slug = "notices"
    title = gettext_lazy("What you are told")
    template = "followups/_notice_choices.html"
    said = gettext_lazy("Saved. You are told in this way from now on.")

    digest_at = forms.TypedChoiceField(
        required=False,
        choices=times_of_day,
        coerce=time.fromisoformat,
        label=gettext_lazy("It comes at"),
    )
    digest_days = forms.MultipleChoiceField(
        required=False,
        choices=days_to_tick,
        label=gettext_lazy("On"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        for mailing in mailings_for(user):
            self.fields[mailing.name] = forms.BooleanField(required=False, label=mailing.label)
        for kind in kinds_for(user):
            self.fields[kind] = forms.ChoiceField(
                label=KINDS[kind],
                choices=How.choices,
                required=False,  # a field left out of the post stays as it is
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        stands = choices_of(user)
        when = {"digest_at": f"{user.digest_at:%H:%M}", "digest_days": list(user.digest_days)}
        mailed = {each.name: stands[each.name] == How.MAIL for each in mailings_for(user)}
        return stands | when | mailed

    @property
    def mailings(self) -> list[forms.BoundField]:
        """The fields of the mails beside the daily one, which says when it comes."""
        return [self[each.name] for each in mailings_for(self.user) if each.name != DIGEST]

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The fields of the kinds."""
        return [self[kind] for kind in kinds_for(self.user)]

    @property
    def sentence(self) -> str:
        return _(
            "The page is the bell at the top. The daily mail comes only if something is due, and"
            " on no public holiday; with no day ticked, on your working days."
        )

    @property
    def no_mail(self) -> str:
        """Why no mail comes whatever stands here; empty where it does."""
        if not leaves_by_smtp():
            return _("No mail is set up here: none of these mails leaves this machine.")
        if not User.objects.mailable().filter(pk=self.user.pk).exists():
            return _("%(email)s is an invented address: no mail goes there.") % {
                "email": self.user.email
            }
        return ""

    def clean_digest_at(self) -> time:
        return self.cleaned_data["digest_at"] or self.user.digest_at

    @transaction.atomic
    def save(self, *, by: User, at: datetime) -> None:
        typed = self.cleaned_data
        chosen = {kind: typed[kind] for kind in kinds_for(self.user) if typed[kind]}
        for mailing in mailings_for(self.user):
            chosen[mailing.name] = How.MAIL if typed[mailing.name] else How.NONE
        choose(person=self.user, choices=chosen, at=at)
        when = {"digest_at": typed["digest_at"], "digest_days": "".join(typed["digest_days"])}
        change_settings(user=self.user, changes=when, by=by, at=at)


class CalendarForm(Section):
    """The address of a rep's calendar: make it, make another, end it."""

    slug = "calendar"
    title = gettext_lazy("Calendar")
    template = "followups/_calendar_address.html"

    end = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        self.feed = CalendarFeed.objects.filter(person=user).first()

    @classmethod
    def is_for(cls, user: User) -> bool:
        return user.is_rep

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        return {}

    @property
    def address(self) -> str:
        """Where calendar programs read; empty until one is made."""
        return absolute(reverse("followups:calendar", args=[self.feed.token])) if self.feed else ""

    @property
    def button(self) -> str:  # type: ignore[override]
        return _("Make a new address") if self.feed else _("Make a calendar address")

    @property
    def said(self) -> str:  # type: ignore[override]
        if self.cleaned_data["end"]:
            return _("Your calendar has no address any more.")
        return _("Give this address to your calendar program. An older one no longer works.")

    @property
    def sentence(self) -> str:
        return _(
            "Your scheduled follow-ups in your own calendar program, which"
            " reads them from an address. Whoever has the address can read"
            " them: keep it to yourself."
        )

    def save(self, *, by: User, at: datetime) -> None:
        if self.cleaned_data["end"]:
            operations.end_calendar(by=self.user, at=at)
        else:
            operations.make_calendar(by=self.user, at=at)


class LessonForm(Section):
    """How far one is in the lesson, the way to it, and whether it is offered."""

    slug = "lesson"
    title = gettext_lazy("Lesson")
    template = "followups/_lesson_section.html"

    offers_lesson = forms.BooleanField(
        required=False, label=gettext_lazy("Offer the lesson in my menu and on an empty queue")
    )

    @classmethod
    def is_for(cls, user: User) -> bool:
        return user.is_rep

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.user)

    @property
    def sentence(self) -> str:
        said = self.standing.in_words or _("not begun")
        return _("Ten minutes of practice in logging: %(standing)s.") % {"standing": said}
