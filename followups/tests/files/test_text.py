"""Whatever people write comes in, is found and shown as it is, and goes out and in again."""

import csv
import json
from datetime import UTC
from io import StringIO

import pytest
from django.urls import reverse
from django.utils.html import escape

from followups.exports.columns import columns, rows
from followups.exports.writing import as_csv
from leadfollow.people.tests.factories import make_admin
from leads.identity import is_junk
from leads.imports.guard import guarded
from leads.models import Contact, Lead, LeadContact
from leads.search import matching

pytestmark = pytest.mark.django_db
NAUGHTY = [
    "<script>alert('x')</script>", "'; DROP TABLE leads; --", "Ω≈ç√∫", "田中さんにあげて下さい",
    "הָיְתָה", "٠١٢٣", "👾 🙇", "=1+1", "@SUM(A1)", "-Infinity", "undefined", '"quoted", and comma',
    "{{ 7*7 }}", "%s%d", "../../etc/passwd", "Zalgo t̥̪͞h̲e", "two  blanks", "'=1", "a\tb", "\v",
    "4711999", "Nul\0 inside", "1e100", "a\nb", "None",
]  # fmt: skip
PEOPLE = {"name": "Name", "organisation": "Company", "email": "E-mail", "note": "Note"}
PLAIN = {"columns": {"external_id": "Id"} | PEOPLE}
AGAIN = {"columns": {"external_id": "Leadfollow number"} | PEOPLE, "source": "again"}


def sheet(texts):
    """Rows with each text as name, company and note, written as a careful program does."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Id", "Name", "Company", "E-mail", "Note"])
    for number, text in enumerate(texts):
        cell = guarded(text)
        writer.writerow([f"N{number}", cell, cell, f"n{number}@hafen.example", cell])
    return out.getvalue()


def told(leads):
    """Company, name and note of each."""
    names = dict(LeadContact.objects.values_list("lead", "contact__name"))
    rows = leads.order_by("pk").values_list("pk", "organisation", "note")
    return [(organisation, names.get(pk, ""), note) for pk, organisation, note in rows]


def length_of(model, field):
    return model._meta.get_field(field).max_length


def as_kept(text):
    """A NUL goes; a name is one line with single blanks, and what only fills a field is none."""
    text = text.replace("\0", "")
    name = " ".join(text.split())
    name = "" if is_junk(name) else name
    return (
        name[: length_of(Lead, "organisation")],
        name[: length_of(Contact, "name")],
        text.strip(),
    )


def exported(leads):
    header, tells = zip(*columns([]), strict=True)
    return as_csv(header, rows(list(leads.values_list("pk", flat=True)), tells, zone=UTC))


def survive(bring, texts, tmp_path):
    """In, found, shown escaped, out, and in again as another system's rows."""
    result = bring(sheet(texts), mapping=PLAIN)
    first = Lead.objects.order_by("pk")
    assert result["rejected"] == 0
    assert told(first) == [as_kept(text) for text in texts]
    for pk, name in first.exclude(organisation="").values_list("pk", "organisation"):
        assert first.filter(matching(name), pk=pk).exists(), name
    path = tmp_path / "export.csv"
    path.write_text("".join(exported(first)), encoding="utf-8", newline="")
    before = dict(zip(first.values_list("pk", flat=True), told(first), strict=True))
    again = bring(path, mapping=AGAIN)
    assert (again["created"], again["rejected"]) == (len(texts), 0)
    after = Lead.objects.filter(external_source="again")
    ids = after.order_by("pk").values_list("external_id", flat=True)
    assert {int(pk): found for pk, found in zip(ids, told(after), strict=True)} == before


def test_texts_go_in_and_out_unchanged(bring, tmp_path):
    survive(bring, NAUGHTY, tmp_path)


def test_every_shared_string_goes_in_and_out_unchanged(client, bring, tmp_path, shared):
    texts = json.loads(shared("text_torture/blns.json").read_text(encoding="utf-8"))

    survive(bring, texts, tmp_path)

    client.force_login(make_admin())
    pages = [
        client.get(reverse("followups:leads"), {"page": page}).content.decode()
        for page in (1, 2, 3)
    ]
    risky = [text for text in texts if "<" in text and len(text) < 80]
    assert not [text for text in risky for page in pages if text in page]


def test_texts_are_shown_escaped(client, bring):
    bring(sheet(NAUGHTY[:1]))
    client.force_login(make_admin())

    page = client.get(reverse("followups:lead", args=[Lead.objects.get().pk])).content.decode()

    assert escape(NAUGHTY[0]) in page
    assert NAUGHTY[0] not in page
