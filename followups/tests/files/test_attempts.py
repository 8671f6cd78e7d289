"""Statistics of calls: no names, no ids, and dates without a year."""

import pytest
from django.core.management import CommandError

from leads.models import Lead

pytestmark = pytest.mark.django_db
HEADER = "age;job;contact;day;month;duration;campaign;y\n"
ROWS = "".join(
    f"{20 + n};services;cellular;{n % 28 + 1};may;{n};{n % 4 + 1};no\n" for n in range(60)
)


def test_nothing_false_is_guessed(bring):
    with pytest.raises(CommandError, match="cannot be told apart"):
        bring(HEADER + ROWS)

    assert not Lead.objects.exists()


def test_the_shared_statistics_are_refused_in_one_sentence(bring, shared):
    with pytest.raises(CommandError, match="cannot be told apart"):
        bring(shared("attempts_bank/bank.csv"))
