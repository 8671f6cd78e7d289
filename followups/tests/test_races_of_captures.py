"""Two tabs, or a retry while the first is still at work: one item sent several times at once."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from campaigns.devices import add_device, enrol_device
from campaigns.tests.factories import make_event
from followups.audit import audit
from followups.capture.sync import SentItem
from followups.operations import take_item
from followups.tests.factories import MONDAY, after
from followups.tests.test_races import at_once
from leadfollow.people.tests.factories import make_event_manager
from leads.models import Captured, Inquiry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_item_sent_at_once_is_one_inquiry() -> None:
    event = make_event(owner=make_event_manager())
    assert event.owner
    _device, code = add_device(campaign=event, label="Tablet 2", by=event.owner, at=MONDAY)
    device, _token = enrol_device(code=code, app="1", at=MONDAY)
    sent = SentItem(
        id=uuid4(), captured_at=MONDAY, fields={"name": "Karla", "email": "k@brandt.example"}
    )
    skew = sent.captured_at - MONDAY
    take = partial(take_item, device=device, item=sent.item, skew=skew, at=after(hours=1))

    heard = at_once(*[take] * 4)

    assert sorted(each.fate for each in heard) == ["duplicate"] * 3 + ["stored"]
    assert Captured.objects.count() == Inquiry.objects.count() == 1
    assert audit(["captured-once"])["captured-once"].violations == []
