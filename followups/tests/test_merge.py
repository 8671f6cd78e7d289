"""Scripts and mails speak of the lead at hand."""

from __future__ import annotations

import pytest

from campaigns.models import Campaign
from followups.cadences.merge import merge
from followups.shipped import CADENCES
from followups.shipped.plan import MERGE_FIELDS
from leadfollow.people.models import User
from leads.models import Contact, Inquiry


def inquiry(*, kind: str = "event", **fields: str) -> Inquiry:
    return Inquiry(campaign=Campaign(name="Expo Hannover", kind=kind), **fields)


def test_fields_are_filled():
    text = "{{ first_name }}, {{campaign}}: {{ request }} ({{ referred_by }}, {{ rep }})"

    said = merge(
        text,
        contact=Contact(name="Karla Brandt"),
        inquiry=inquiry(request="the price list", referred_by="Otto Lang"),
        rep=User(name="Ana Costa"),
    )

    assert said == "Karla, Expo Hannover: the price list (Otto Lang, Ana Costa)"


@pytest.mark.parametrize(("field", "usual"), MERGE_FIELDS.items())
def test_blank_or_standing_source_is_said_in_the_usual_words(field, usual):
    assert merge(f"{{{{ {field} }}}}", contact=Contact(), inquiry=inquiry(kind="standing")) == usual


def test_what_was_typed_is_never_a_field():
    said = merge("{{ request }}", inquiry=inquiry(request="{{ rep }} {% debug %}"))

    assert said == "{{ rep }} {% debug %}"


def test_what_was_typed_stays_on_one_line():
    said = merge("{{ request }}", inquiry=inquiry(request="a demo\nBcc: all@example.com"))

    assert said == "a demo Bcc: all@example.com"


def test_unknown_field_stays():
    assert merge("{{ price }}") == "{{ price }}"


@pytest.mark.parametrize("cadence", CADENCES, ids=lambda cadence: cadence.slug)
def test_shipped_texts_leave_no_field(cadence):
    for step in cadence.steps:
        for text in (step.title, step.script, step.mail_subject, step.mail_text):
            assert "{{" not in merge(text)
