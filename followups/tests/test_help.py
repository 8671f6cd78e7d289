"""Each page's own help, all of them, and the list of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from followups import operations
from followups.help.glossary import named
from followups.help.pages import BY_PAGE, BY_SLUG, HELPS
from followups.help.words import WORDS
from followups.models import FlagKind
from followups.numbers import SHIPPED
from followups.tests.factories import MONDAY
from leadfollow.people.models import ROLES, User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep
from leads.models import Disposition

pytestmark = pytest.mark.django_db
TEXTS = Path(settings.BASE_DIR) / "templates" / "help"
WORDS_PAGE = reverse("followups:words")
FEWEST, MOST = 60, 200


def page_for(person: User, address: str, **headers: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address, headers=headers).content.decode()


def in_words(markup: str) -> list[str]:
    """What a person reads."""
    return re.sub(r"<[^>]*>", " ", markup).split()


def test_every_text_is_some_pages_and_every_page_has_its_text() -> None:
    assert {path.stem for path in TEXTS.glob("*.html")} == set(BY_SLUG)
    assert len(BY_PAGE) == sum(len(each.pages) for each in HELPS)  # no page has two


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_text_is_short_and_its_words_are_known(slug: str) -> None:
    text = page_for(make_rep(), BY_SLUG[slug].address, **{"HX-Request": "true"})

    own = text[: text.index("</div>")]
    assert FEWEST <= len(in_words(own)) <= MOST
    assert "[" not in own
    words = {each.slug for each in WORDS}
    assert set(named((TEXTS / f"{slug}.html").read_text().split("#}", 1)[1])) <= words


def test_a_page_has_one_link_to_its_own_help() -> None:
    page = page_for(make_rep(), reverse("followups:queue"))

    assert re.findall(r'href="([^"]*)" data-help', page) == [BY_SLUG["queue"].address]


def test_a_form_belongs_to_the_page_it_is_a_part_of() -> None:
    page = page_for(make_manager(), reverse("followups:edit_numbers"))

    assert BY_SLUG["numbers"].address in page


def test_the_panel_gets_the_text_alone_and_without_scripts_it_is_a_page() -> None:
    rep, address = make_rep(), BY_SLUG["queue"].address

    assert "<html" not in page_for(rep, address, **{"HX-Request": "true"})
    page = page_for(rep, address)
    assert "<h1>Help: Queue</h1>" in page
    assert f'href="{reverse("followups:queue")}">To the page' in page


def test_all_help_is_that_of_ones_own_pages() -> None:
    mine, hers = (page_for(person, "/help/") for person in (make_rep(), make_admin()))

    assert BY_SLUG["queue"].address in mine
    assert BY_SLUG["health"].address not in mine
    assert BY_SLUG["health"].address in hers


def test_there_is_no_help_of_a_page_that_is_not() -> None:
    client = Client()
    client.force_login(make_rep())

    assert client.get(reverse("followups:help_page", args=["nothing"])).status_code == 404


def test_the_numbers_of_a_help_are_those_in_force() -> None:
    operations.rule(after=1, by=make_manager(), at=MONDAY, numbers={"escalated_after": 9})

    assert "for 9 working days" in page_for(make_rep(), BY_SLUG["flags"].address)


# --- Words


def test_the_words_stand_by_the_alphabet_each_with_an_anchor() -> None:
    page = page_for(make_rep(), WORDS_PAGE)

    titles = re.findall(r"<dt>(.*?)</dt>", page)
    assert titles == sorted(titles)
    assert len(titles) == len({each.slug for each in WORDS}) == len(WORDS)
    assert '<div id="next-step">' in page
    assert set(re.findall(rf'href="{WORDS_PAGE}#([\w-]+)"', page)) <= {each.slug for each in WORDS}


def test_every_flag_and_every_role_is_a_word() -> None:
    slugs = {each.slug for each in WORDS}

    assert {str(kind).replace("_", "-") for kind in FlagKind} <= slugs
    assert {role.removeprefix("is_").replace("_", "-") for role in ROLES} <= slugs


def test_closing_is_told_by_every_reason() -> None:
    page = page_for(make_rep(), f"{WORDS_PAGE}?q=disposition").lower()

    assert [each for each in Disposition.labels if str(each).lower() not in page] == []


def test_a_search_finds_what_stands_in_a_text() -> None:
    page = page_for(make_rep(), f"{WORDS_PAGE}?q=Brochure")

    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Promise"]
    assert 'value="Brochure"' in page


def test_a_search_that_finds_nothing_says_so() -> None:
    assert "No word and no text holds that" in page_for(make_rep(), f"{WORDS_PAGE}?q=xyzzy")


def test_the_numbers_of_a_word_are_those_in_force() -> None:
    page = page_for(make_rep(), f"{WORDS_PAGE}?q=attempt")
    assert f"After {SHIPPED.soft_attempts} stopping is offered" in page
    operations.rule(after=1, by=make_manager(), at=MONDAY, numbers={"soft_attempts": 3})

    assert "After 3 stopping is offered" in page_for(make_rep(), f"{WORDS_PAGE}?q=attempt")
