"""Letters and separator of a file: shown, asked for where nothing tells them, and chosen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from followups.tests.test_import_page import columns_of, send
from leadfollow.people.tests.factories import make_manager
from leads.models import Contact, Import

pytestmark = pytest.mark.django_db
HEBREW = "Id,Name,Email\n1,דוד כהן,david@x.example\n".encode("cp1255")


@pytest.fixture
def batch(client):
    """Sent by somebody who may."""

    def sent(content):
        client.force_login(make_manager())
        file = SimpleUploadedFile("leads.csv", content)
        client.post(reverse("followups:imports"), {"file": file, "kind": "leads"})
        return Import.objects.get()

    return sent


def test_letters_that_nothing_tells_are_asked_for(client, batch):
    batch = batch(HEBREW)
    page = client.get(reverse("followups:import", args=[batch.pk]))

    refused = send(client, batch)
    send(client, batch, encoding="cp1255")

    assert "cannot be told in which letters" in page.content.decode()
    assert refused.status_code == 422
    page = client.get(reverse("followups:import", args=[batch.pk]))
    assert "דוד כהן" in page.content.decode()
    assert page.context["form"]["encoding"].value() == "cp1255"


def test_letters_chosen_are_those_of_the_check(client, batch):
    batch = batch(HEBREW)
    send(client, batch, encoding="cp1255")

    page = client.post(
        reverse("followups:import", args=[batch.pk]), columns_of(client, batch), follow=True
    )

    assert page.redirect_chain[-1][0] == reverse("followups:check_import", args=[batch.pk])
    assert "דוד כהן" in page.content.decode()


def test_another_separator_gives_other_columns(client, batch):
    batch = batch(b"Name,Mail;Town\nAna,a@x.example;Ulm\nBo,b@x.example;Bonn\n")

    send(client, batch, separator="semicolon")

    form = client.get(reverse("followups:import", args=[batch.pk])).context["form"]
    assert form.sheet.header == ["Name,Mail", "Town"]


def test_letters_that_do_not_fit_are_said(client, batch):
    batch = batch(HEBREW)

    page = send(client, batch, encoding="utf-8")

    assert "not written in UTF-8" in page.content.decode()


def test_the_command_takes_letters_and_separator(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_bytes(HEBREW.replace(b",", b"\t"))
    with pytest.raises(CommandError, match="cannot be told"):
        call_command("import_file", path, kind="leads")

    call_command("import_file", path, "--kind=leads", "--encoding=cp1255", "--separator=tab")

    assert Contact.objects.get().name == "דוד כהן"
