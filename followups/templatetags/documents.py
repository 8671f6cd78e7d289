"""The documents of steps, in the builder and in the log panel."""

from __future__ import annotations

from collections.abc import Mapping

from django.template import Library

from followups.cadences.documents import ids_in
from followups.cadences.form import StepForm
from followups.models import Step, StepDocument
from leadfollow.files.models import StoredFile

register = Library()


@register.simple_tag
def named_by(form: StepForm, documents: Mapping[int, StoredFile]) -> list[StoredFile]:
    """Those that a step in the builder names, of all that may be named."""
    ids = ids_in(str(form["documents"].value() or ""))
    return [documents[pk] for pk in ids if pk in documents]


@register.simple_tag
def documents_of(step: Step | None) -> list[StoredFile]:
    """Those of the step at hand, in one query; none where there is no step."""
    found = StepDocument.objects.to_read_at(step) if step else ()
    return [document.file for document in found]
