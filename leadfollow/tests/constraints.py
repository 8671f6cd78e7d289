"""For the tests that try to break each constraint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction


def constraints_of(app: str) -> set[str]:
    """The names of all that an app's models promise beyond single unique columns."""
    models = apps.get_app_config(app).get_models()
    return {constraint.name for model in models for constraint in model._meta.constraints}


def refuses(constraint: str, act: Callable[[], object]) -> None:
    """The database refuses the act; PostgreSQL says by which constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    if connection.vendor == "postgresql":
        assert refusal.value.__cause__.diag.constraint_name == constraint  # type: ignore[attr-defined]
