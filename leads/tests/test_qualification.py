"""The written definition of "qualified": versions, who may write them, who has read them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads import qualification
from leads.models import BANT, MOST_OWN, Definition
from leads.qualification import Asked, asked_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
PAGE = "leads:qualification"
OWN = Asked("Has a plant", "One of its own?")


def define(*more, by=None, after=1, text=None, criteria=None):
    current = Definition.objects.current()
    asked = [*asked_in(current), *more] if criteria is None else criteria
    return qualification.define(
        text=text or current.text,
        criteria=asked,
        after=after,
        by=by or make_manager(),
        at=MONDAY,
    )


def test_an_installation_begins_with_a_version():
    shipped = Definition.objects.current()

    codes = [criterion.code for criterion in shipped.criteria.all()]
    assert (shipped.version, codes[:4]) == (1, list(BANT))
    assert 3 <= len(codes) - len(BANT) <= MOST_OWN


def test_a_change_is_the_next_version_and_the_old_one_stays():
    before = list(Definition.objects.current().criteria.values())
    manager = make_manager()

    made = define(OWN, by=manager, text="Has money")

    assert (made.version, made.made_by, made.made_at) == (2, manager, MONDAY)
    assert made.criteria.get(code="has-a-plant").name == "Has a plant"
    assert list(Definition.objects.get(version=1).criteria.values()) == before


def test_its_author_has_read_it():
    manager = make_manager()

    made = define(OWN, by=manager)

    assert made.readings.get().reader == manager


def test_the_same_again_changes_nothing():
    made = define(OWN)

    assert define(after=1) == made
    assert Definition.objects.count() == 2


def test_of_two_who_write_at_once_one_is_told():
    define(OWN)

    with pytest.raises(qualification.ChangedMeanwhile, match="version 2"):
        define(after=1, text="Something else")


def test_a_criterion_keeps_its_code_when_it_is_renamed():
    asked = asked_in(Definition.objects.current())

    made = define(criteria=[replace(asked[0], name="Pain"), *asked[1:]])

    assert made.criteria.get(code="need").name == "Pain"


def test_two_own_ones_of_one_name_are_two():
    asked = asked_in(Definition.objects.current())[:4]

    made = define(criteria=[*asked, OWN, OWN])

    assert {"has-a-plant", "has-a-plant-2"} <= {c.code for c in made.criteria.all()}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda asked: {"text": " "}, "Write down"),
        (lambda asked: {"criteria": asked[1:]}, "always asked"),
        (lambda asked: {"criteria": [*asked, Asked("")]}, "a name"),
        (lambda asked: {"criteria": [*asked[:4], *[OWN] * 6]}, "At most 5"),
        (lambda asked: {"criteria": [replace(a, is_needed=False) for a in asked]}, "at least one"),
    ],
)
def test_a_version_that_lacks_something_is_refused(change, sentence):
    asked = asked_in(Definition.objects.current())

    with pytest.raises(qualification.BadDefinition, match=sentence):
        define(**change(asked))

    assert Definition.objects.count() == 1


def test_reading_once_is_enough():
    rep, shipped = make_rep(), Definition.objects.current()

    first = qualification.accept(definition=shipped, by=rep, at=MONDAY)
    again = qualification.accept(definition=shipped, by=rep, at=MONDAY)

    assert first == again


# --- The page


def test_a_rep_reads_it_and_says_so(client):
    client.force_login(make_rep())
    before = client.get(reverse(PAGE)).content.decode()

    answer = client.post(reverse("leads:accept_definition", args=[1]), follow=True)

    assert "I have read it" in before
    assert "You read it" in answer.content.decode()
    assert reverse("leads:edit_qualification") not in before


def test_a_new_version_is_to_be_read_anew(client):
    rep = make_rep()
    qualification.accept(definition=Definition.objects.current(), by=rep, at=MONDAY)
    define(OWN)
    client.force_login(rep)

    assert "I have read it" in client.get(reverse(PAGE)).content.decode()


def test_a_manager_sees_who_of_his_own_has_not(client):
    team, manager = make_team(), make_manager()
    team.managers.add(manager)
    ana, ben = make_rep(name="Ana", team=team), make_rep(name="Ben", team=team)
    make_rep(name="Stranger")
    qualification.accept(definition=Definition.objects.current(), by=ana, at=MONDAY)
    client.force_login(manager)

    page = client.get(reverse(PAGE))

    assert (page.context["read"], page.context["unread"]) == ([ana], [ben])
    assert "1 of 2" in page.content.decode()


def form_of(definition, **changes):
    form = {"text": definition.text, "after": definition.version}
    for place, asked in enumerate(asked_in(definition)):
        form |= {f"c{place}-{name}": value for name, value in vars(asked).items() if value}
    return form | changes


def test_a_manager_writes_the_next_version(client):
    client.force_login(make_manager())
    typed = form_of(Definition.objects.current(), **{"c7-name": "Has a plant"})

    answer = client.post(reverse("leads:edit_qualification"), typed, follow=True)

    assert "Version 2 is in force." in answer.content.decode()
    assert Definition.objects.current().criteria.count() == 8


def test_what_is_typed_is_kept_where_it_is_refused(client):
    client.force_login(make_admin())
    typed = form_of(Definition.objects.current(), **{"c0-name": "", "text": "Has money"})

    answer = client.post(reverse("leads:edit_qualification"), typed)

    assert answer.status_code == 422
    assert "always asked" in answer.content.decode()
    assert "Has money" in answer.content.decode()


def test_a_rep_may_not_write(client):
    client.force_login(make_rep())

    assert client.get(reverse("leads:edit_qualification")).status_code == 404


def test_queries_do_not_grow_with_readers(client, django_assert_max_num_queries):
    team, manager = make_team(), make_manager()
    team.managers.add(manager)
    for _ in range(7):
        make_rep(team=team)
    client.force_login(manager)
    client.get(reverse(PAGE))

    with django_assert_max_num_queries(8):
        client.get(reverse(PAGE))
