"""What may never be false of what reports keep."""

import pytest

from leadfollow import clock
from leadfollow.tests.constraints import constraints_of, refuses
from reports.models import DemonstrationWanted

pytestmark = pytest.mark.django_db


def test_one_demonstration_is_wanted_at_most():
    refuses(
        "demonstrationwanted_is_one",
        lambda: DemonstrationWanted.objects.create(pk=2, password="x", asked_at=clock.now()),
    )
    assert constraints_of("reports") == {"demonstrationwanted_is_one"}
