"""What a lead's timeline says of outside qualifiers: given, and how it came back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from followups.timeline_item import Item
from leadfollow.words import moment_in_full, within
from leads.models import Back, Lead, Qualifying


def items_of_qualifyings(lead: Lead) -> Iterator[Item]:
    """Each with its end, if it has one; nothing is asked where it is known that it was not."""
    if not getattr(lead, "was_outside", True):
        return
    zone = timezone.get_current_timezone()
    rows = Qualifying.objects.filter(lead=lead).select_related("person", "given_by", "returned_by")
    for row in rows:
        until = _("to be returned by %(moment)s") % {"moment": moment_in_full(row.due_by, zone)}
        what = _("Given to %(person)s to be qualified") % {"person": row.person}
        yield Item(row.given_at, "", what, str(row.given_by), until)
        if row.returned_at:
            who = "" if row.returned_by_id in (None, row.person_id) else str(row.returned_by)
            yield Item(row.returned_at, "news", came_back(row), who, row.words)


def came_back(row: Qualifying) -> str:
    """As in "Ola Berg returned it: not qualified: no budget"."""
    told = {"person": row.person, "what": within(row.said_in_words)}
    if row.says == Back.TAKEN_BACK:
        return _("Taken back from %(person)s") % told
    if row.says == Back.LATE:
        return _("%(person)s did not return it in time") % told
    return _("%(person)s returned it: %(what)s") % told
