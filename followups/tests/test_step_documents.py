"""Documents of a step: sent in the builder, kept by the version, opened from the log panel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.cadences.documents import ids_in
from followups.models import Cadence, StepDocument, Touch
from followups.operations import Plan
from followups.operations.plans import as_planned
from followups.tests.factories import MONDAY, after, make_cadence, make_planned_lead, next_touch
from followups.tests.test_cadence_pages import typed
from leadfollow.files.limits import MOST_DOCUMENTS
from leadfollow.files.models import StoredFile
from leadfollow.files.operations import purge_files, store_file
from leadfollow.files.tests.corpus import PDF
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep
from leads.filing import add_lead_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return make_manager(name="Mara")


def draft(by: User, content: bytes = PDF, name: str = "price-list.pdf") -> StoredFile:
    return store_file(name=name, content=content, by=by, at=MONDAY, is_draft=True)[0]


def save(like: Cadence, by: User, *documents: int, at: Any = MONDAY) -> Cadence:
    """The same plan, its first step with these documents."""
    first, *others = (replace(as_planned(s), before_id=s.pk) for s in like.steps.all())
    plan = replace(Plan.of(like), steps=(replace(first, documents=documents), *others))
    return operations.save_cadence(like=like, plan=plan, by=by, at=at)


def documents_of(cadence: Cadence) -> list[str]:
    links = StepDocument.objects.filter(step__cadence=cadence)
    return list(links.values_list("file__name", flat=True))


# --- The operation


def test_a_document_makes_a_version_and_the_old_one_has_none(boss: User) -> None:
    old = make_cadence()
    file = draft(boss)

    new = save(old, boss, file.pk)

    assert (new.version, documents_of(new), documents_of(old)) == (2, ["price-list.pdf"], [])
    assert save(new, boss, file.pk) == new


def test_the_next_version_keeps_it_and_another_takes_it_out(boss: User) -> None:
    first = save(make_cadence(), boss, draft(boss).pk)
    plan = replace(Plan.of(first), name="Other")

    second = operations.save_cadence(like=first, plan=plan, by=make_manager(), at=after(days=1))
    third = save(second, boss)

    assert documents_of(second) == ["price-list.pdf"]
    assert (documents_of(third), documents_of(first)) == ([], ["price-list.pdf"])


def test_what_a_version_names_is_never_purged(
    boss: User, django_capture_on_commit_callbacks: Any
) -> None:
    file = draft(boss)
    save(save(make_cadence(), boss, file.pk), boss)

    with django_capture_on_commit_callbacks(execute=True):
        purge_files(now=after(days=900))

    assert default_storage.exists(file.stored_as)


def test_what_was_sent_and_not_saved_goes_after_a_day(
    boss: User, django_capture_on_commit_callbacks: Any
) -> None:
    file = draft(boss)
    with django_capture_on_commit_callbacks(execute=True):
        purge_files(now=after(days=1))

    with pytest.raises(operations.BadPlan, match="A document of step 1 is gone"):
        save(make_cadence(), boss, file.pk)


def test_nobody_elses_draft_and_no_leads_file_becomes_a_document(boss: User) -> None:
    lead = make_planned_lead()
    of_lead = add_lead_file(lead=lead, name="a.pdf", content=PDF, by=boss, at=MONDAY)
    cadence = make_cadence()

    for file in (draft(make_manager()), of_lead):
        with pytest.raises(operations.BadPlan, match="is gone"):
            save(cadence, boss, file.pk)

    assert not StepDocument.objects.exists()


def test_the_file_of_a_lead_in_the_bin_becomes_no_document(client: Any, boss: User) -> None:
    lead = make_planned_lead()
    file = add_lead_file(lead=lead, name="a.pdf", content=PDF, by=boss, at=MONDAY)
    operations.remove_lead(lead=lead, reason="test", by=make_admin(), at=MONDAY)

    with pytest.raises(operations.BadPlan, match="is gone"):
        save(make_cadence(), boss, file.pk)

    assert get(client, boss, file).status_code == 404


def test_what_is_saved_is_no_draft_any_more(boss: User) -> None:
    file, other = draft(boss), draft(boss, b"other", "other.txt")
    save(make_cadence(), boss, file.pk)

    assert list(StoredFile.objects.drafts()) == [other]
    assert not audit(["files-are-there"])["files-are-there"].violations


def test_a_step_has_at_most_ten(boss: User) -> None:
    files = [draft(boss, b"%d" % n, f"{n}.txt").pk for n in range(MOST_DOCUMENTS + 1)]

    with pytest.raises(operations.BadPlan, match="Step 1 has more than 10 documents"):
        save(make_cadence(), boss, *files)


def test_the_audit_finds_a_document_that_is_a_draft_still(boss: User) -> None:
    file = draft(boss)
    new = save(make_cadence(), boss, file.pk)
    StoredFile.objects.update(is_draft=True)

    link = StepDocument.objects.get(step__cadence=new)
    [found] = audit(["files-are-there"])["files-are-there"].violations
    assert found == f"stepdocument {link.pk}: names a file that is a draft still"


def test_the_audit_finds_a_document_that_was_removed(boss: User) -> None:
    file = draft(boss)
    new = save(make_cadence(), boss, file.pk)
    StoredFile.objects.update(removed_by=boss, removed_at=after(days=1))

    link = StepDocument.objects.get(step__cadence=new)
    [found] = audit(["files-are-there"])["files-are-there"].violations
    assert found == f"stepdocument {link.pk}: names a file that was removed"


@pytest.mark.parametrize(
    ("line", "ids"), [("", ()), ("3,1,3", (3, 1)), ("x,-1,2.5,7", (7,)), ("9" * 30, ())]
)
def test_a_line_of_ids(line: str, ids: tuple[int, ...]) -> None:
    assert ids_in(line) == ids


# --- The builder


def send(client: Any, user: User, cadence: Cadence, act: str, **changes: Any) -> Any:
    client.force_login(user)
    url = reverse("followups:edit_cadence", args=[cadence.pk])
    return client.post(url, typed(cadence, act=act, **changes), follow=True)


def upload(content: bytes = PDF, name: str = "price-list.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_sent_with_any_button_and_saved(client: Any, boss: User) -> None:
    cadence = make_cadence()

    shown = send(client, boss, cadence, "show", **{"step-1-add": upload()})
    file = StoredFile.objects.get()
    saved = send(client, boss, cadence, "save", **{"step-1-documents": str(file.pk)})

    assert f'value="{file.pk}"' in shown.content.decode()
    assert "Take price-list.pdf out of step 2" in shown.content.decode()
    assert StepDocument.objects.get().step.position == 2
    assert "price-list.pdf" in saved.content.decode()


def test_saved_at_once(client: Any, boss: User) -> None:
    cadence = make_cadence()

    send(client, boss, cadence, "save", **{"step-0-add": [upload(), upload(b"a;b", "b.csv")]})

    assert documents_of(Cadence.objects.current().get(slug=cadence.slug)) == [
        "price-list.pdf",
        "b.csv",
    ]


def test_a_bad_file_is_said_and_nothing_is_saved(client: Any, boss: User) -> None:
    cadence = make_cadence()

    page = send(client, boss, cadence, "save", name="Mine", **{"step-0-add": upload(b"MZ\x90\x00")})

    assert "price-list.pdf cannot be kept" in page.content.decode()
    assert 'value="Mine"' in page.content.decode()
    assert Cadence.objects.get(slug=cadence.slug).version == 1


def test_ten_go_at_once_however_many_steps_they_are_for(client: Any, boss: User) -> None:
    sent = {f"step-{n}-add": [upload(b"%d%d" % (n, m), "a.txt") for m in range(6)] for n in (0, 1)}

    page = send(client, boss, make_cadence(), "save", name="Mine", **sent).content.decode()

    assert "At most 10 files go at once; add the other 2 now." in page
    assert 'value="Mine"' in page
    assert StoredFile.objects.count() == 10


def test_taken_out(client: Any, boss: User) -> None:
    cadence = save(make_cadence(), boss, draft(boss).pk)
    file = StoredFile.objects.get().pk

    page = send(client, boss, cadence, f"drop-0-{file}")
    send(client, boss, cadence, "save", **{"step-0-documents": ""})

    assert "Take price-list.pdf out" not in page.content.decode()
    assert documents_of(Cadence.objects.current().get(slug=cadence.slug)) == []


def test_moves_with_its_step(client: Any, boss: User) -> None:
    cadence = save(make_cadence(), boss, draft(boss).pk)

    page = send(client, boss, cadence, "down-0")

    assert "Take price-list.pdf out of step 2" in page.content.decode()


def test_a_forged_number_shows_no_name(client: Any, boss: User) -> None:
    lead = make_planned_lead()
    secret = add_lead_file(lead=lead, name="secret.pdf", content=PDF, by=lead.owner, at=MONDAY)

    page = send(client, boss, make_cadence(), "show", **{"step-0-documents": str(secret.pk)})

    assert "secret.pdf" not in page.content.decode()


def test_a_rep_sends_none(client: Any) -> None:
    page = send(client, make_rep(), make_cadence(), "show", **{"step-0-add": upload()})

    assert page.status_code == 404
    assert not StoredFile.objects.exists()


# --- Opening


def get(client: Any, user: User, file: StoredFile) -> Any:
    client.force_login(user)
    return client.get(reverse("followups:open_document", args=[file.pk]))


def test_everybody_reads_what_a_version_names(client: Any, boss: User) -> None:
    file = draft(boss)
    own, others = get(client, boss, file), get(client, make_rep(), file)
    save(make_cadence(), boss, file.pk)
    got = get(client, make_rep(), file)

    assert (own.status_code, others.status_code) == (200, 404)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"] == 'attachment; filename="price-list.pdf"'


def test_no_leads_file_is_a_document(client: Any, boss: User) -> None:
    lead = make_planned_lead()
    file = add_lead_file(lead=lead, name="a.pdf", content=PDF, by=boss, at=MONDAY)

    assert get(client, boss, file).status_code == 404


def test_a_document_that_is_missing_on_disk_is_said(client: Any, boss: User) -> None:
    file = draft(boss)
    default_storage.delete(file.stored_as)

    assert get(client, boss, file).status_code == 410


def test_the_cadences_page_names_them(client: Any, boss: User) -> None:
    cadence = save(make_cadence(), boss, draft(boss).pk)
    client.force_login(make_rep())

    page = client.get(reverse("followups:cadence", args=[cadence.pk])).content.decode()

    assert "price-list.pdf" in page


@pytest.mark.parametrize("channel", ["call", "mail"])
def test_the_log_panel_of_the_step_has_them(client: Any, boss: User, channel: str) -> None:
    lead = make_planned_lead({"minutes": 30, "channel": channel, "title": "Send the list"})
    touch = next_touch(lead)
    assert touch.step is not None
    touch.step.documents.create(file=draft(boss))
    other = make_planned_lead(owner=lead.owner)
    client.force_login(lead.owner)

    def panel(touch: Touch) -> str:
        return client.get(reverse("followups:log_touch", args=[touch.pk])).content.decode()

    assert "price-list.pdf" in panel(touch)
    assert ("attach it yourself" in panel(touch)) == (channel == "mail")
    assert "price-list.pdf" not in panel(next_touch(other))
