"""Several at once at the door, on real connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from leadfollow.people import operations
from leadfollow.people.limits import Limit
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_team

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of this at one moment; what each gave, or how it was refused."""
    ready = Barrier(len(acts), timeout=20)

    def do(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait()
            return act()
        except operations.Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def test_of_sixteen_tries_at_once_ten_are_taken() -> None:
    limit = Limit("a race", 10, 60)

    taken = at_once(*[lambda: limit.take("ann", at=NOW)] * 16)

    assert taken.count(True) == 10


def test_two_admins_never_switch_each_other_off() -> None:
    ada, bea = make_admin(), make_admin()

    at_once(
        lambda: operations.switch_off(user=ada, by=bea, at=NOW),
        lambda: operations.switch_off(user=bea, by=ada, at=NOW),
    )

    assert User.objects.admins().count() == 1


def test_two_admins_never_take_the_role_from_each_other() -> None:
    ada, bea = make_admin(), make_admin()
    nobody = {"is_admin": False}

    at_once(
        lambda: operations.change_person(user=ada, changes=nobody, by=bea, at=NOW),
        lambda: operations.change_person(user=bea, changes=nobody, by=ada, at=NOW),
    )

    assert User.objects.admins().count() == 1


def test_a_link_that_is_used_twice_at_once_lets_one_in() -> None:
    what = {"is_rep": True, "team": make_team()}
    made = operations.invite(email="ben@example.com", asked=what, by=make_admin(), at=NOW)
    token = made.token

    def join(name: str) -> User:
        return operations.accept_invitation(
            invitation=made, token=token, name=name, password="vier gute Worte", at=NOW
        )

    came = at_once(lambda: join("Ben"), lambda: join("Eve"))

    assert sorted(type(one).__name__ for one in came) == ["LinkIsDead", "User"]
    assert User.objects.filter(email="ben@example.com").count() == 1
