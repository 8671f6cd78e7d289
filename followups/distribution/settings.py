"""The rules as their page shows them: each in a sentence, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import DistributionRule
from leadfollow.people.models import User
from leadfollow.words import number


@dataclass(frozen=True)
class RuleRow:
    """A rule in words; `has_nobody`: none of those it names works here as a rep any more."""

    rule: DistributionRule
    sentence: str
    has_nobody: bool
    may_change: bool


@dataclass(frozen=True)
class RulesPage:
    """Those in use, in order, and those retired; in a fixed number of queries."""

    used: list[RuleRow]
    retired: list[RuleRow]


def may_read(user: User) -> bool:
    return user.is_manager or user.is_admin


def may_change(user: User, rule: DistributionRule) -> bool:
    """An admin every rule; a manager those by which leads that his teams receive go to them."""
    if user.is_admin:
        return True
    led = user.led_team_ids if user.is_manager else []
    receives = rule.campaign is not None and rule.campaign.team_id in led
    named = [rule.team_id] if rule.team_id else [rep.team_id for rep in rule.reps.all()]
    return receives and all(team in led for team in named)


def rules_page(reader: User) -> RulesPage:
    rules = DistributionRule.objects.select_related(
        "segment", "campaign", "territory", "product", "team"
    ).prefetch_related("reps", "team__members")
    rows = [row_of(rule, reader) for rule in rules]
    return RulesPage(
        [row for row in rows if row.rule.retired_at is None],
        [row for row in rows if row.rule.retired_at],
    )


def row_of(rule: DistributionRule, reader: User) -> RuleRow:
    named = rule.team.members.all() if rule.team else rule.reps.all()
    return RuleRow(
        rule=rule,
        sentence=sentence_of(rule),
        has_nobody=not any(rep.is_active and rep.is_rep for rep in named),
        may_change=may_change(reader, rule),
    )


def sentence_of(rule: DistributionRule) -> str:
    """As in "Leads of Web visitor, from North go to team Field, in turn."."""
    conditions = [
        rule.segment and _("of segment %(name)s") % {"name": rule.segment},
        rule.campaign and _("of campaign %(name)s") % {"name": rule.campaign},
        rule.territory and _("from %(name)s") % {"name": rule.territory},
        rule.product and _("asking for %(name)s") % {"name": rule.product},
    ]
    said = ", ".join(str(each) for each in conditions if each)
    words = {
        "leads": _("Leads %(conditions)s") % {"conditions": said} if said else _("All leads"),
        "whom": _("team %(name)s") % {"name": rule.team} if rule.team else reps_of(rule),
        "way": rule.get_way_display(),
    }
    if rule.only_at_work:
        sentence = _("%(leads)s go to %(whom)s, %(way)s, as long as somebody is at work.") % words
    else:
        sentence = _("%(leads)s go to %(whom)s, %(way)s.") % words
    return f"{sentence} {accepting(rule)}".rstrip()


def accepting(rule: DistributionRule) -> str:
    """Until when a rep has to accept; nothing where he need not."""
    if rule.accept_within is None:
        return ""
    return ngettext(
        "Each has %(number)s working minute to accept it.",
        "Each has %(number)s working minutes to accept it.",
        rule.accept_within,
    ) % {"number": number(rule.accept_within)}


def reps_of(rule: DistributionRule) -> str:
    return ", ".join(str(rep) for rep in rule.reps.all()) or _("nobody")
