"""The secret of an app lies sealed; with another key no code is good, and nobody is let in."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.operations.two_factor import make_recovery_codes
from leadfollow.people.sealing import opened, sealed
from leadfollow.people.tests.factories import make_user
from leadfollow.people.tests.test_two_factor import (
    CODE,
    PASSWORD,
    SECRET,
    by_password,
    code_of,
    is_in,
)

pytestmark = pytest.mark.django_db
ANOTHER = "another-key-of-a-company-0123456789"
migration = import_module("leadfollow.people.migrations.0020_seal_second_factors")


@pytest.fixture
def ann() -> User:
    cache.clear()
    ann = make_user(email="ann@example.com", password=PASSWORD)
    TOTP.activate(ann, SECRET)
    return ann


def kept() -> str:
    return str(Authenticator.objects.get(type="totp").data["secret"])


def let_in_by(code: str) -> bool:
    client: Client = by_password()
    client.post(CODE, {"code": code})
    return is_in(client)


def test_it_is_nowhere_in_the_database(ann: User) -> None:
    assert SECRET not in kept()
    assert opened(kept()) == SECRET


def test_a_key_of_before_still_opens(ann: User, settings: Any) -> None:
    settings.TWO_FACTOR_KEY, settings.TWO_FACTOR_KEY_FALLBACKS = ANOTHER, [settings.TWO_FACTOR_KEY]

    assert let_in_by(code_of())


def test_with_another_key_recovery_codes_alone_open(ann: User, settings: Any) -> None:
    codes = make_recovery_codes(user=ann, at=clock.now())
    settings.TWO_FACTOR_KEY = ANOTHER

    assert [let_in_by(code) for code in (code_of(), code_of(""), codes[0])] == [False, False, True]


def test_another_secret_each_time_where_it_does_not_open() -> None:
    assert opened("rubbish") != opened("rubbish")


def test_what_lay_open_is_sealed_by_the_migration(ann: User) -> None:
    Authenticator.objects.update(data={"secret": SECRET})

    migration.seal(apps, None)
    between = kept()
    migration.open_again(apps, None)

    assert opened(between) == SECRET != between
    assert kept() == SECRET


def test_the_same_is_sealed_another_way_each_time() -> None:
    assert sealed(SECRET) != sealed(SECRET)
