"""A file made to do harm is refused on the page in one sentence, and nothing of it is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadfollow.people.tests.factories import make_manager
from leads.imports.limits import WEB
from leads.models import Import
from leads.tests.import_corpus import as_workbook, hostile, swapped

pytestmark = pytest.mark.django_db
HOSTILE = hostile()


@pytest.mark.parametrize("name", ["macros", "a way out", "one line of 12 MB", "300 columns"])
def test_what_is_made_to_do_harm_is_refused_on_the_page(client, name):
    content, _ = HOSTILE[name]
    client.force_login(make_manager())

    page = client.post(
        reverse("followups:imports"),
        {"file": SimpleUploadedFile("leads.xlsx", content[: WEB.size]), "kind": "leads"},
    )

    assert page.status_code == 422
    assert not Import.objects.exists()


def test_a_file_larger_than_the_page_takes_names_the_ways_left(client):
    client.force_login(make_manager())
    file = SimpleUploadedFile("leads.csv", b"Name,Mail\n" + b"x" * WEB.size)

    page = client.post(reverse("followups:imports"), {"file": file, "kind": "leads"})

    assert b"larger than 10 MB: pack it" in page.content


def test_pictures_in_a_workbook_do_no_harm(client):
    client.force_login(make_manager())
    book = swapped(as_workbook([["Name"], ["Ana"]]), "xl/media/image1.png", b"x")

    client.post(
        reverse("followups:imports"), {"file": SimpleUploadedFile("a.xlsx", book), "kind": "leads"}
    )

    assert Import.objects.get().file_name == "a.xlsx"
