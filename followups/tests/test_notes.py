"""Notes that are no touch: written, edited, deleted; and who is told by @name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.models import Note, NoteVersion, Notice, NoticeChoice
from followups.notices.colleagues import named_in
from followups.notices.listing import new_notices
from followups.tests.factories import MONDAY, after, fresh, make_owned_lead, make_planned_lead
from followups.views.notes import in_words
from leadfollow import clock
from leadfollow.people.models import Team, User
from leadfollow.people.operations import set_absence
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
    make_user,
)
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def mara(team: Team) -> User:
    return make_manager(of=team, name="Mara Ruiz")


@pytest.fixture
def ana(team: Team) -> User:
    return make_rep(team=team, name="Ana Petrova")


@pytest.fixture
def lead(ana: User, mara: User) -> Lead:
    return make_planned_lead(owner=ana)


def write(lead: Lead, text: str = "They moved.", **fields: Any) -> Note:
    fields = {"by": lead.owner, "at": after(minutes=1)} | fields
    return operations.write_note(lead=lead, text=text, **fields)[0]


def page_of(client: Any, lead: Lead, user: User) -> str:
    client.force_login(user)
    return str(client.get(reverse("followups:lead", args=[lead.pk])).content.decode())


def test_a_note_counts_nowhere(lead: Lead) -> None:
    before = {name: getattr(fresh(lead), name) for name in ("touch_count", "next_due_at", "status")}

    write(lead)

    assert {name: getattr(fresh(lead), name) for name in before} == before


def test_a_note_without_a_word_is_refused(lead: Lead) -> None:
    with pytest.raises(operations.NothingSaid):
        write(lead, "  \n ")


def test_the_name_tells_the_person_once(lead: Lead, mara: User) -> None:
    note = write(lead, "@Mara Ruiz please look. @mara!")

    operations.edit_note(note=note, text="@Mara Ruiz please look at it.", at=after(minutes=2))

    assert [notice.person for notice in Notice.objects.filter(note__isnull=False)] == [mara]
    assert new_notices(mara) == "1"


def test_who_wants_no_such_notice_gets_none(lead: Lead, mara: User) -> None:
    NoticeChoice.objects.create(person=mara, kind="mentioned", how="none")

    write(lead, "@Mara")

    assert not Notice.objects.filter(note__isnull=False).exists()


def test_who_may_not_see_the_lead_is_not_told(lead: Lead, team: Team) -> None:
    make_rep(team=team, name="Ben Becker")

    _, named = operations.write_note(
        lead=lead, text="@Ben Becker?", by=lead.owner, at=after(minutes=1)
    )

    assert named.unknown == ["ben"]
    assert not Notice.objects.filter(note__isnull=False).exists()


@pytest.fixture
def cem(ana: User) -> User:
    """Stands in for Ana, who is away until Friday."""
    cem = make_rep(team=ana.team, name="Cem Aydin")
    days = {"first_on": date(2026, 11, 2), "last_on": date(2026, 11, 6)}
    set_absence(user=ana, deputy=cem, by=ana, at=MONDAY, **days)
    return cem


def test_who_stands_in_for_the_absent_is_told_too(lead: Lead, mara: User, cem: User) -> None:
    _, named = operations.write_note(lead=lead, text="@Ana they moved", by=mara, at=MONDAY)

    cem.stand_in_at(MONDAY)
    assert in_words(named) == (
        "Ana Petrova was told. Ana Petrova is away until Fri 6 Nov;"
        " Cem Aydin stands in and was told too."
    )
    assert new_notices(cem) == "1"


def test_who_stands_in_may_be_named_himself(lead: Lead, mara: User, cem: User) -> None:
    _, named = operations.write_note(lead=lead, text="@Cem they moved", by=mara, at=MONDAY)

    assert (named.people, named.away) == ([cem], ())


def test_a_deputy_who_names_the_absent_tells_her_alone(lead: Lead, cem: User) -> None:
    _, named = operations.write_note(lead=lead, text="@Ana they moved", by=cem, at=MONDAY)

    assert in_words(named) == "Ana Petrova was told. Ana Petrova is away until Fri 6 Nov."
    assert not cem.notices.exists()


def test_after_the_absence_only_the_owner_is_told(lead: Lead, mara: User, cem: User) -> None:
    _, named = operations.write_note(lead=lead, text="@Ana @Cem", by=mara, at=after(days=5))

    assert named.away == ()
    assert named.unknown == ["cem"]
    assert not cem.notices.exists()


def test_the_absent_are_offered_with_their_absence(
    client: Any, lead: Lead, mara: User, cem: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: after(hours=1))

    html = page_of(client, lead, mara)

    assert "@Ana Petrova (away until Fri 6 Nov)" in html
    assert 'data-name="Cem Aydin"' in html


# --- Sent twice


def test_the_same_key_writes_one_note(lead: Lead, mara: User) -> None:
    key = uuid4()

    first, again = (write(lead, "@Mara they moved", key=key) for _ in range(2))

    assert first == again
    assert Note.objects.count() == mara.notices.count() == 1


def test_it_is_known_by_what_it_said_at_first(lead: Lead) -> None:
    key = uuid4()
    note = write(lead, "They moved", key=key)
    operations.edit_note(note=note, text="They moved to Bonn", at=after(minutes=2))

    assert write(lead, "They moved", key=key, at=after(minutes=3)) == note
    assert fresh(note).text == "They moved to Bonn"


def test_the_same_key_with_other_words_is_refused(lead: Lead) -> None:
    key = uuid4()
    write(lead, "They moved", key=key)

    with pytest.raises(operations.KeyUsedOtherwise):
        write(lead, "They have no budget", key=key)


def test_a_form_that_is_sent_twice_writes_one_note(client: Any, lead: Lead, ana: User) -> None:
    client.force_login(ana)
    form = {"text": "They moved", "key": str(uuid4())}
    url = reverse("followups:write_note", args=[lead.pk])

    answers = [client.post(url, form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Note.objects.count() == 1


def test_other_words_from_the_same_form_are_kept_on_a_second_press(
    client: Any, lead: Lead, ana: User
) -> None:
    client.force_login(ana)
    url = reverse("followups:write_note", args=[lead.pk])
    form = {"text": "They moved", "key": str(uuid4())}
    client.post(url, form)

    refused = client.post(url, form | {"text": "They have no budget"})
    client.post(url, refused.context["note_form"].data)

    assert refused.status_code == 409
    assert "They have no budget" in refused.content.decode()
    assert Note.objects.filter(lead=lead).count() == 2


@pytest.mark.parametrize(
    ("text", "people", "unknown"),
    [
        ("@Ana Petrova", ["Ana Petrova"], []),
        ("ask @ana.", ["Ana Petrova"], []),
        ("mail ana@example.com", [], []),
        ("@Max", [], ["max"]),
        ("@Max Orr and @Ana", ["Max Orr", "Ana Petrova"], []),
        ("@ home", [], []),
        ("@@ana", [], []),
        ("@Anatol", [], ["anatol"]),
    ],
)
def test_who_is_meant(text: str, people: list[str], unknown: list[str]) -> None:
    colleagues = [make_user(name=name) for name in ("Ana Petrova", "Max Orr", "Max Lund")]

    named = named_in(text, colleagues)

    assert [person.name for person in named.people] == people
    assert named.unknown == unknown


def test_an_edit_keeps_what_stood_there(client: Any, lead: Lead, ana: User) -> None:
    note = write(lead, "Budget 10")

    operations.edit_note(note=note, text="Budget 100", at=after(minutes=2))
    operations.edit_note(note=note, text="Budget 100", at=after(minutes=3))

    assert NoteVersion.objects.get().text == "Budget 10"
    html = page_of(client, lead, ana)
    assert "Budget 100" in html
    assert "What it said before" in html


def test_a_deleted_note_leaves_a_trace_and_no_text(client: Any, lead: Lead, ana: User) -> None:
    note = write(lead, "Wrong lead")
    operations.edit_note(note=note, text="Wrong lead, sorry", at=after(minutes=2))

    operations.delete_note(note=note, at=after(hours=2))
    operations.delete_note(note=note, at=after(hours=3))

    html = page_of(client, lead, ana)
    assert "Wrong lead" not in html
    assert "deleted Mon 2 Nov 2026" in html
    assert not NoteVersion.objects.exists()


def test_what_a_deleted_note_told_is_over(lead: Lead, mara: User) -> None:
    note = write(lead, "@Mara")

    operations.delete_note(note=note, at=after(hours=2))

    assert new_notices(mara) == ""


def test_a_note_of_yesterday_stands(lead: Lead) -> None:
    note = write(lead)

    with pytest.raises(operations.NoteStands):
        operations.delete_note(note=note, at=after(hours=25))


def test_a_deleted_note_is_not_edited(lead: Lead) -> None:
    note = write(lead)
    operations.delete_note(note=note, at=after(hours=1))

    with pytest.raises(operations.NoteStands):
        operations.edit_note(note=note, text="again", at=after(hours=2))


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "x", "deleted_at": MONDAY},
        {"text": "x", "edited_at": MONDAY - timedelta(days=1)},
        {"text": "", "deleted_at": MONDAY - timedelta(days=1)},
    ],
)
def test_the_database_refuses(lead: Lead, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(lead=lead, by=make_rep(), at=MONDAY, **fields)


# --- Who reads and writes


def test_an_event_manager_reads_what_is_marked_for_him(client: Any, ana: User) -> None:
    eva = make_event_manager(name="Eva")
    lead = make_owned_lead(owner=ana, campaign=make_event(owner=eva))
    write(lead, "Between us")
    write(lead, "For the fair", is_for_event=True)
    write(lead, "@Eva what was it?")

    html = page_of(client, lead, eva)

    assert "Between us" not in html
    assert "For the fair" in html
    assert "what was it?" in html


def test_a_note_is_written_on_the_page(client: Any, lead: Lead, ana: User) -> None:
    client.force_login(ana)

    page = client.post(
        reverse("followups:write_note", args=[lead.pk]),
        {"text": "@Mara and @Bob, see"},
        follow=True,
    )

    html = page.content.decode()
    assert "Noted. Mara Ruiz was told." in html
    assert "@bob" in html
    assert "✎" in html


def test_an_empty_note_is_said_beside_the_field(client: Any, lead: Lead, ana: User) -> None:
    client.force_login(ana)

    page = client.post(reverse("followups:write_note", args=[lead.pk]), {"text": " "})

    assert page.status_code == 422
    assert "Write the note first." in page.content.decode()


def test_a_stranger_writes_nothing(client: Any, lead: Lead) -> None:
    client.force_login(make_rep())

    page = client.post(reverse("followups:write_note", args=[lead.pk]), {"text": "x"})

    assert page.status_code == 404


def test_an_admin_only_reads(client: Any, lead: Lead) -> None:
    client.force_login(make_admin())

    page = client.post(reverse("followups:write_note", args=[lead.pk]), {"text": "x"})

    assert page.status_code == 403


@pytest.mark.parametrize("page", ["edit_note", "delete_note"])
def test_only_the_author_changes_it(client: Any, lead: Lead, mara: User, page: str) -> None:
    note = write(lead)
    client.force_login(mara)

    answer = client.post(reverse(f"followups:{page}", args=[lead.pk, note.pk]), {"text": "x"})

    assert answer.status_code == 404
    assert fresh(note).text == "They moved."


def test_the_author_edits_on_a_page_of_its_own(client: Any, lead: Lead, ana: User) -> None:
    note = write(lead)
    client.force_login(ana)

    client.post(reverse("followups:edit_note", args=[lead.pk, note.pk]), {"text": "Better"})

    assert fresh(note).text == "Better"


def test_the_notice_tells_what_was_written(client: Any, lead: Lead, mara: User) -> None:
    write(lead, "@Mara the price is too high")
    client.force_login(mara)

    page = client.get(reverse("followups:notices"))

    assert "Ana Petrova: @Mara the price is too high" in page.content.decode()
