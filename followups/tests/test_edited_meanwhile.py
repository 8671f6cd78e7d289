"""Two correct the same lead, or the same person, at once: nothing is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from followups.tests.factories import fresh, make_owned_lead, person_of
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


class Editor:
    """Somebody who opened a page, and sends it back later."""

    def __init__(self, user: User, address: str) -> None:
        self.client, self.address = Client(), address
        self.client.force_login(user)
        self.open(self.client.get(address))

    def open(self, answer: Any) -> None:
        form = answer.context["form"]
        shown = {name: form[name].value() for name in form.fields}
        fields = {name: value for name, value in shown.items() if value not in (None, False)}
        self.fields = fields | {"seen": form.shown}

    def save(self, **typed: Any) -> Any:
        answer = self.client.post(self.address, self.fields | typed)
        if answer.status_code != 302:
            self.open(answer)
        return answer


@pytest.fixture
def lead() -> Lead:
    ana = make_rep(name="Ana Petrov")
    return make_owned_lead(owner=ana, person=make_person(company="Hafn AG", name="Kim Boe"))


@pytest.fixture
def mia(lead: Lead) -> User:
    return make_manager(of=lead.owner.team, name="Mia Lund")


@pytest.fixture
def editors(lead: Lead, mia: User) -> tuple[Editor, Editor]:
    address = reverse("followups:edit_lead", args=[lead.pk])
    return Editor(lead.owner, address), Editor(mia, address)


@pytest.fixture
def editors_of_kim(lead: Lead, mia: User) -> tuple[Editor, Editor]:
    address = reverse("followups:edit_contact", args=[lead.pk, person_of(lead).pk])
    return Editor(lead.owner, address), Editor(mia, address)


def test_different_fields_are_both_kept(lead: Lead, editors: tuple[Editor, Editor]) -> None:
    ana, mia = editors
    mia.save(website="www.hafen.example", value="1200.50")

    answer = ana.save(organisation="Hafen AG", note="Two sites")

    now = fresh(lead)
    assert answer.status_code == 302
    assert (now.organisation, now.note) == ("Hafen AG", "Two sites")
    assert (now.website, str(now.value)) == ("www.hafen.example", "1200.50")


def test_of_the_same_field_the_slower_sees_both_versions(
    lead: Lead, editors: tuple[Editor, Editor]
) -> None:
    ana, mia = editors
    mia.save(organisation="Hafen SE", website="www.hafen.example")

    answer = ana.save(organisation="Hafen AG", note="Two sites")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mia Lund changed this at" in page
    assert "it is “Hafen SE” now" in page
    assert 'value="Hafen AG"' in page
    assert "Two sites" in page
    assert 'value="www.hafen.example"' in page  # not hers: as it is now
    assert (fresh(lead).organisation, fresh(lead).note) == ("Hafen SE", "")


def test_who_saw_both_decides(lead: Lead, editors: tuple[Editor, Editor]) -> None:
    ana, mia = editors
    mia.save(organisation="Hafen SE", website="www.hafen.example")
    ana.save(organisation="Hafen AG")

    answer = ana.save()

    assert answer.status_code == 302
    assert (fresh(lead).organisation, fresh(lead).website) == ("Hafen AG", "www.hafen.example")


def test_who_typed_the_same_is_not_asked(lead: Lead, editors: tuple[Editor, Editor]) -> None:
    ana, mia = editors
    mia.save(organisation="Hafen AG", value="80")

    answer = ana.save(organisation="Hafen AG", value="80.00")

    assert answer.status_code == 302


def test_a_refused_form_still_knows_what_it_showed(
    lead: Lead, editors: tuple[Editor, Editor]
) -> None:
    ana, mia = editors
    ana.save(note="Two sites", value="much")
    mia.save(note="Three sites")

    answer = ana.save(value="80")

    assert answer.status_code == 409
    assert "it is “Three sites” now" in answer.content.decode()


@pytest.mark.parametrize(
    "seen", ["", "{", "[]", "7", '{"value": "much"}', '{"note": {}}', "[" * 100_000]
)
def test_what_a_page_showed_may_be_missing_or_nonsense(
    lead: Lead, editors: tuple[Editor, Editor], seen: str
) -> None:
    ana, _ = editors

    answer = ana.save(note="Two sites", seen=seen)

    assert answer.status_code == 302
    assert fresh(lead).note == "Two sites"


def test_so_it_is_with_a_person(lead: Lead, editors_of_kim: tuple[Editor, Editor]) -> None:
    ana, mia = editors_of_kim
    mia.save(job_title="Buyer", no_email="on")

    answer = ana.save(job_title="Chief buyer", name="Kim Bo")
    again = ana.save()

    kim = person_of(lead)
    assert (answer.status_code, again.status_code) == (409, 302)
    assert "it is “Buyer” now" in answer.content.decode()
    assert (kim.job_title, kim.name, kim.no_email) == ("Chief buyer", "Kim Bo", True)
