"""The documents of a plan's steps, while it is written and once it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from followups.models import StepDocument
from leadfollow.files.doors import too_many
from leadfollow.files.kinds import BadFile
from leadfollow.files.limits import MOST_AT_ONCE, MOST_BYTES, MOST_DOCUMENTS
from leadfollow.files.models import StoredFile, StoredFileQuerySet
from leadfollow.files.operations import store_file
from leadfollow.ids import id_in
from leadfollow.people.models import User


def documents_for(user: User) -> StoredFileQuerySet:
    """What he may read as a document, and put into a step: one that any step has, for cadences are
    read by everybody, and what he sent himself for a plan that is not saved yet."""
    named = StepDocument.objects.values("file")
    own = StoredFile.objects.drafts().filter(by=user).values("pk")
    return StoredFile.objects.kept().filter(Q(pk__in=named) | Q(pk__in=own))


def ids_in(typed: str) -> tuple[int, ...]:
    """As in "12,15"; each once, and what is no number is not there."""
    numbers = map(id_in, typed.split(","))
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def in_a_line(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


def named_in(typed: Iterable[str], *, reader: User) -> dict[int, StoredFile]:
    """The files named in such lines, by id: those that he may read."""
    ids = {pk for line in typed for pk in ids_in(line)}
    return documents_for(reader).in_bulk(ids) if ids else {}


def with_documents(
    data: QueryDict, files: MultiValueDict[str, UploadedFile], *, act: str, by: User, at: datetime
) -> tuple[QueryDict, list[str]]:
    """What was typed, with the files sent beside it kept and named in their steps, and without the
    one that the button "drop-2-15" takes out of step 2; and what is wrong with other files."""
    typed, wrong = data.copy(), []
    sent = [(field, each) for field in files for each in files.getlist(field)]
    for field, upload in sent[:MOST_AT_ONCE]:
        step, _, what = field.rpartition("-")
        try:
            if what == "add":
                name_one_more(typed, f"{step}-documents", upload, by=by, at=at)
        except BadFile as refusal:
            wrong.append(str(refusal))
    wrong += too_many(sent)
    what, _, which = act.partition("-")
    if what == "drop":
        place, _, pk = which.partition("-")
        name = f"step-{place}-documents"
        left = (str(each) for each in ids_in(typed.get(name, "")) if str(each) != pk)
        typed[name] = ",".join(left)
    return typed, wrong


def name_one_more(
    typed: QueryDict, field: str, upload: UploadedFile, *, by: User, at: datetime
) -> None:
    """Keep a file and name it in the step's line; content that is there already is there."""
    there = ids_in(typed.get(field, ""))
    file, is_new = store_file(
        name=upload.name or "",
        content=upload.read(MOST_BYTES + 1),
        by=by,
        at=at,
        beside=documents_for(by).filter(pk__in=there),
        most=MOST_DOCUMENTS,
        is_draft=True,
    )
    if is_new:
        typed[field] = in_a_line([*there, file.pk])
