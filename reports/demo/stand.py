"""Two devices at the newest event: one has sent what it held, the other still holds three."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from campaigns.devices import add_device, enrol_device
from campaigns.models import Device
from followups.capture.sync import SentItem
from followups.operations import hear_from, take_item
from reports.demo.play import Play

CARDS = (
    {
        "name": "Lena Brunner", "company": "Brunner Apparatebau AG", "country": "CH",
        "email": "lena.brunner@brunner.example.com", "comment": "Wants a trial.",
    },
    {"name": "Marc Favre", "company": "Favre Mécanique SA", "email": "m.favre@favre.example.com"},
)  # fmt: skip
NONE = timedelta()


def announce(play: Play) -> None:
    play.put(play.end - timedelta(days=2), partial(set_up, play))
    play.put(play.end - timedelta(hours=20), partial(send, play))


def set_up(play: Play, at: datetime) -> None:
    event = play.origins["BASEL"].campaign
    by = play.cast.people["events"]
    for label in ("Tablet 1", "Tablet 2"):
        _device, code = add_device(campaign=event, label=label, by=by, at=at)
        enrol_device(code=code, app="1", at=at)


def send(play: Play, at: datetime) -> None:
    """The first all that it held; of the second it is known what waits on it."""
    first, second = Device.objects.select_related("campaign").order_by("label")
    for number, card in enumerate(CARDS):
        captured_at = at - timedelta(hours=2)
        sent = SentItem(id=UUID(int=number + 1), captured_at=captured_at, fields=dict(card))
        take_item(device=first, item=sent.item, skew=NONE, at=at)
    tells(first, waiting=0, sent=len(CARDS), at=at)
    tells(second, waiting=3, sent=0, at=at)


def tells(device: Device, *, waiting: int, sent: int, at: datetime) -> None:
    hear_from(device=device, waiting=waiting, needs_you=0, sent=sent, app="1", skew=NONE, at=at)
