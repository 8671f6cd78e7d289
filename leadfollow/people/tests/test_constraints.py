"""What may never be false of people and teams, and an attempt to make it so."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError

from leadfollow.people.blocks import blocks_in_words
from leadfollow.people.models import Absence, Holiday, Invitation, Organisation, Token, User
from leadfollow.people.tests.factories import make_rep, make_team, make_user
from leadfollow.tests.constraints import constraints_of, refuses

pytestmark = pytest.mark.django_db


def team_closes_after_it_opens():
    make_team(opens_at=time(9), closes_at=time(9))


def team_works_on_some_day():
    make_team(working_days="")


def user_email_without_case():
    make_user(email="ann@example.com")
    User.objects.create(email="Ann@example.com", name="Ann")


def user_external_id_once():
    for _ in range(2):
        make_user(external_source="crm", external_id="7")


def user_rep_has_a_team():
    make_user(is_rep=True, team=None)


def user_qualifier_is_nothing_else():
    make_user(is_qualifier=True, is_manager=True)


def user_hours_in_order():
    make_user(own_hours="09:00-13:00 12:00-18:00")


def user_caps_are_some():
    make_user(daily_cap=0)


def away(**fields):
    fields = {"user": make_rep(), "first_on": date(2026, 11, 2), "last_on": date(2026, 11, 3),
              "begins_at": datetime(2026, 11, 2, tzinfo=UTC),
              "ends_at": datetime(2026, 11, 4, tzinfo=UTC)} | fields  # fmt: skip
    return Absence.objects.create(**fields)


def own_day(**fields):
    return Holiday.objects.create(day=date(2026, 12, 24), **{"name": "Eve"} | fields)


def holiday_once_for_a_team():
    team = make_team()
    own_day(team=team), own_day(team=team)


def holiday_once_for_everybody():
    own_day(), own_day()


def holiday_has_a_name():
    own_day(name="")


def absence_ends_after_it_begins():
    away(last_on=date(2026, 11, 1))


def absence_deputy_is_another():
    ana = make_rep()
    away(user=ana, deputy=ana)


def user_follow_up_blocks_in_order():
    make_user(follow_up_blocks="10:00-11:00 10:30-12:00")


def asked(**fields):
    fields = {"email": "new@example.com", "is_manager": True, "by": make_user(),
              "made_at": datetime(2026, 11, 2, tzinfo=UTC),
              "expires_at": datetime(2026, 11, 9, tzinfo=UTC)} | fields  # fmt: skip
    return Invitation.objects.create(**fields)


def invitation_one_waiting():
    asked()
    asked(email="New@example.com")


def invitation_rep_has_a_team():
    asked(is_rep=True)


def invitation_has_a_role():
    asked(is_manager=False)


def invitation_qualifier_is_nothing_else():
    asked(is_qualifier=True)


def invitation_accepted_by_somebody():
    asked(accepted_at=datetime(2026, 11, 3, tzinfo=UTC))


def token(**fields):
    ana = make_user()
    fields = {"person": ana, "made_by": ana, "name": "A program", "public_id": "12345678",
              "made_at": datetime(2026, 11, 2, tzinfo=UTC),
              "expires_at": datetime(2026, 12, 2, tzinfo=UTC)} | fields  # fmt: skip
    return Token.objects.create(**fields)


def token_expires_after_it_is_made():
    token(expires_at=datetime(2026, 11, 1, tzinfo=UTC))


def token_has_a_known_scope():
    token(scope="all")


def token_revoked_by_somebody():
    token(revoked_at=datetime(2026, 11, 3, tzinfo=UTC))


def organisation(**fields):
    return Organisation.objects.create(**fields)


def organisation_is_one():
    organisation(pk=2)


def organisation_region_of_a_country():
    organisation(country="", region="BY")


def organisation_closes_after_it_opens():
    organisation(opens_at=time(9), closes_at=time(9))


def organisation_works_on_some_day():
    organisation(working_days="")


def organisation_week_begins_on_a_day():
    organisation(week_begins=8)


def organisation_date_style_known():
    organisation(date_style="other")


def organisation_number_style_known():
    organisation(number_style="other")


BREAKERS = [
    holiday_once_for_a_team,
    holiday_once_for_everybody,
    holiday_has_a_name,
    token_expires_after_it_is_made,
    token_has_a_known_scope,
    token_revoked_by_somebody,
    invitation_one_waiting,
    invitation_rep_has_a_team,
    invitation_has_a_role,
    invitation_accepted_by_somebody,
    invitation_qualifier_is_nothing_else,
    organisation_is_one,
    organisation_region_of_a_country,
    organisation_closes_after_it_opens,
    organisation_works_on_some_day,
    organisation_week_begins_on_a_day,
    organisation_date_style_known,
    organisation_number_style_known,
    user_follow_up_blocks_in_order,
    absence_ends_after_it_begins,
    absence_deputy_is_another,
    team_closes_after_it_opens,
    team_works_on_some_day,
    user_email_without_case,
    user_external_id_once,
    user_qualifier_is_nothing_else,
    user_rep_has_a_team,
    user_hours_in_order,
    user_caps_are_some,
]


@pytest.mark.parametrize("break_it", BREAKERS, ids=lambda act: act.__name__)
def test_the_database_refuses(break_it):
    refuses(break_it.__name__, break_it)


@pytest.mark.parametrize(
    "hours",
    ["09:00-09:00", "09:00-12:00 13:00", "18:00-19:00 09:00-12:00", "09:00-12:00 13:00-12:30"],
)
def test_hours_that_are_none(hours):
    refuses("user_hours_in_order", lambda: make_user(own_hours=hours))


@pytest.mark.parametrize(
    "hours", ["", "09:00-18:00", "08:00-12:00 12:00-13:00", "00:00-06:00 09:00-12:00 13:00-23:59"]
)
def test_hours_that_are_some(hours):
    user = make_user(own_hours=hours)

    assert blocks_in_words(User.objects.get(pk=user.pk).own_hours) == hours


def test_every_constraint_is_tried():
    assert {break_it.__name__ for break_it in BREAKERS} == constraints_of("people")


@pytest.mark.parametrize("column", ["name", "slug"])
def test_two_teams_never_share_their(column):
    make_team(**{column: "north"})

    with pytest.raises(IntegrityError):
        make_team(**{column: "north"})


def test_several_people_may_have_no_external_id():
    make_user(external_source="crm")
    make_user(external_source="crm")
