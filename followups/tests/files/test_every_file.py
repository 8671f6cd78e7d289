"""Whatever the shared folder holds is read or refused; every row is accounted for, once."""

import pytest
from django.core.management import CommandError

from conftest import BEFORE_A_RELEASE
from followups.tests.files.conftest import SHARED, violations

pytestmark = pytest.mark.django_db
TABLES = (".csv", ".tsv", ".xlsx", ".xls")
FOLDERS = ("vendor_exports", "nasty_csv", "badge_scans", "crm_relational")
KINDS = {  # all others are taken for leads
    "Campaign": "campaigns", "Contact": "contacts", "Contacts": "contacts",
    "CampaignMember": "members", "demo_campaigns": "campaigns", "Task": "touches",
    "Activity": "touches",
}  # fmt: skip
LONG = () if BEFORE_A_RELEASE else ("verylong-sample",)  # 2,000 rows, each like the others


def files():
    found = [path for folder in FOLDERS for path in sorted((SHARED / folder).rglob("*"))]
    return [path for path in found if path.suffix in TABLES and path.stem not in LONG]


def test_every_shared_file_is_accounted_for_and_creates_nothing_again(bring):
    """`bring` holds each result against the identity."""
    if not files():
        pytest.skip("the shared files are not at hand")
    told, refused, twice = {}, {}, {}

    for path in files():
        kind = KINDS.get(path.stem, "leads")
        try:
            told[path.name] = bring(path, kind)["rows"]
        except CommandError as refusal:
            refused[path.name] = str(refusal)
        else:
            twice[path.name] = bring(path, kind)["created"]

    assert set(twice.values()) == {0}
    assert all(sentence.endswith(".") for sentence in refused.values())
    assert len(told) > 40
    assert violations() == {}
