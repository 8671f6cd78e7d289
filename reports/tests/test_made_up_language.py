"""A language that nobody speaks, each text in «guillemets»: pages, rows and mails take it whole.

What breaks here is a text that a page, a row, JSON or an order cannot take before somebody reads
it; what stays bare was not wrapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.test import Client
from django.utils.translation import override

from leadfollow import clock, translations
from leadfollow.people.models import Team, User
from reports.demo import load
from reports.tests.pages import pages_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MADE_UP = "xx"
# A text of each app that stands on a page of its own for everybody.
SAID = {
    "/queue/": ["«Queue»", "«overdue»"],
    "/leads/": ["«Leads»", "«Campaign»"],
    "/leads/new/": ["«Company", "«Save"],
    "/flags/": ["«leads flagged»"],
    "/campaigns/": ["«Campaigns»"],
    "/reports/overdue/": ["«Overdue follow-ups»", "«Calendar days late»"],
    "/reports/activity/": ["«First attempts»", "«Event not named»"],
    "/settings/numbers/": ["«no root source found»", "«on a person»"],
    "/cadences/": ["«Cadences»"],
    "/profile/": ["«Working time»", "«Save»"],
    "/lesson/": ["«Nobody answers»"],
    "/settings/organisation/": ["«Numbers are written like»"],
}


def in_guillemets(text: Any) -> Any:
    return tuple(f"«{each}»" for each in text) if isinstance(text, tuple) else f"«{text}»"


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of all that is said."""
    made_up = Catalog()
    for message in translations.collected():
        if message.id:
            made_up.add(message.id, in_guillemets(message.id), context=message.context)
    folder: Path = tmp_path_factory.mktemp("locale")
    path = folder / MADE_UP / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, made_up)
    return folder


@pytest.fixture
def made_up(settings: Any, locales: Path) -> Iterator[None]:
    settings.LOCALE_PATHS = [locales]
    settings.LANGUAGES = [*settings.LANGUAGES, (MADE_UP, "Made up")]
    with override(MADE_UP):
        yield


@pytest.fixture
def ana() -> User:
    """Somebody who may do everything, in a company at work for twelve weeks."""
    load(at=clock.now(), seed=1, password="a long enough secret", share=0.1)
    ana = User.objects.get(email="rep@example.com")
    ana.is_manager = ana.is_event_manager = ana.is_admin = True
    ana.save()
    for team in Team.objects.all():
        team.managers.add(ana)
    return ana


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_page_takes_it(client: Client, ana: User, made_up: None) -> None:
    client.force_login(ana)

    pages = {address: read(client, address) for address in pages_for(ana)}

    assert not [address for address, page in pages.items() if "«" not in page]
    assert not [address for address, page in pages.items() if "__proxy__" in page]
    bare = {
        address: [text for text in texts if text not in pages.get(address, "")]
        for address, texts in SAID.items()
    }
    assert not any(bare.values()), bare
