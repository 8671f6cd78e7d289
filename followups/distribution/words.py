"""Why somebody got a lead and others did not, in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from followups.distribution.choosing import Why
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.words import number
from leads.models import Assignment, Lead

WAITS = gettext_noop("lead waits for a rep")
SAID = {
    Why.AWAY: gettext_lazy("%(rep)s is away"),
    Why.LESSON: gettext_lazy("%(rep)s does the lesson first"),
    Why.HAD_IT: gettext_lazy("%(rep)s had it before"),
    Why.NOT_AT_WORK: gettext_lazy("%(rep)s is not at work now"),
    Why.DAY_FULL: gettext_lazy("%(rep)s has the most leads of a day"),
    Why.OPEN_FULL: gettext_lazy("%(rep)s has the most open leads"),
}


def names_in(reasons: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Of those passed over; nothing is asked where nobody was."""
    ids = {pk for why in reasons for reps in why.get("passed", {}).values() for pk in reps}
    return {pk: str(user) for pk, user in User.objects.in_bulk(ids).items()} if ids else {}


def reason_of(why: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """As in "By rule 2: whose turn it was. Passed over: Ben Roth is away."; empty where a person
    gave it."""
    if not why:
        return ""
    return " ".join(filter(None, [deciding(why), passed_over(why, names)]))


def deciding(why: Mapping[str, Any]) -> str:
    if "position" not in why:
        return ""
    if why["rule"] is None:
        return _("By turn in the team.")
    which = {"position": number(why["position"])}
    if "load" in why:
        which["load"] = number(why["load"])
        return _("By rule %(position)s: the least follow-up due, %(load)s.") % which
    return _("By rule %(position)s: whose turn it was.") % which


def passed_over(why: Mapping[str, Any], names: Mapping[int, str]) -> str:
    passed = [
        SAID[Why(reason)] % {"rep": names.get(rep_id, _("Somebody"))}
        for reason, reps in why.get("passed", {}).items()
        for rep_id in reps
    ]
    return _("Passed over: %(passed)s.") % {"passed": "; ".join(passed)} if passed else ""


def told_of(lead: Lead) -> str:
    """Why the lead is with whom it is, or with nobody; empty where a person gave it."""
    given = lead.assignments.filter(ended_at=None).first()
    waits = waiting_since(lead)
    why = given.why if given else waits.details if waits else {}
    said = reason_of(why, names_in([why]))
    return said or (nobody_at_all() if waits else "")


def why_they_wait(leads: Collection[Lead]) -> dict[int, str]:
    """Of leads that are nobody's, by their ids: why distribution found nobody. Two queries."""
    told = Entry.objects.filter(lead_id__in=[lead.pk for lead in leads], event=WAITS)
    newest = {entry.lead_id: entry.details for entry in told.order_by("at", "pk")}
    names = names_in(newest.values())
    return {pk: reason_of(why, names) or nobody_at_all() for pk, why in newest.items() if pk}


def last_with(leads: Collection[Lead]) -> dict[int, Assignment]:
    """With whom leads that are nobody's were last, if ever, by their ids. One query."""
    ended = Assignment.objects.filter(lead__in=leads).select_related("rep")
    return {given.lead_id: given for given in ended.order_by("began_at", "pk")}


def nobody_at_all() -> str:
    return _("No rule has anybody for it, and no team receives its leads.")


def waiting_since(lead: Lead) -> Entry | None:
    """The newest record that nobody could be given it; asked for only while it is nobody's."""
    if lead.owner_id or not lead.is_open:
        return None
    return Entry.objects.filter(lead_id=lead.pk, event=WAITS).order_by("-at", "-pk").first()
