"""How files come in by a form, and go out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadfollow.files.kinds import BadFile
from leadfollow.files.limits import MOST_AT_ONCE, MOST_BYTES
from leadfollow.files.models import StoredFile

GONE = 410
logger = structlog.get_logger(__name__)


def take_in(
    request: HttpRequest,
    add: Callable[[str, bytes], StoredFile],
    *,
    undo: Callable[[StoredFile], str],
) -> None:
    """Keep each file that was sent, and say of each what became of it; `undo` is its address."""
    sent = request.FILES.getlist("file")
    if not sent:
        messages.error(request, _("Choose a file first, then add it."))
    for upload in sent[:MOST_AT_ONCE]:
        try:
            file = add(upload.name or "", upload.read(MOST_BYTES + 1))
        except BadFile as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Added %(file)s.") % {"file": file}, extra_tags=undo(file))
    for sentence in too_many(sent):
        messages.error(request, sentence)


def take_away(
    request: HttpRequest, file: StoredFile, remove: Callable[[], bool], *, undo: str
) -> None:
    """Remove it and say so, with the address that brings it back; nothing where it was away."""
    if remove():
        messages.success(request, _("Removed %(file)s.") % {"file": file}, extra_tags=undo)


def give_back(request: HttpRequest, file: StoredFile, restore: Callable[[], bool]) -> None:
    """Bring it back and say so, or why not; nothing where it was there."""
    try:
        if restore():
            messages.success(request, _("%(file)s is back.") % {"file": file})
    except BadFile as refusal:
        messages.error(request, str(refusal))


def too_many(sent: Sequence[object]) -> list[str]:
    """What to say where more came than go at once; nothing else."""
    more = len(sent[MOST_AT_ONCE:])
    return (
        [
            _("At most %(most)s files go at once; add the other %(more)s now.")
            % {"most": MOST_AT_ONCE, "more": more}
        ]
        if more
        else []
    )


def sent(request: HttpRequest, file: StoredFile, *, back: str) -> HttpResponseBase:
    """The file as it came, to be saved and never shown as a page of ours.

    Where its bytes are not on disk, a page says so, with the way `back`.
    """
    try:
        content = default_storage.open(file.stored_as)
    except FileNotFoundError:
        logger.error("file missing", file=file.pk)
        return missing(request, file, back=back)
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def missing(request: HttpRequest, file: StoredFile, *, back: str) -> HttpResponse:
    return render(request, "missing_file.html", {"file": file, "back": back}, status=GONE)
