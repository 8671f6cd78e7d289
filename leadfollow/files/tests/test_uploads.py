"""Of what is too large or too many, nothing is written down, and the page says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from leadfollow.files.limits import MOST_AT_ONCE, MOST_BYTES


def received(address: str, *contents: bytes) -> list[int]:
    """How much of each file is written down."""
    files = [SimpleUploadedFile("a.txt", content) for content in contents]
    request = RequestFactory().post(address, {"file": files})
    return [len(file.read()) for file in request.FILES.getlist("file")]


@pytest.mark.parametrize("more", [0, 1, 3_000_000])
def test_of_a_large_file_one_byte_too_many_is_kept(more: int) -> None:
    address = reverse("followups:add_lead_files", args=[1])

    sizes = received(address, b"x" * (MOST_BYTES + more), b"small")

    assert sizes == [MOST_BYTES + min(more, 1), 5]


def test_of_the_eleventh_file_nothing_is_kept() -> None:
    address = reverse("followups:add_lead_files", args=[1])

    assert received(address, *[b"xy"] * 12) == [2] * MOST_AT_ONCE + [0, 0]


@pytest.mark.django_db
def test_a_large_file_is_said_beside_what_was_kept(client: Any) -> None:
    from campaigns.tests.factories import make_event
    from leadfollow.people.tests.factories import make_event_manager

    fair = make_event(owner=make_event_manager())
    client.force_login(fair.owner)
    files = [
        SimpleUploadedFile("a.txt", b"x" * (MOST_BYTES + 9)),
        SimpleUploadedFile("b.txt", b"b"),
    ]

    page = client.post(reverse("campaigns:add_files", args=[fair.pk]), {"file": files}, follow=True)

    assert "a.txt is larger than 10 MB." in page.content.decode()
    assert "Added b.txt." in page.content.decode()
