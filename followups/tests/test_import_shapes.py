"""How a file was taken is offered for the next one with the same columns."""

import pytest
from django.urls import reverse

from followups.tests.test_import_page import columns_of, send, start, upload
from leadfollow.people.tests.factories import make_admin, make_manager, make_team
from leads.models import Import, ImportShape, Lead

pytestmark = pytest.mark.django_db
ROWS = "Who,Where,Town\nIda Berg,ida@hafen.example,Oslo\n"
AGAIN = "Town,where,WHO\nBonn,jon@molen.example,Jon Ruiz\n"  # another order, other letters
CHOSEN = {"column-name": "Who", "column-email": "Where", "column-city": "Town"}


@pytest.fixture
def ana(client):
    ana = make_manager(of=make_team(), name="Ana")
    client.force_login(ana)
    return ana


def taken(client, text, **changes):
    """A file brought in through the page."""
    upload(client, text)
    batch = Import.objects.latest("pk")
    send(client, batch, **changes)
    start(client, batch)
    return batch


def form_of(client, **query):
    batch = Import.objects.latest("pk")
    return client.get(reverse("followups:import", args=[batch.pk]), query)


def test_the_next_file_of_the_same_columns_is_filled_in(client, ana):
    taken(client, ROWS, **CHOSEN)
    client.force_login(make_admin())  # everybody finds it

    upload(client, AGAIN)
    page = form_of(client)
    taken(client, AGAIN)

    form = page.context["form"]
    assert form.mapping.columns == {"name": "WHO", "email": "where", "city": "Town"}
    assert "for leads.csv, by Ana" in page.content.decode()
    assert set(Lead.objects.values_list("people__contact__city", flat=True)) == {"Oslo", "Bonn"}
    assert ImportShape.objects.count() == 1


def test_other_columns_or_another_kind_are_guessed(client, ana):
    taken(client, ROWS, **CHOSEN)

    upload(client, "Who,Where,Town,More\nIda,i@x.example,Oslo,1\n")
    assert form_of(client).context["form"].shape is None
    upload(client, ROWS, kind="contacts")
    assert form_of(client).context["form"].shape is None


def test_the_guess_can_be_had_instead_and_is_kept_by_the_form(client, ana):
    taken(client, ROWS, **CHOSEN)
    upload(client, ROWS)

    page = form_of(client, guess="1")

    form = page.context["form"]
    assert form.mapping == form.guess
    assert "?guess=1" in page.content.decode()


def test_campaign_and_owner_are_not_remembered(client, ana):
    taken(client, ROWS, **CHOSEN, campaign="WEB")

    upload(client, ROWS)

    assert columns_of(client, Import.objects.latest("pk")).get("campaign") is None


def test_a_field_that_is_gone_is_guessed_anew(client, ana):
    taken(client, ROWS, **CHOSEN)
    shape = ImportShape.objects.get()
    shape.mapping["columns"]["own:size"] = "Town"
    shape.save()

    upload(client, ROWS)

    assert form_of(client).context["form"].shape is None


def test_who_taught_it_or_an_admin_forgets_it(client, ana):
    taken(client, ROWS, **CHOSEN)
    url = reverse("followups:forget_shape", args=[ImportShape.objects.get().pk])
    assert url in client.get(reverse("followups:imports")).content.decode()

    client.force_login(make_manager(of=make_team()))
    assert client.post(url).status_code == 404
    assert url not in client.get(reverse("followups:imports")).content.decode()
    client.force_login(make_admin())
    client.post(url)

    assert not ImportShape.objects.exists()
