"""What people say on the columns page of the words in their file, and of whose file it is."""

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.tests.test_import_page import start, upload
from leadfollow.people.tests.factories import make_admin
from leads.models import Import, Lead

pytestmark = pytest.mark.django_db
ROWS = (
    "Name,Source,City\nIda Berg,goggle,Select\nJon Ruiz,Google,tbd\nEva Lind,google,Oslo\n"
    "Uwe Ott,Fair,Select\n"
)
EVENTBRITE = (
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee Status\n"
    "1,2026-01-05,Ida,Berg,ida@hafen.example,1,Day,Refunded\n"
)


@pytest.fixture
def sent(client):
    """Sends the columns form as it is drawn, with changes; answers its import."""

    def send(rows, guess="", **changes):
        client.force_login(make_admin())
        upload(client, rows)
        batch = Import.objects.latest("pk")
        address = reverse("followups:import", args=[batch.pk])
        address += f"?guess={guess}" if guess else ""
        drawn = drawn_of(client.get(address).context["form"])
        return batch, client.post(address, drawn | changes)

    return send


def drawn_of(form):
    drawn = {name: form[name].value() for name in form.fields}
    drawn = {name: "on" if value is True else value for name, value in drawn.items() if value}
    return drawn | {"table": form.table}


def word(form, text):
    """The field of one of the file's words."""
    return next(name for name, field in form.fields.items() if field.label == text)


def test_spellings_of_a_source_become_the_one_that_is_chosen(client, sent):
    make_campaign(name="Google", code="ADS")
    batch, _ = sent(ROWS)
    form = client.get(reverse("followups:import", args=[batch.pk])).context["form"]
    offered = [value for value, _label in form.fields[word(form, "goggle")].choices]
    assert offered == ["", "Fair", "goggle", "Google", *offered[4:]]
    assert "google" not in {field.label for field in form.fields.values()}  # “Google” is asked of

    batch, _ = sent(ROWS, **{word(form, "goggle"): "Google"})
    start(client, batch)

    found = dict(Lead.objects.values_list("people__contact__name", "campaign__name"))
    assert found == {
        "Ida Berg": "Google", "Jon Ruiz": "Google", "Eva Lind": "Google", "Uwe Ott": "Fair",
    }  # fmt: skip


def test_words_that_mean_blank_are_said_beside_the_usual_ones(client, sent):
    batch, _ = sent(ROWS, blank="Select, TBD")

    start(client, batch)

    cities = Lead.objects.order_by("pk").values_list("people__contact__city", flat=True)
    assert list(cities) == ["", "", "Oslo", ""]


def test_a_file_is_read_as_no_program_s_where_somebody_says_so(client, sent):
    batch, _ = sent(EVENTBRITE)
    drawn = client.get(reverse("followups:import", args=[batch.pk]))
    assert "read as a file of Eventbrite" in drawn.content.decode()
    assert 'href="?guess=plain"' in drawn.content.decode()

    batch, answer = sent(EVENTBRITE, guess="plain")
    assert answer.status_code == 302
    start(client, batch)

    assert Lead.objects.get().status == "new"  # nobody said what “Refunded” means
