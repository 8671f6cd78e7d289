"""What a reader has to know before he believes a touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from followups.models import Correction, Source, Touch
from followups.policy import RUSH_TOUCHES
from followups.wording import step_in_words
from leadfollow import words


@dataclass(frozen=True)
class Mark:
    """A mark of honesty: its sign, its word, and what it means."""

    sign: str
    word: str
    means: str


@dataclass(frozen=True)
class Version:
    """What a touch said before a correction, and who corrected it when."""

    what: str
    note: str
    corrected: str
    link: str = ""


def is_undone(touch: Touch) -> bool:
    """Whether it was taken back; of a touch that was asked for `with_is_undone`."""
    return bool(getattr(touch, "is_undone", False))


def honesty_of(touch: Touch) -> list[Mark]:
    """Late and bulk; that it was edited is told by its versions."""
    entered = words.moment_in_full(cast(datetime, touch.logged_at), timezone.get_current_timezone())
    late = Mark(
        "◷",
        _("late: entered %(entered)s") % {"entered": entered},
        _("Logged more than one working day afterwards"),
    )
    bulk = Mark(
        "≡",
        _("bulk"),
        _("One of more than %(number)s logged within a minute") % {"number": RUSH_TOUCHES},
    )
    return [late] * touch.is_late + [bulk] * touch.is_bulk


def marks_of(touch: Touch) -> list[str]:
    """Where it comes from, whether it stands, and what it gave."""
    marks = {
        _("undone"): is_undone(touch),
        _("does not name the event"): touch.names_no_event,
        _("something of value given"): touch.value_given,
        _("imported"): touch.source == Source.IMPORT,
        _("moment assumed from the due date"): touch.is_assumed,
        _("automatic"): touch.is_automatic,
        _("by %(source)s") % {"source": touch.get_source_display()}: touch.source
        in (Source.API, Source.MAIL, Source.BULK),
    }
    return [mark for mark, holds in marks.items() if holds]


def versions_of(touch: Touch) -> list[Version]:
    """What it said before, the first words last."""
    corrections = reversed(touch.corrections.all())
    return [version_of(each) for each in corrections]


def version_of(correction: Correction) -> Version:
    step = step_in_words(correction.channel, correction.contact, correction.own_channel_id)
    when = words.moment_in_full(correction.corrected_at, timezone.get_current_timezone())
    return Version(
        what=f"{step}: {words.within(correction.get_outcome_display())}",
        note=correction.note,
        corrected=_("until %(when)s, corrected by %(corrected_by)s")
        % {"when": when, "corrected_by": correction.corrected_by},
        link=correction.link,
    )
