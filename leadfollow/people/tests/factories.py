"""People for tests, valid by default."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.conf import settings
from django.test import Client

from leadfollow.people.models import Team, User
from leadfollow.people.session_times import BEGAN

numbers = count(1)


def make_team(**fields: Any) -> Team:
    number = next(numbers)
    fields = {"name": f"Team {number}", "slug": f"team-{number}"} | fields
    managers = fields.pop("managers", [])
    team = Team.objects.create(**fields)
    team.managers.add(*managers)
    return team


def make_user(**fields: Any) -> User:
    number = next(numbers)
    fields = {"email": f"person{number}@example.com", "name": f"Person {number}"} | fields
    if "time_zone" in fields:
        fields["own_time_zone"] = fields.pop("time_zone")
    return User.objects.create_user(**fields)


def make_rep(**fields: Any) -> User:
    fields = {"is_rep": True, "team": fields.get("team") or make_team()} | fields
    return make_user(**fields)


def make_manager(*, of: Team | None = None, **fields: Any) -> User:
    manager = make_user(is_manager=True, **fields)
    (of or make_team()).managers.add(manager)
    return manager


def make_event_manager(**fields: Any) -> User:
    return make_user(is_event_manager=True, **fields)


def make_admin(**fields: Any) -> User:
    return make_user(is_admin=True, **fields)


def make_qualifier(**fields: Any) -> User:
    return make_user(is_qualifier=True, **fields)


def sign_in_before(client: Client, user: User) -> None:
    """So long ago that something weighty wants the password once more."""
    client.force_login(user)
    session = client.session
    session[BEGAN] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    session.save()
