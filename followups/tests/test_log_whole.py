"""A log that breaks half-way, at any of its statements, has never been."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from followups.models import Flag, Touch
from followups.sweep import sweep
from followups.tests.factories import after, fresh, log, make_planned_lead, next_touch

pytestmark = pytest.mark.django_db


class Broken(Exception):
    """The server dies here."""


class BreaksAt:
    """Lets so many statements pass, then breaks; `writes` are those that it saw."""

    def __init__(self, passing: int) -> None:
        self.passing, self.writes = passing, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            return execute(sql, params, many, context)
        if not self.passing:
            raise Broken
        self.passing -= 1
        self.writes += sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


def rows() -> dict[str, list[Any]]:
    """All that an operation may write."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in ("leads", "followups", "outbox", "log")
    }


def test_a_log_that_breaks_anywhere_leaves_no_trace() -> None:
    touch = next_touch(make_planned_lead())
    sweep(now=after(hours=1))
    assert Flag.objects.standing().exists()
    before, passing = rows(), 0

    while True:
        point = BreaksAt(passing)
        try:
            with connection.execute_wrapper(point):
                log(fresh(touch), at=after(hours=2))
            break
        except Broken:
            assert rows() == before
        passing += 1

    assert passing >= 9
    assert point.writes >= 5  # touch, next step, lead, flag, log
    assert Touch.objects.logged().count() == Touch.objects.scheduled().count() == 1
    assert not Flag.objects.standing().exists()
