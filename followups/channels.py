"""By what one turns to somebody: a channel of the program, and what we call it ourselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.validators import URLValidator
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Segment
from followups.models.channel import Channel
from followups.models.own_channel import OwnChannel
from leadfollow.ids import id_in
from leadfollow.people.lists import ChoiceList, Column, RowForm, Used
from leadfollow.people.lists.remembered import offered, rows_of
from leadfollow.people.models import User

Groups = list[tuple[str, str | list[tuple[str, str]]]]


class Way(NamedTuple):
    """What the program goes by, and the row of our own that works like it, if it is one."""

    channel: str
    own_channel_id: int | None = None


class ChannelForm(RowForm):
    """A channel of our own; of one that is there only for whom it is offered."""

    works_as = forms.ChoiceField(
        label=_("Works like"),
        choices=[("", _("Choose")), *Channel.choices],
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose what it works like: the program goes by that.")},
    )
    asks_link = forms.BooleanField(label=_("A touch takes a link"), required=False)
    segments = forms.ModelMultipleChoiceField(
        Segment.objects.all(),
        label=_("Offered for (none ticked: for all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, row: OwnChannel | None = None) -> None:
        super().__init__(data, row=row)
        fixed = ("name", "works_as", "asks_link") if row and row.is_shipped else ("works_as",)
        for name in fixed if row else ():
            del self.fields[name]


def leads_touched_by(user: User) -> Mapping[int, int]:
    """On how many of the leads in reach there are logged touches by each channel of our own."""
    from followups.models import Touch  # which know their channels: above it would be a circle

    made = Touch.objects.logged().visible_to(user).filter(own_channel__isnull=False).order_by()
    return dict(made.values_list("own_channel").annotate(n=Count("lead", distinct=True)))


def offered_for(row: OwnChannel) -> str:
    return ", ".join(str(segment) for segment in row.segments.all()) or str(_("all segments"))


def leads_of(row: OwnChannel) -> str:
    """The leads that were touched by it; of those that are shipped nothing is counted."""
    return "" if row.is_shipped else f"{reverse('followups:leads')}?channel={row.pk}"


def why_needed(row: OwnChannel) -> str:
    return str(_("“%(name)s” stays: the program plans by it.") % {"name": row}) * row.is_needed


CHANNELS = ChoiceList(
    slug="channels",
    title=_("Channels"),
    singular="channel",
    sentence=_("By what you turn to somebody; your own work like one that the program knows"),
    model=OwnChannel,
    form=ChannelForm,
    columns=(
        Column(_("Works like"), lambda row: row.get_works_as_display()),
        Column(_("Offered for"), offered_for),
        Column(_("Link"), lambda row: _("asks for one") if row.asks_link else ""),
    ),
    used=Used(leads_touched_by, leads_of),
    needed=why_needed,
    read=lambda: OwnChannel.objects.prefetch_related("segments"),
)


def own_channel(pk: int | None) -> OwnChannel | None:
    """A channel of our own, as it is remembered."""
    return next((row for row in rows_of(CHANNELS) if row.pk == pk), None) if pk else None


def own_channels() -> list[tuple[int, str]]:
    """Id and name of each of our own, retired or not."""
    return [(row.pk, row.name) for row in rows_of(CHANNELS) if not row.is_shipped]


def channel_in_words(channel: str, own_channel_id: int | None = None) -> str:
    """As in "Call"; one of our own by its name."""
    own = own_channel(own_channel_id)
    return own.name if own else str(Channel(channel).label)


def told_channel() -> Coalesce:
    """For the rows of a report: what `channel_told` makes words of, in the same query."""
    return Coalesce("own_channel__name", "channel")


def channel_told(told: str) -> str:
    return str(Channel(told).label) if told in Channel.values else told


def choice_of(way: Any) -> str:
    """What has a channel and maybe one of our own, as the value of a form."""
    return f"{way.channel}-{way.own_channel_id}" if way.own_channel_id else str(way.channel)


def channel_chosen(value: str) -> Way:
    """What a form's value means."""
    channel, _hyphen, own = value.partition("-")
    return Way(channel, id_in(own))


def channel_choices(segment_id: int | None = None, *, present: Any = None) -> Groups:
    """What is offered, for leads of a segment; those of our own in a group. What `present` has
    stays among them."""
    shipped: list[tuple[str, str]] = []
    own: list[tuple[str, str]] = []
    kept = choice_of(present) if present else ""
    for row in rows_of(CHANNELS):
        at = {segment.pk for segment in row.segments.all()}
        is_offered = row.retired_at is None and not (segment_id and at and segment_id not in at)
        if is_offered or row.choice == kept:
            label = str(Channel(row.works_as).label) if row.is_shipped else row.name
            (shipped if row.is_shipped else own).append((row.choice, label))
    return [*shipped, *([(str(_("Our own")), own)] if own else [])]


class ChannelSelect(forms.Select):
    """Says of each option whether a touch by it takes a link."""

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **more)
        if value in {row.choice for row in offered(CHANNELS) if row.asks_link}:
            option["attrs"]["data-asks-link"] = ""
        return option


class ChannelField(forms.ChoiceField):
    """By what; `channel_chosen` says what its value means."""

    def __init__(self, **more: Any) -> None:
        select = ChannelSelect({"class": "form-select"})
        super().__init__(choices=channel_choices, widget=select, **more)


class LinkField(forms.URLField):
    """Where a touch took place, as a thread of a forum."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Link to it"),
            required=False,
            max_length=500,
            assume_scheme="https",
            validators=[URLValidator(schemes=["http", "https"])],
            widget=forms.URLInput({"class": "form-control", "placeholder": "https://"}),
            error_messages={
                "invalid": _("Paste the whole address, as https://example.com/thread.")
            },
        )


def asks_link(own_channel_id: int | None) -> bool:
    own = own_channel(own_channel_id)
    return own is not None and own.asks_link


def takes_link(touch: Any) -> bool:
    """Whether a touch is by a channel that takes a link."""
    return asks_link(touch.own_channel_id)
