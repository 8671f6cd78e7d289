"""How one is told of what: on the page, by mail too, or not at all; and no more mails."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from followups import operations
from followups.models import ASSIGNED, MENTIONED, How, Notice, NoticeChoice
from followups.notices.choosing import (
    DIGEST,
    NOTICES,
    choices_of,
    choose,
    mailings_for,
    unsubscribe_path,
)
from followups.notices.mail import mail_notices
from followups.notices.telling import tell_flags
from followups.sweep import sweep
from followups.tests.factories import MONDAY, after, make_lead, make_planned_lead
from leadfollow.outbox.models import Outbox
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
SETTINGS = reverse("people:profile")
SAVE = reverse("people:save_section", args=["notices"])


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", email="ana@example.com", team=make_team(time_zone="UTC"))


def as_typed(user: User, **other: str) -> dict[str, str]:
    return {**choices_of(user), DIGEST: "on", **other}


def test_without_a_choice_all_is_told_on_the_page_and_all_mailings_come(ana: User) -> None:
    stands = choices_of(ana)

    assert {stands.pop(each.name) for each in mailings_for(ana)} == {How.MAIL}
    assert set(stands.values()) == {How.PAGE}


def test_a_choice_is_kept_for_the_kind_it_was_made_for(client: Any, ana: User) -> None:
    client.force_login(ana)

    answer = client.post(SAVE, as_typed(ana, overdue="mail", assigned="none"))

    assert answer.url == f"{SETTINGS}#notices"
    chosen = dict(NoticeChoice.objects.values_list("kind", "how"))
    assert chosen == {"overdue": How.MAIL, ASSIGNED: How.NONE}


def test_the_digest_can_be_ended_there(client: Any, ana: User) -> None:
    client.force_login(ana)

    client.post(SAVE, as_typed(ana, digest=""))

    assert choices_of(ana)[DIGEST] == How.NONE


def test_what_is_no_way_is_refused(client: Any, ana: User) -> None:
    client.force_login(ana)

    assert client.post(SAVE, as_typed(ana, overdue="pigeon")).status_code == 422
    assert not NoticeChoice.objects.exists()


def test_the_database_refuses_what_is_no_way(ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeChoice.objects.create(person=ana, kind="overdue", how="fax")


@pytest.mark.parametrize(
    ("make", "offered"),
    [
        (make_rep, {ASSIGNED, "slow_start", "overdue", "missing", "exhausted", "no_verdict"}),
        (make_manager, {"unassigned", "slow_start", "overdue", "missing"}),
        (make_admin, {MENTIONED}),
    ],
)
def test_everybody_chooses_for_what_he_can_be_told(make: Any, offered: set[str]) -> None:
    assert offered <= choices_of(make()).keys()
    assert "unassigned" not in choices_of(make_rep())


def test_the_page_shows_the_section(client: Any, ana: User) -> None:
    client.force_login(ana)

    page = client.get(SETTINGS).content.decode()

    assert "What you are told" in page
    assert "Assigned to you" in page


# --- By mail too


def told_by_mail(ana: User, number: int = 1) -> None:
    """She wants mails of what is overdue, and so many leads are."""
    choose(person=ana, choices={"overdue": How.MAIL}, at=MONDAY)
    for n in range(number):
        make_planned_lead(owner=ana, by=ana, person=make_person(company=f"Company {n} AG"))
    sweep(now=after(hours=1))
    tell_flags(now=after(hours=1))


def test_a_notice_goes_out_by_mail_once(ana: User) -> None:
    told_by_mail(ana)

    assert [mail_notices(now=after(hours=1)) for _ in range(2)] == [1, 0]

    mail = Outbox.objects.get()
    assert (mail.to, mail.subject) == ("ana@example.com", "Overdue: Company 0 AG")
    assert "Next step was due Mon 2 Nov 2026, 10:30" in mail.body


def test_many_go_out_in_one(ana: User) -> None:
    told_by_mail(ana, number=3)

    mail_notices(now=after(hours=1))

    mail = Outbox.objects.get()
    assert mail.subject == "3 notices"
    assert all(f"Company {n} AG" in mail.body for n in range(3))


def test_what_is_over_before_it_is_mailed_is_not_mailed(ana: User) -> None:
    told_by_mail(ana)
    lead = ana.leads.get()
    operations.close_lead(lead=lead, disposition="won", by=ana, at=after(hours=1))

    assert mail_notices(now=after(hours=2)) == 0
    assert not Notice.objects.to_mail().exists()


def test_an_assignment_goes_out_by_mail_to_who_wants_it(ana: User) -> None:
    choose(person=ana, choices={ASSIGNED: How.MAIL}, at=MONDAY)
    leader = make_manager(of=ana.team, name="Max")
    lead = make_lead(person=make_person(company="Hafen AG"))
    operations.assign_lead(lead=lead, rep=ana, by=leader, at=after(hours=1))

    mail_notices(now=after(hours=1))

    assert Outbox.objects.get().subject == "Assigned to you: Hafen AG"
    assert "Given to you by Max" in Outbox.objects.get().body


# --- No more


@pytest.fixture
def stranger() -> Client:
    """A mail program: signed out, without our cookie."""
    return Client(enforce_csrf_checks=True)


def test_every_mail_names_the_way_to_end_them(ana: User, settings: Any) -> None:
    settings.SITE_URL = "https://leads.example.com"
    told_by_mail(ana)

    mail_notices(now=after(hours=1))

    mail = Outbox.objects.get()
    end = f"https://leads.example.com{unsubscribe_path(ana, NOTICES)}"
    assert mail.headers == {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert end in mail.body


def test_a_mail_program_ends_the_digest_by_one_post(stranger: Client, ana: User) -> None:
    path = unsubscribe_path(ana, DIGEST)

    for _ in range(2):
        answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    assert choices_of(ana)[DIGEST] == How.NONE


def test_the_mails_beside_notices_end_and_the_page_stays(stranger: Client, ana: User) -> None:
    choose(person=ana, choices={"overdue": How.MAIL, "missing": How.NONE}, at=MONDAY)

    stranger.post(unsubscribe_path(ana, NOTICES))

    stands = choices_of(ana)
    assert (stands["overdue"], stands["missing"]) == (How.PAGE, How.NONE)
    assert stands[DIGEST] == How.MAIL


def test_a_look_at_the_link_ends_nothing(stranger: Client, ana: User) -> None:
    page = stranger.get(unsubscribe_path(ana, DIGEST))

    assert b"Send me no more" in page.content
    assert choices_of(ana)[DIGEST] == How.MAIL


@pytest.mark.parametrize("spoil", [lambda path: path[:-2] + "x/", lambda path: "/u/nonsense/"])
def test_a_link_that_nobody_signed_ends_nothing(stranger: Client, ana: User, spoil: Any) -> None:
    answer = stranger.post(spoil(unsubscribe_path(ana, DIGEST)))

    assert answer.status_code == 404
    assert choices_of(ana)[DIGEST] == How.MAIL
