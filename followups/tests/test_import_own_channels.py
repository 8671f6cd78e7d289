"""Channels of our own and links in files of touches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from followups.audit import audit
from followups.channels import CHANNELS
from followups.models import OwnChannel, Touch
from followups.tests.test_import_file import fates
from followups.tests.test_import_page import upload
from leadfollow import clock
from leadfollow.people.lists.operations import add_row, retire_row
from leadfollow.people.tests.factories import make_admin, make_manager
from leads.models import Contact, Import, Lead

pytestmark = pytest.mark.django_db
THREAD = "https://forum.example.com/t/17"
DONE = "2026-03-05 10:00"


@pytest.fixture
def bring(tmp_path: Path, capsys: Any) -> Any:
    """Imports rows given as text; answers what --json printed."""

    def bring(text: str, kind: str = "leads", mapping: Any = None) -> Any:
        path, said = tmp_path / "file.csv", tmp_path / "mapping.json"
        path.write_text(text, encoding="utf-8")
        said.write_text(json.dumps(mapping))
        more = {"mapping": said} if mapping else {}
        call_command("import_file", str(path), kind=kind, json=True, **more)
        return json.loads(capsys.readouterr().out)

    return bring


@pytest.fixture
def whatsapp() -> OwnChannel:
    values = {"name": "WhatsApp", "works_as": "message", "asks_link": False, "segments": []}
    return add_row(to=CHANNELS, values=values, by=make_manager(), at=clock.now())


@pytest.fixture
def lead(bring: Any) -> Lead:
    bring("Lead ID,Name,Email\nL1,Ana,ana@x.example\n")
    return Lead.objects.get()


def forum() -> OwnChannel:
    return OwnChannel.objects.get(name="Community or forum")


def rows(*said: tuple[str, str]) -> str:
    """Touches that were made: by what, and the link."""
    lines = [f"T{n},L1,{by},{DONE},{link}" for n, (by, link) in enumerate(said)]
    return "\n".join(["Activity ID,Lead ID,Channel,Completed at,Link", *lines]) + "\n"


def ways() -> list[tuple[str, OwnChannel | None, str]]:
    touches = Touch.objects.order_by("external_id")
    return [(touch.channel, touch.own_channel, touch.link) for touch in touches]


def test_a_channel_of_our_own_goes_by_its_name_or_its_code(
    bring: Any,
    lead: Lead,
    whatsapp: OwnChannel,
) -> None:
    file = rows(("whatsapp", ""), (f"MESSAGE-{whatsapp.pk}", ""), ("SMS", ""), ("Phone", ""))

    first, second = bring(file, "touches"), bring(file, "touches")

    assert (fates(first), fates(second)) == ((4, 0, 0, 0), (0, 4, 0, 0))
    assert ways() == [
        ("message", whatsapp, ""),
        ("message", whatsapp, ""),
        ("message", None, ""),
        ("call", None, ""),
    ]
    assert not [found.violations for found in audit().values() if found.violations]


def test_without_one_of_our_own_the_word_means_what_others_mean(bring: Any, lead: Lead) -> None:
    bring(rows(("WhatsApp", ""), ("Pigeon", "")), "touches")

    assert ways() == [("message", None, ""), ("other", None, "")]


def test_what_was_made_by_a_retired_one_was(
    bring: Any,
    lead: Lead,
    whatsapp: OwnChannel,
) -> None:
    retire_row(of=CHANNELS, row=whatsapp, by=make_manager(), at=clock.now())

    bring(rows(("WhatsApp", "")), "touches")

    assert ways() == [("message", whatsapp, "")]


def test_a_link_comes_with_a_channel_that_asks_for_one(bring: Any, lead: Lead) -> None:
    name = "community OR forum"
    file = rows((name, THREAD), ("Call", THREAD), (name, "forum.example.com/t/18"), (name, ""))

    result = bring(file, "touches")

    assert fates(result) == (4, 0, 0, 0)
    assert ways() == [
        ("other", forum(), THREAD),
        ("call", None, ""),
        ("other", forum(), ""),
        ("other", forum(), ""),
    ]
    assert result["warnings"] == 2


def test_a_link_that_is_too_long_is_left_out_whole(bring: Any, lead: Lead) -> None:
    name = forum().name

    result = bring(rows((name, THREAD), (name, f"{THREAD}?{'x' * 500}")), "touches")

    assert ways() == [("other", forum(), THREAD), ("other", forum(), "")]
    assert result["warnings"] == 1


def test_who_refuses_what_it_works_like_gets_none_of_it(
    bring: Any,
    lead: Lead,
) -> None:
    values = {"name": "Newsletter", "works_as": "mail", "asks_link": True, "segments": []}
    add_row(to=CHANNELS, values=values, by=make_manager(), at=clock.now())
    Contact.objects.update(no_email=True)
    file = f"Lead ID,Channel,Due Date,Link\nL1,Newsletter,2027-01-05,{THREAD}\n"

    result = bring(file, "touches")

    assert ways() == [("call", None, "")]
    assert result["warnings"] == 1


def test_a_mapping_means_one_of_our_own(bring: Any, lead: Lead, whatsapp: OwnChannel) -> None:
    mapping = {
        "columns": {"lead_external_id": "Lead", "channel": "By", "happened_at": "When"},
        "values": {"channel": {"WA": "WhatsApp", "Chat": f"message-{whatsapp.pk}"}},
    }

    bring(f"Lead,By,When\nL1,WA,{DONE}\nL1,Chat,{DONE}\n", "touches", mapping)

    assert ways() == [("message", whatsapp, "")] * 2


def test_the_page_shows_how_their_words_are_taken_and_offers_our_own(
    client: Any, lead: Lead, whatsapp: OwnChannel
) -> None:
    client.force_login(make_admin())
    upload(client, rows(("WhatsApp", ""), ("Chat", "")), "touches", "touches.csv")
    batch = Import.objects.latest("pk")

    page = client.get(reverse("followups:import", args=[batch.pk])).content.decode()

    chosen = f'<option value="message-{whatsapp.pk}" selected>WhatsApp</option>'
    offered = f'<option value="message-{whatsapp.pk}">WhatsApp</option>'
    assert (page.count(chosen), page.count(offered)) == (1, 1)


def test_a_file_of_leads_knows_neither(bring: Any, whatsapp: OwnChannel) -> None:
    bring(f"Lead ID,Name,Link,Channel\nL1,Ana,{THREAD},WhatsApp\n")

    assert Lead.objects.get().extra == {"Link": THREAD, "Channel": "WhatsApp"}
