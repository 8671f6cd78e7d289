"""Mail is tested against a real server, and what it says is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from leadfollow.people import demonstration
from leadfollow.people.mail_check import SMTP
from leadfollow.people.tests.factories import make_admin, make_manager
from leadfollow.running import free_port

pytestmark = pytest.mark.django_db
PAGE, TEST = reverse("people:mail"), reverse("people:mail_test")


class Conversation(socketserver.StreamRequestHandler):
    """As much SMTP as one mail needs; nobody@ is refused."""

    def handle(self) -> None:
        self.say("220 test.example")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT" and "nobody@" in line:
                self.say("550 5.1.1 No such person here")
            elif word == "DATA":
                self.say("354 Go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                self.say("250 2.0.0 Ok: queued as 4F2A")
            else:
                self.say("250 Fine")
            if word == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings: Any) -> Iterator[None]:
    with socketserver.TCPServer(("127.0.0.1", 0), Conversation) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.server_address[1]
        settings.EMAIL_HOST_PASSWORD = "hunter2hunter2"
        settings.EMAIL_HOST_USER = ""
        yield
        listening.shutdown()


def test_the_servers_own_answer_is_told(client, server):
    client.force_login(make_admin(email="ann@weber.example"))

    page = client.post(TEST, follow=True).content.decode()

    assert "took the mail to ann@weber.example and answered “250 2.0.0 Ok: queued as 4F2A”" in page


def test_a_refusal_is_told_in_its_words(client, server):
    client.force_login(make_admin(email="nobody@weber.example"))

    page = client.post(TEST, follow=True).content.decode()

    assert "did not take the mail: 550 5.1.1 No such person here." in page


def test_a_server_that_is_not_there_is_told(client, server, settings):
    settings.EMAIL_PORT = free_port()
    client.force_login(make_admin())

    page = client.post(TEST, follow=True).content.decode()

    assert "127.0.0.1 did not take the mail:" in page
    assert "refused" in page


def test_no_password_stands_on_the_page(client, server):
    client.force_login(make_admin())

    page = client.get(PAGE).content.decode()

    assert "127.0.0.1, port" in page
    assert "hunter2" not in page


def test_without_a_server_the_mail_is_a_file(client, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    client.force_login(make_admin(email="ann@weber.example"))

    page = client.post(TEST, follow=True).content.decode()

    assert "is a file in" in page
    assert "ann@weber.example" in next(Path(settings.EMAIL_FILE_PATH).iterdir()).read_text()


def test_an_invented_person_gets_none(client, server):
    client.force_login(make_admin(external_source=demonstration.SOURCE))

    assert "invented address" in client.post(TEST, follow=True).content.decode()


def test_it_is_the_admins(client):
    client.force_login(make_manager())

    assert client.get(PAGE).status_code == client.post(TEST).status_code == 403


@pytest.mark.parametrize(
    ("site_url", "is_warned"), [("http://testserver/", False), ("http://localhost:8000", True)]
)
def test_it_warns_where_mails_lead_elsewhere(
    client: Any, settings: Any, site_url: str, is_warned: bool
) -> None:
    settings.SITE_URL = site_url
    client.force_login(make_admin())

    page = client.get(PAGE).content.decode()

    assert ("SITE_URL=http://testserver<" in page) == is_warned
    assert ("two addresses" in page) == is_warned
