"""Channels, as programs name them: what it works like, and by its number one of our own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Schema

from followups.api.errors import Unfit
from followups.api.shapes import READ, Named
from followups.channels import (
    CHANNELS,
    ChannelField,
    LinkField,
    Way,
    asks_link,
    channel_choices,
    channel_chosen,
    own_channel,
)
from leadfollow.http import SignedInRequest
from leadfollow.people.lists.remembered import rows_of

router = Router(tags=["Channels"])


class ChannelLine(Schema):
    """What to choose: `channel` and `own_channel` as a touch has them and takes them."""

    channel: str
    own_channel: int | None
    name: str
    asks_link: bool
    segments: list[Named]
    is_in_use: bool


class Channels(Schema):
    channels: list[ChannelLine]


@router.get("/channels/", response={200: Channels, **READ}, summary="List channels")
def list_channels(request: SignedInRequest) -> Channels:
    """By what one turns to somebody. One with segments is offered for their leads alone, one that
    is out of use for none; one that asks for a link takes it in `link`."""
    return Channels(
        channels=[
            ChannelLine(
                channel=row.works_as,
                own_channel=None if row.is_shipped else row.pk,
                name=row.name,
                asks_link=row.asks_link,
                segments=[Named(id=one.pk, name=one.name) for one in row.segments.all()],
                is_in_use=row.retired_at is None,
            )
            for row in rows_of(CHANNELS)
        ]
    )


def choice_sent(channel: str, own_channel_id: int | None) -> str:
    """As the value of a form; who names one of our own may leave out what it works like."""
    if own_channel_id is None:
        return channel
    own = own_channel(own_channel_id)
    return f"{channel or (own.works_as if own else '')}-{own_channel_id}"


def field_of(own_channel_id: int | None) -> str:
    """Where is said that it cannot be so."""
    return "channel" if own_channel_id is None else "own_channel"


def way_sent(channel: str, own_channel_id: int | None, *, segment_id: int, within: str) -> Way:
    """One that the page offers for such leads; in its words what is none."""
    field = ChannelField()
    field.choices = channel_choices(segment_id)
    try:
        return channel_chosen(field.clean(choice_sent(channel, own_channel_id)))
    except ValidationError as wrong:
        where = f"{within}.{field_of(own_channel_id)}"
        raise Unfit({where: " ".join(wrong.messages)}) from None


def link_sent(link: str, own_channel_id: int | None) -> str:
    """The address, judged as the page judges it; refused where the channel takes none."""
    if link and not asks_link(own_channel_id):
        raise Unfit({"link": _("A touch by this channel takes no link. Leave it out.")})
    try:
        return str(LinkField().clean(link))
    except ValidationError as wrong:
        raise Unfit({"link": " ".join(wrong.messages)}) from None
