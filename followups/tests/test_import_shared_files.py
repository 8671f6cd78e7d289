"""The figures of the shared files, where they are at hand."""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count, Q

from followups.audit import audit
from followups.models import Touch
from followups.sweep import sweep
from leadfollow.people.tests.factories import make_rep
from leads.models import Contact, Inquiry, Lead, LeadContact

SHARED = Path(os.environ.get("SHARED_FILES", Path(__file__).parents[3] / "shared" / "data"))
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared files are not at hand"),
]
JULY = datetime(2025, 7, 9, 12, tzinfo=UTC)


@pytest.fixture
def bring(tmp_path, capsys):
    def bring(name, kind, mapping=None, **options):
        if mapping is not None:
            options["mapping"] = tmp_path / "mapping.json"
            options["mapping"].write_text(json.dumps(mapping))
        call_command("import_file", str(SHARED / name), kind=kind, json=True, **options)
        return json.loads(capsys.readouterr().out)

    return bring


@pytest.mark.parametrize(
    ("lost", "overdue", "leads", "no_touch", "no_activity", "warnings"),
    [
        pytest.param("working", 201, 124, 58, 17, 131, id="lost is open"),
        pytest.param("closed:no response", 161, 96, 45, 13, 184, id="lost is closed"),
    ],
)
def test_three_linked_files(bring, lost, overdue, leads, no_touch, no_activity, warnings):
    columns = {
        "external_id": "LeadID", "contact_external_id": "ContactID", "campaign": "LeadSource",
        "status": "LeadStatus", "received_at": "CreatedDate",
    }  # fmt: skip
    bring("crm_relational/Contacts.csv", "contacts")
    mapping = {"columns": columns, "values": {"status": {"Lost": lost}}}
    bring("crm_relational/Leads.csv", "leads", mapping, owner=make_rep().email)
    result = bring("crm_relational/Activity.csv", "touches")

    swept = sweep(now=JULY, force=True)

    assert (result["created"], result["warnings"]) == (500, warnings)
    opened = Lead.objects.open()
    assert Touch.objects.overdue(JULY).count() == overdue
    assert swept.standing["overdue"] == leads
    assert opened.never_touched().count() == no_touch
    assert opened.filter(touches=None).count() == no_activity
    assert Lead.objects.count() == 200
    assert LeadContact.objects.values("contact").distinct().count() == 87
    assert not any(finding.violations for finding in audit().values())


def test_leads_known_only_by_an_id(bring):
    first = bring("leads_xeducation/Leads.csv.gz", "leads")
    second = bring("leads_xeducation/Leads.csv.gz", "leads")

    assert (first["created"], second["created"], second["added"]) == (9240, 0, 9240)
    won = Count("pk", filter=Q(lead__disposition="won"))
    per_source = Inquiry.objects.values_list("campaign__name").annotate(n=Count("pk"), won=won)
    figures = {name: (n, sold) for name, n, sold in per_source}
    known = {  # “google” is the same source
        "Google": (2873, 1147), "Direct Traffic": (2543, 818), "Olark Chat": (1755, 448),
        "Organic Search": (1154, 436), "Reference": (534, 490), "Welingak Website": (142, 140),
        "No source": (36, 29),
    }  # fmt: skip
    assert {name: figures[name] for name in known} == known
    assert sum(n for n, _sold in figures.values()) == 9240
    assert sum(sold for _n, sold in figures.values()) == 3561
    assert Contact.objects.filter(no_email=True).count() == 734
    assert Contact.objects.filter(no_phone=True).count() == 2
    extra = list(Lead.objects.values_list("extra", "disposition"))
    assert not any(cell == "Select" for cells, _ in extra for cell in cells.values())
    origins = Counter(cells["Lead Origin"] for cells, _ in extra)
    sold = Counter(cells["Lead Origin"] for cells, how in extra if how == "won")
    assert {name: (origins[name], sold[name]) for name in origins if origins[name] > 1} == {
        "Landing Page Submission": (4886, 1768), "API": (3580, 1115),
        "Lead Add Form": (718, 664), "Lead Import": (55, 13),
    }  # fmt: skip
