"""Two workers bring in one file, or an inquiry comes meanwhile: nobody comes in twice."""

from __future__ import annotations

import time
from datetime import timedelta
from threading import Event

import pytest

from campaigns.tests.factories import make_campaign
from followups.imports import running
from followups.imports.running import Watch
from followups.imports.starting import draft
from followups.imports.waiting import go_on_with
from followups.operations import receive_inquiry
from followups.tests.factories import MONDAY
from followups.tests.test_races import at_once
from leadfollow.people.tests.factories import make_admin
from leads.imports.preparing import Options
from leads.models import Contact, Import, Lead
from leads.models.importing import ImportState
from leads.tests.factories import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TEXT = "Name,Company,Email\nAna Berg,Nord AG,ana@nord.example\nBen Ek,Sund AG,\n"
COLUMNS = {"columns": {"name": "Name", "organisation": "Company", "email": "Email"}}


def waiting(admin, campaign):
    options = Options(campaign=campaign.code)
    batch = draft(
        kind="leads", file_name="a.csv", content=TEXT.encode(), options=options, by=admin,
        at=MONDAY,
    )  # fmt: skip
    batch.mapping, batch.state = COLUMNS, ImportState.WAITING
    batch.save()
    return batch


@pytest.fixture
def slowly(monkeypatch):
    """Between judging rows and writing them there is time for somebody else."""
    judge = running.judge

    def slow(*of):
        loaded = judge(*of)
        time.sleep(0.5)
        return loaded

    monkeypatch.setattr(running, "judge", slow)


def test_of_one_file_sent_twice_nobody_comes_in_twice(slowly):
    admin, campaign = make_admin(), make_campaign(code="FAIR")
    two = [waiting(admin, campaign) for _ in range(2)]

    at_once(*[lambda batch=batch: go_on_with(batch.pk, Watch(MONDAY)) for batch in two])

    done = sorted(Import.objects.values_list("created", "added"))
    assert done == [(0, 2), (2, 0)]
    assert (Lead.objects.count(), Contact.objects.count()) == (2, 2)


def test_who_asks_while_he_is_brought_in_is_one_person(slowly):
    admin, campaign = make_admin(), make_campaign(code="FAIR")
    batch, begun = waiting(admin, campaign), Event()

    def bring():
        begun.set()
        return go_on_with(batch.pk, Watch(MONDAY))

    def ask():
        begun.wait(10)
        time.sleep(0.3)  # it has judged the rows by now
        person = make_person(name="Ana Berg", company="Nord AG", email="ana@nord.example", phone="")
        later = MONDAY + timedelta(minutes=1)
        return receive_inquiry(campaign=campaign, person=person, by=None, at=later)

    at_once(bring, ask)

    assert Contact.objects.filter(email_key="ana@nord.example").count() == 1
    assert Lead.objects.filter(people__contact__email_key="ana@nord.example").count() == 1
