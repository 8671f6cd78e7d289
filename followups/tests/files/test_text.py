"""Whatever people write comes in, is found and shown as it is, and goes out and in again."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from leadfollow.people.tests.factories import make_admin
from leads.imports.vocabulary import BLANK_WORDS
from leads.models import Lead

pytestmark = pytest.mark.django_db
NAUGHTY = [
    "<script>alert('x')</script>", "'; DROP TABLE leads; --", "Ω≈ç√∫", "田中さんにあげて下さい",
    "הָיְתָה", "٠١٢٣", "👾 🙇", "=1+1", "@SUM(A1)", "-Infinity", "undefined", '"quoted", and comma',
    "{{ 7*7 }}", "%s%d", "../../etc/passwd", "Zalgo t̥̪͞h̲e",
]  # fmt: skip


def sheet(texts):
    """Rows with each text as name, company and note."""
    rows = [["Id", "Name", "Company", "Notes"]]
    rows += [[f"N{number}", text, text, text] for number, text in enumerate(texts)]
    return "".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n"
                   for row in rows)  # fmt: skip


def kept(texts):
    """What became of them, by id."""
    notes = dict(Lead.objects.values_list("external_id", "note"))
    return [notes.get(f"N{number}") for number, _ in enumerate(texts)]


def test_texts_come_in_unchanged_and_are_shown_escaped(client, bring):
    result = bring(sheet(NAUGHTY))
    client.force_login(make_admin())

    assert (result["created"], result["rejected"]) == (len(NAUGHTY), 0)
    assert kept(NAUGHTY) == NAUGHTY
    lead = Lead.objects.get(external_id="N0")
    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert escape(NAUGHTY[0]) in page
    assert NAUGHTY[0] not in page


def test_every_shared_string_comes_in_as_it_is(bring, shared):
    texts = json.loads(shared("text_torture/blns.json").read_text(encoding="utf-8"))
    plain = [text for text in texts if text.strip() and text == " ".join(text.split())]
    blank = {word.casefold() for word in BLANK_WORDS}  # these mean nothing
    plain = [text for text in plain if text.isprintable() and text.casefold() not in blank]

    result = bring(sheet(plain))

    assert result["rejected"] == 0
    assert kept(plain) == plain
