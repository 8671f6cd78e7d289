"""The filters of the lead list: a number on any page opens its rows through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from campaigns.models import Campaign
from followups.channels import own_channels
from followups.lists.inquiry_filters import InquiryState, inquiries_through
from followups.lists.last_touch import touched_choices
from followups.lists.own_choices import own_choices
from followups.lists.own_filters import own_filters
from followups.lists.states import in_state, states
from followups.models import Bucket, Cadence, Enrolment, Flag, FlagKind, Outcome, Touch
from followups.models.wake_up import woken_in
from leadfollow.bounds import within_reason
from leadfollow.clock import day_end, day_start, today
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leadfollow.words import day_in_full
from leads.competitors import may_be_competitors
from leads.models import Lead, OwnField, Tag
from leads.models.inquiry import InquiryQuerySet
from leads.models.lead import LeadQuerySet
from leads.own_fields.values import own_fields
from leads.search import matching
from leads.territories import in_territory

NOBODY, ANY = "none", "any"
SOON_DAYS = 7
BOUNDS = [within_reason]
NEXT_STEPS = [
    ("overdue", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Today")),
    ("later", gettext_lazy("Later")),
    ("soon", gettext_lazy("In the next 7 days")),
    ("none", gettext_lazy("No next step")),
    ("scheduled", gettext_lazy("Any scheduled")),
]


def cadence_choices(asked_for: str) -> list[tuple[int, str]]:
    """The version that an address asks for; nothing is read where none does."""
    if (number := id_in(asked_for)) is None:
        return []
    return [(cadence.pk, str(cadence)) for cadence in Cadence.objects.filter(pk=number)]


def due_soon(now: datetime, zone: tzinfo, *, of: str = "") -> Q:
    """Whose next step is due after now and within seven days; `of` is the way to the lead."""
    last = day_end(today(zone, now) + timedelta(days=SOON_DAYS), zone)
    return Q(**{f"{of}next_due_at__gt": now, f"{of}next_due_at__lte": last})


def owners_in_reach(user: User) -> QuerySet[User]:
    """Whose leads this person may see."""
    if user.is_admin or user.is_event_manager:
        return User.objects.reps()
    return User.objects.filter(Q(team__managers=user) | Q(pk=user.pk)).distinct()


def tags_on(leads: LeadQuerySet) -> list[Tag]:
    """Every tag that stands on one of them, retired or not."""
    return list(Tag.objects.on(leads))


@dataclass(frozen=True)
class Choices:
    """What a person may choose from, read in two queries beside the buckets."""

    owner: list[tuple[int | str, str]]
    team: list[tuple[int, str]]
    campaign: list[tuple[int, str]]
    segment: list[tuple[int, str]]
    bucket: list[tuple[int | str, str]]
    own: list[OwnField]  # a query more only where there is one

    @classmethod
    def of(cls, user: User, buckets: Iterable[Bucket]) -> Choices:
        owners = owners_in_reach(user).values_list("pk", "name", "team", "team__name")
        campaigns = Campaign.objects.visible_to(user).values_list(
            "pk", "name", "segment", "segment__name", Exists(OwnField.objects.all())
        )
        people, sources = list(owners), list(campaigns)
        return cls(
            owner=[(NOBODY, _("Nobody")), *((row[0], row[1]) for row in people)],
            team=by_name({(row[2], row[3]) for row in people if row[2]}),
            campaign=[(row[0], row[1]) for row in sources],
            segment=by_name({(row[2], row[3]) for row in sources}),
            own=own_fields() if not sources or sources[0][4] else [],
            bucket=[(ANY, _("Any bucket")), *((bucket.pk, bucket.name) for bucket in buckets)],
        )


def by_name(choices: set[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(choices, key=lambda choice: choice[1].casefold())


@dataclass(frozen=True)
class Chip:
    """A filter at work, and the list without it."""

    label: str
    value: str
    without: str


class LeadFilter(FilterSet):
    """What of the leads in reach is listed; a value that makes no sense lists nothing.

    `inquiry` and `day` say more about the inquiries of the campaign that is asked for.
    """

    q = CharFilter(method="by_words", label=gettext_lazy("Search"), max_length=100)
    next = ChoiceFilter(method="by_next_step", choices=NEXT_STEPS, label=gettext_lazy("Next step"))
    state = ChoiceFilter(method="by_state", label=gettext_lazy("State"))
    owner = ChoiceFilter(method="by_owner", label=gettext_lazy("Owner"))
    team = ChoiceFilter(method="by_team", label=gettext_lazy("Team"))
    campaign = ChoiceFilter(method="by_campaign", label=gettext_lazy("Campaign"))
    segment = ChoiceFilter(field_name="campaign__segment", label=gettext_lazy("Segment"))
    bucket = ChoiceFilter(method="by_bucket", label=gettext_lazy("Bucket"))
    cadence = ChoiceFilter(method="by_cadence", label=gettext_lazy("Cadence"))
    channel = ChoiceFilter(method="by_channel", label=gettext_lazy("Touched by"))
    tag = ChoiceFilter(method="by_tag", label=gettext_lazy("Tag"))
    product = ChoiceFilter(method="by_product", label=gettext_lazy("Product"))
    competitor = ChoiceFilter(method="by_competitor", label=gettext_lazy("Competitor"))
    territory = ChoiceFilter(method="by_territory", label=gettext_lazy("Territory"))
    flag = ChoiceFilter(method="by_flag", choices=FlagKind.choices, label=gettext_lazy("Flag"))
    outcome = ChoiceFilter(
        "last_outcome", choices=Outcome.choices, label=gettext_lazy("Last outcome")
    )
    touched = ChoiceFilter(method="by_last_touch", label=gettext_lazy("Last touch"))
    received_from = DateFilter(
        method="by_first_day", label=gettext_lazy("Received from"), validators=BOUNDS
    )
    received_to = DateFilter(
        method="by_last_day", label=gettext_lazy("Received until"), validators=BOUNDS
    )
    inquiry = ChoiceFilter(
        method="with_campaign", choices=InquiryState.choices, label=gettext_lazy("Inquiry")
    )
    woken = CharFilter(method="by_woken", label=gettext_lazy("Woken in the week"), max_length=8)
    day = DateFilter(
        method="with_campaign", label=gettext_lazy("Received there on"), validators=BOUNDS
    )

    class Meta:
        model = Lead
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, *, user: User, now: datetime, like: LeadFilter | None = None
    ) -> None:
        """`like` is another filter of the same person, whose reach and choices are known."""
        super().__init__(data, like.queryset if like else Lead.objects.visible_to(user))
        self.user, self.now, self.zone = user, now, user.time_zone
        self.buckets: list[Bucket] = like.buckets if like else list(Bucket.objects.all())
        self.choices: Choices = like.choices if like else Choices.of(user, self.buckets)
        self.tags: list[Tag] = like.tags if like else tags_on(self.queryset)
        own = own_filters(self.choices.own, data)
        self.filters.update(own)
        self.own_names = list(own)
        touched = touched_choices(data.get("touched", ""))
        choices = (
            vars(self.choices)
            | own_choices()
            | {
                "tag": [(tag.pk, tag.name) for tag in self.tags],
                "touched": touched,
                "state": states(),
                "cadence": cadence_choices(data.get("cadence", "")),
                "channel": own_channels() if data.get("channel") else [],
            }
        )
        for name in choices.keys() & self.filters.keys():
            self.filters[name].extra["choices"] = choices[name]

    @property
    def leads(self) -> LeadQuerySet:
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def inquiries(self) -> InquiryQuerySet | None:
        """Where leads are asked for by their inquiries: those, of the leads listed."""
        campaign = self.is_valid() and self.form.cleaned_data.get("campaign")
        if not campaign:
            return None
        return self.asked_through(campaign).filter(lead__in=self.leads.order_by())

    @property
    def wrong(self) -> str:
        """The filters whose value makes no sense."""
        return ", ".join(str(self.filters[name].label).lower() for name in self.errors)

    @property
    def chips(self) -> list[Chip]:
        """The filters at work, in words."""
        values = self.form.cleaned_data if self.is_valid() else {}
        return [
            Chip(str(self.filters[name].label), self.in_words(name, value), self.without(name))
            for name, value in values.items()
            if value not in (None, "")
        ]

    def in_words(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return day_in_full(value)
        choices = self.filters[name].extra.get("choices", [])
        return next((label for key, label in choices if str(key) == str(value)), str(value))

    def without(self, name: str) -> str:
        """The address of the list without this filter, and without what depends on it."""
        rest = self.data.copy()
        for gone in [name, "after", *(("inquiry", "day") if name == "campaign" else ())]:
            rest.pop(gone, None)
        return f"?{rest.urlencode()}"

    def by_words(self, leads: LeadQuerySet, name: str, typed: str) -> LeadQuerySet:
        return leads.filter(matching(typed))

    def by_next_step(self, leads: LeadQuerySet, name: str, when: str) -> LeadQuerySet:
        tonight = day_end(today(self.zone, self.now), self.zone)
        match when:
            case "overdue":
                return leads.overdue(self.now)
            case "today":
                return leads.open().filter(next_due_at__gt=self.now, next_due_at__lte=tonight)
            case "later":
                return leads.open().filter(next_due_at__gt=tonight)
            case "soon":
                return leads.open().filter(due_soon(self.now, self.zone))
            case "none":
                return leads.without_next_step()
            case _:
                return leads.open().filter(next_due_at__isnull=False)

    def by_state(self, leads: LeadQuerySet, name: str, state: str) -> LeadQuerySet:
        return in_state(leads, state)

    def by_owner(self, leads: LeadQuerySet, name: str, owner: str) -> LeadQuerySet:
        return leads.filter(owner=None if owner == NOBODY else int(owner))

    def by_team(self, leads: LeadQuerySet, name: str, team: str) -> LeadQuerySet:
        return leads.of_team(int(team))

    def by_campaign(self, leads: LeadQuerySet, name: str, campaign: str) -> LeadQuerySet:
        """Those that asked through it, first or later."""
        return leads.filter(Exists(self.asked_through(campaign).filter(lead=OuterRef("pk"))))

    def asked_through(self, campaign: str) -> InquiryQuerySet:
        said = self.form.cleaned_data
        return inquiries_through(
            int(campaign), now=self.now, state=said.get("inquiry") or "", day=said.get("day")
        )

    def with_campaign(self, leads: LeadQuerySet, name: str, value: Any) -> LeadQuerySet:
        return leads  # `by_campaign` has heard it

    def by_bucket(self, leads: LeadQuerySet, name: str, bucket: str) -> LeadQuerySet:
        waiting = Enrolment.objects.in_buckets().filter(lead=OuterRef("pk"))
        if bucket != ANY:
            waiting = waiting.filter(bucket=int(bucket))
        return leads.filter(Exists(waiting))

    def by_cadence(self, leads: LeadQuerySet, name: str, cadence: str) -> LeadQuerySet:
        running = Enrolment.objects.running().filter(cadence=int(cadence), lead=OuterRef("pk"))
        return leads.filter(Exists(running))

    def by_channel(self, leads: LeadQuerySet, name: str, own: str) -> LeadQuerySet:
        made = Touch.objects.logged().filter(lead=OuterRef("pk"), own_channel=int(own))
        return leads.filter(Exists(made))

    def by_woken(self, leads: LeadQuerySet, name: str, week: str) -> LeadQuerySet:
        return leads.filter(woken_in(week))

    def by_tag(self, leads: LeadQuerySet, name: str, tag: str) -> LeadQuerySet:
        return leads.tagged(int(tag))

    def by_product(self, leads: LeadQuerySet, name: str, product: str) -> LeadQuerySet:
        return leads.asking_for(int(product))

    def by_competitor(self, leads: LeadQuerySet, name: str, is_one: str) -> LeadQuerySet:
        ones = may_be_competitors()
        return leads.filter(ones if is_one == "yes" else ~ones)

    def by_territory(self, leads: LeadQuerySet, name: str, territory: str) -> LeadQuerySet:
        return leads.filter(in_territory(territory))

    def by_flag(self, leads: LeadQuerySet, name: str, kind: str) -> LeadQuerySet:
        standing = Flag.objects.standing().of_kind(kind)
        return leads.filter(Exists(standing.filter(lead=OuterRef("pk"))))

    def by_last_touch(self, leads: LeadQuerySet, name: str, when: str) -> LeadQuerySet:
        if when == "never":
            return leads.never_touched()
        kind, _, days = when.partition("-")
        if kind == "silent":
            return leads.silent(int(days), now=self.now)
        return leads.touched_since(self.now - timedelta(days=int(days)))

    def by_first_day(self, leads: LeadQuerySet, name: str, day: date) -> LeadQuerySet:
        return leads.filter(received_at__gte=day_start(day, self.zone))

    def by_last_day(self, leads: LeadQuerySet, name: str, day: date) -> LeadQuerySet:
        return leads.filter(received_at__lt=day_end(day, self.zone))
