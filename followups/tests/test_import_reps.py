"""Rows of people: roles, teams, managers."""

import pytest

from followups.imports.starting import import_at_once
from leadfollow import clock
from leadfollow.people.models import Organisation, Team, User
from leadfollow.people.tests.factories import make_admin, make_manager
from leads.imports.preparing import Options, prepare
from leads.models import ImportRow

pytestmark = pytest.mark.django_db
HEADER = "name,email,roles,team,manager\n"


@pytest.fixture
def bring(tmp_path):
    """Imports rows of people."""

    def bring(rows, *, by=None):
        path, at = tmp_path / "reps.csv", clock.now()
        path.write_text(HEADER + rows)
        plan = prepare("reps", path, raw=None, options=Options(), at=at, by=by)
        return import_at_once(path, plan, options=Options(), at=at)

    return bring


def roles_of(name):
    user = User.objects.get(name=name)
    return [role for role in ("rep", "manager", "event_manager", "admin") if
            getattr(user, f"is_{role}")]  # fmt: skip


def test_people_come_with_their_roles(bring):
    batch = bring(
        "Ana,ana@x.example,,North,\n"
        "Eva,eva@x.example,event manager,,\n"
        "Max,max@x.example,Manager; Rep,North,\n"
        'Ada,ada@x.example,"admin, event manager",,\n'
    )

    assert batch.created == 4
    assert roles_of("Ana") == ["rep"]
    assert roles_of("Eva") == ["event_manager"]
    assert roles_of("Max") == ["rep", "manager"]
    assert roles_of("Ada") == ["event_manager", "admin"]
    assert User.objects.get(name="Max").teams_led.get().name == "North"


def test_a_new_team_begins_as_the_organisation_works(bring):
    Organisation.objects.create(time_zone="Asia/Tokyo", working_days="1234", country="JP")

    bring("Ana,ana@x.example,,North,\n")

    assert Team.objects.get().working_time == Organisation.objects.get().working_time


def test_nobody_new_comes_into_a_retired_team(bring):
    bring("Ana,ana@x.example,,North,\n")
    Team.objects.update(retired_at=clock.now())

    again = bring("Ana,ana@x.example,,North,\nBen,ben@x.example,,north,\n")

    assert (again.added, again.rejected) == (1, 1)
    assert not User.objects.filter(name="Ben").exists()


def test_a_manager_named_above_gets_the_roles_of_the_own_row(bring):
    bring("Ana,ana@x.example,,North,max@x.example\nMax,max@x.example,manager;event manager,,\n")

    max_ = User.objects.get(email="max@x.example")
    assert (max_.is_manager, max_.is_event_manager, max_.is_rep) == (True, True, False)


def test_a_manager_named_above_may_have_a_row_without_roles(bring):
    batch = bring("Ana,ana@x.example,,North,max@x.example\nMax,max@x.example,,,\n")

    assert (batch.created, batch.added) == (1, 1)


def test_who_was_there_keeps_the_roles(bring):
    bring("Eva,eva@x.example,event manager,,\n")

    again = bring("Eva,eva@x.example,admin,,\n", by=make_admin())

    assert again.added == 1
    assert roles_of("Eva") == ["event_manager"]


def test_a_rep_without_a_team_is_rejected_and_roles_only_an_admin_gives(bring):
    bring("Ana,ana@x.example,rep,,\nEva,eva@x.example,event manager,,\n", by=make_manager())
    bring("Ana,ana@x.example,rep,,\n")

    assert not User.objects.filter(name__in=["Ana", "Eva"]).exists()
    reasons = set(ImportRow.objects.values_list("reason", flat=True))
    assert any("needs a team" in reason for reason in reasons)
    assert any("Only an admin" in reason for reason in reasons)
