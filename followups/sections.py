"""The sections of "My settings" that this app adds."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse

from followups import operations
from followups.lesson.standing import Standing, standing_of
from followups.models import CalendarFeed, How
from followups.notices.choosing import DIGEST, choices_of, choose, kinds_for
from followups.notices.listing import KINDS
from followups.notices.mails import absolute
from leadfollow.people.models import User
from leadfollow.people.sections import Section


class NoticesForm(Section):
    """By which way of what; and the daily mail."""

    slug = "notices"
    title = "What you are told"
    template = "followups/_notice_choices.html"
    said = "Saved. You are told in this way from now on."

    digest = forms.BooleanField(required=False, label="A mail at 07:30 with what is due")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
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
        return stands | {DIGEST: stands[DIGEST] == How.MAIL}

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The fields of the kinds."""
        return [field for field in self if field.name != DIGEST]

    @property
    def sentence(self) -> str:
        return (
            "The page is the bell at the top. The daily mail comes on your working days, and only"
            " if something is due."
        )

    def save(self, *, by: User, at: datetime) -> None:
        chosen = {kind: how for kind, how in self.cleaned_data.items() if how}
        chosen[DIGEST] = How.MAIL if self.cleaned_data[DIGEST] else How.NONE
        choose(person=self.user, choices=chosen, at=at)


class CalendarForm(Section):
    """The address of a rep's calendar: make it, make another, end it."""

    slug = "calendar"
    title = "Calendar"
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
        return "Make a new address" if self.feed else "Make a calendar address"

    @property
    def said(self) -> str:  # type: ignore[override]
        if self.cleaned_data["end"]:
            return "Your calendar has no address any more."
        return "Give this address to your calendar program. An older one no longer works."

    @property
    def sentence(self) -> str:
        return (
            "Your scheduled follow-ups in your own calendar program, which reads them from an"
            " address. Whoever has the address can read them: keep it to yourself."
        )

    def save(self, *, by: User, at: datetime) -> None:
        if self.cleaned_data["end"]:
            operations.end_calendar(by=self.user, at=at)
        else:
            operations.make_calendar(by=self.user, at=at)


class LessonForm(Section):
    """How far one is in the lesson, the way to it, and whether it is offered."""

    slug = "lesson"
    title = "Lesson"
    template = "followups/_lesson_section.html"

    offers_lesson = forms.BooleanField(
        required=False, label="Offer the lesson in my menu and on an empty queue"
    )

    @classmethod
    def is_for(cls, user: User) -> bool:
        return user.is_rep

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.user)

    @property
    def sentence(self) -> str:
        said = self.standing.in_words
        return f"Ten minutes of practice in logging: {said or 'not begun'}."
