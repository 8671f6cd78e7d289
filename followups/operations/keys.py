"""A form that is sent twice logs once: its key, and the content that the key stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy

from followups.models import Question, Touch
from followups.operations.refusal import Refusal

SENT_BEFORE = gettext_lazy("This form was sent before with other content. Open it again.")


class KeyUsedOtherwise(Refusal):
    """The same key came with other content."""


def fingerprint(*content: object) -> str:
    """What was said with a key, so that the same key with other content is seen."""
    return hashlib.sha256(repr(content).encode()).hexdigest()


def in_order(answers: Mapping[Question, str] | None) -> list[tuple[int, str]]:
    """Answers as a part of the content."""
    return sorted((question.pk, text) for question, text in (answers or {}).items())


def logged_before(key: UUID, content: str) -> Touch | None:
    """The touch that the key has made; KeyUsedOtherwise where that was of other content."""
    known = Touch.objects.filter(key=key).first()
    if known and known.content_hash != content:
        raise KeyUsedOtherwise(SENT_BEFORE)
    return known
