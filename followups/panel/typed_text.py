"""What somebody typed into a log panel that cannot be saved: nothing of it is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.chips import chips_for
from followups.models import Question, Touch
from leads.models import Criterion

LABELS = {
    "happened_at": gettext_lazy("Happened earlier"),
    "when_at": gettext_lazy("Next step"),
    "new_name": gettext_lazy("Who instead"),
    "new_reach": gettext_lazy("Phone or e-mail"),
    "sent_text": gettext_lazy("What was sent"),
    "early": gettext_lazy("Why so early"),
    "value": gettext_lazy("Value"),
    "why": gettext_lazy("Why"),
    "because": gettext_lazy("Why"),
}


LOGS = {"outcome", "at_once", "when"}  # what a log panel sends, and no other form


def typed_text(data: Mapping[str, str], touch: Touch, *, but: Collection[str] = ()) -> str:
    """The note, and below it all else that was typed, a line each; `but` is carried elsewhere."""
    but = {*but, *proposed(data, touch)}
    lines = [
        f"{label}: {text}"
        for name, label in labels_for(touch).items()
        if name not in but and (text := data.get(name, "").strip())
    ]
    return "\n".join(filter(None, [data.get("note", ""), *lines]))


def proposed(data: Mapping[str, str], touch: Touch) -> Iterator[str]:
    """The fields of a log panel that the product had filled in, out of sight: nobody meant them.
    A form that only moves a touch has no such."""
    if not LOGS & data.keys():
        return
    dated = {chip.name for chip in chips_for(touch.channel) if chip.asks_when}
    chosen, when = data.get("outcome"), data.get("when")
    if when != "pick" and chosen not in dated:
        yield "when_at"
    if when != "close" and chosen != "not_interested":
        yield "value"


def labels_for(touch: Touch) -> dict[str, str]:
    """By the name of the field, with the questions of the touch's step and what one heard."""
    labels = {name: str(label) for name, label in LABELS.items()}
    for question in Question.objects.filter(step=touch.step_id) if touch.step_id else ():
        labels[f"answer-{question.pk}"] = question.text
        labels[f"reach-{question.pk}"] = _("%(text)s Phone or e-mail") % {"text": question.text}
    for criterion in Criterion.objects.in_force():
        labels[f"evidence-{criterion.code}"] = criterion.name
    return labels
