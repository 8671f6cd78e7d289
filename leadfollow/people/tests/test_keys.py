"""Single keys: off, another one for each, and back as we ship them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadfollow.people import keys
from leadfollow.people.keys import KEYS
from leadfollow.people.keys_section import name_of
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep

pytestmark = pytest.mark.django_db
SAVE = reverse("people:save_section", args=["keys"])
QUEUE = reverse("followups:queue")


@pytest.fixture
def ana(client: Any) -> User:
    ana = make_rep()
    client.force_login(ana)
    return ana


def chosen(**own: str) -> dict[str, str]:
    """As the form sends it: single keys on, these keys, and all others as they are."""
    sent = {name_of(key): key for key in KEYS} | {name_of(key): to for key, to in own.items()}
    return sent | {"single_keys": "on"}


def test_pages_know_the_keys_of_their_reader(client: Any, ana: User) -> None:
    client.post(SAVE, chosen(n="b", l="g"))

    assert 'data-own-keys="lg nb"' in client.get(QUEUE).content.decode()


def test_two_keys_may_change_places(client: Any, ana: User) -> None:
    client.post(SAVE, chosen(j="k", k="j"))

    ana.refresh_from_db()
    assert keys.read(ana.own_keys) == {"j": "k", "k": "j"}


def test_they_cost_a_page_no_query(client: Any, ana: User) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(QUEUE)
    User.objects.update(own_keys="nb")

    with CaptureQueriesContext(connection) as after:
        client.get(QUEUE)

    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (" ", "scrolls"),
        ("'", "Firefox"),
        ("1", "Digits"),
        ("G", "small letter"),
        ("gg", "one letter"),
        ("+", "screen readers"),
        ("s", "also for “Snooze”"),
    ],
)
def test_what_nobody_can_have_is_refused_in_a_sentence(
    client: Any, ana: User, key: str, says: str
) -> None:
    answer = client.post(SAVE, chosen(n=key))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    ana.refresh_from_db()
    assert ana.own_keys == ""


def test_an_empty_one_is_as_we_ship_it(client: Any, ana: User) -> None:
    User.objects.update(own_keys="nb lg")

    client.post(SAVE, chosen(n="", l="g"))

    ana.refresh_from_db()
    assert ana.own_keys == "lg"


def test_what_is_not_sent_stays(client: Any, ana: User) -> None:
    User.objects.update(own_keys="nb")

    client.post(SAVE, {"single_keys": "on"})

    ana.refresh_from_db()
    assert ana.own_keys == "nb"


def test_reset_gives_them_all_back_also_from_a_form_that_would_be_refused(
    client: Any, ana: User
) -> None:
    User.objects.update(own_keys="nb", single_keys=True)

    for _ in range(2):
        client.post(SAVE, chosen(n="1") | {"reset": "1"})

    ana.refresh_from_db()
    assert (ana.own_keys, ana.single_keys) == ("", True)
    assert "Reset the keys" not in client.get(reverse("people:profile")).content.decode()


def test_who_has_no_queue_has_keys_too(client: Any) -> None:
    client.force_login(make_manager())

    client.post(SAVE, {})

    assert 'data-keys="off"' in client.get(reverse("followups:leads")).content.decode()


def test_every_key_that_a_page_has_can_be_another_one() -> None:
    """Digits and Escape alone stay; a capital goes with its letter; what a page makes of a name is
    no key of ours."""
    written = set()
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        written |= set(re.findall(r'data-key="([^"{]+)"', template.read_text()))

    ours = {key.lower() for key in written if key != "Escape" and not key.isdigit()}
    assert ours <= set(KEYS)


def test_a_column_that_nobody_wrote_so_is_read_as_nothing() -> None:
    assert keys.read("q nbb §§ nb") == {"n": "b"}
