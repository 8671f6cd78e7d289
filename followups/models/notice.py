"""What a person is told, and how he wants to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from leads.models import Back, Lead, Qualifying

if TYPE_CHECKING:
    from leadfollow.people.models import User

UNREAD = Q(read_at=None)
ASSIGNED = "assigned"
MENTIONED = "mentioned"
OUTSIDE = "outside"
RETURNED = "returned"
ASKED_AGAIN = "asked_again"
# Over: the breach ended, the lead went to somebody else or was closed, or he began to work it;
# the note was deleted; what was given to be qualified came back, and what came back unfit was
# decided on.
OVER = (
    Q(note__deleted_at__isnull=False)
    | Q(flag__ended_at__isnull=False)
    | Q(assignment__ended_at__isnull=False)
    | Q(qualifying__person=F("person"), qualifying__returned_at__isnull=False)
    | Q(qualifying__isnull=False, qualifying__returned_at=None) & ~Q(qualifying__person=F("person"))
    | Q(qualifying__isnull=False, lead__status="closed")
    | Q(qualifying__says="not_qualified", lead__owner__isnull=False)
    | Q(assignment__isnull=False)
    & (Q(lead__last_touch_at__gte=F("told_at")) | Q(lead__status="closed"))
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about what people were told."""

    def of(self, person: User) -> Self:
        """His own, about leads that he still may see."""
        leads = Lead.objects
        seen = leads.with_qualifier(person) if person.is_qualifier else leads.visible_to(person)
        return self.filter(person=person, lead__in=seen)

    def unread(self) -> Self:
        return self.filter(UNREAD)

    def holding(self) -> Self:
        """Those whose matter is not over."""
        return self.exclude(OVER)

    def over(self) -> Self:
        """Those whose matter is over."""
        return self.filter(OVER)

    def new(self) -> Self:
        """What the bell counts."""
        return self.unread().holding()

    def to_mail(self) -> Self:
        return self.filter(mail_waits=True)


class Notice(models.Model):
    """One thing that one person is told, once: a flag on a lead, that a lead is now his, that a
    note names him, that he has a lead to qualify, that somebody asked again there meanwhile
    (`inquiry`), or that one came back from outside."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False
    )
    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="notices")
    flag = models.ForeignKey(
        "followups.Flag",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    assignment = models.OneToOneField(
        "leads.Assignment", models.CASCADE, null=True, blank=True, related_name="notice"
    )
    note = models.ForeignKey(
        "followups.Note",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    qualifying = models.ForeignKey(
        "leads.Qualifying",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    inquiry = models.ForeignKey(
        "leads.Inquiry",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_waits = models.BooleanField(
        default=False, help_text="It goes out by mail too, and has not yet."
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flag", "person"], name="notice_of_a_flag_once"),
            models.UniqueConstraint(fields=["note", "person"], name="notice_of_a_note_once"),
            models.UniqueConstraint(
                fields=["qualifying", "person"],
                condition=Q(inquiry=None),
                name="notice_of_a_qualifying_once",
            ),
            models.UniqueConstraint(fields=["inquiry", "person"], name="notice_of_an_inquiry_once"),
            models.CheckConstraint(
                condition=Q(flag__isnull=False, assignment=None, note=None, qualifying=None)
                | Q(flag=None, assignment__isnull=False, note=None, qualifying=None)
                | Q(flag=None, assignment=None, note__isnull=False, qualifying=None)
                | Q(flag=None, assignment=None, note=None, qualifying__isnull=False),
                name="notice_tells_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(inquiry=None) | Q(qualifying__isnull=False),
                name="notice_of_an_inquiry_to_who_qualifies",
            ),
            models.CheckConstraint(
                condition=UNREAD | Q(read_at__gte=F("told_at")),
                name="notice_read_after_it_was_told",
            ),
        ]
        indexes = [
            # A person's list.
            models.Index(fields=["person", "-told_at", "-id"], name="notice_of_person"),
            # The bell, on every page.
            models.Index(fields=["person"], condition=UNREAD, name="notice_unread"),
            # What the worker still has to mail.
            models.Index(fields=["person"], condition=Q(mail_waits=True), name="notice_mail_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: lead {self.lead_id}, for person {self.person_id}"

    @property
    def kind(self) -> str:
        """What is told: the kind of the flag, that a lead was assigned, that a note names him,
        that he has one to qualify, that somebody asked again there, that one came back."""
        if self.note_id:
            return MENTIONED
        if self.qualifying:
            if self.inquiry_id:
                return ASKED_AGAIN
            return OUTSIDE if self.qualifying.person_id == self.person_id else RETURNED
        return self.flag.kind if self.flag else ASSIGNED

    @property
    def is_over(self) -> bool:
        """As OVER has it, of one notice."""
        if self.flag:
            return self.flag.ended_at is not None
        if self.note:
            return self.note.deleted_at is not None
        if self.qualifying:
            return self.is_decided(self.qualifying)
        worked = self.lead.last_touch_at and self.lead.last_touch_at >= self.told_at
        gone = self.assignment is None or self.assignment.ended_at is not None
        return bool(worked or gone or not self.lead.is_open)

    def is_decided(self, row: Qualifying) -> bool:
        """Whether what was given to him came back, or what came back unfit was decided on."""
        if not self.lead.is_open:
            return True
        if row.person_id == self.person_id:
            return row.returned_at is not None
        return row.returned_at is None or bool(
            row.says == Back.NOT_QUALIFIED and self.lead.owner_id
        )


class How(models.TextChoices):
    """By which ways somebody is told."""

    PAGE = "page", gettext_lazy("On the page")
    MAIL = "mail", gettext_lazy("On the page and by mail")
    NONE = "none", gettext_lazy("Not at all")


# How somebody is told who chose nothing; who helps from outside is not here all day.
USUAL = {OUTSIDE: How.MAIL}


class NoticeChoice(models.Model):
    """How one person wants to be told of one kind of thing; without a row, by the default."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", db_index=False
    )
    kind = models.CharField(max_length=12)
    how = models.CharField(max_length=4, choices=How)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_once"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="notice_choice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"
