"""Any report as data."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from campaigns.models import Campaign
from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.moments import moment
from leadfollow.people.models import Team, User
from leadfollow.people.models.organisation import known
from reports.question import Answer, Question, Report
from reports.registry import REPORTS

FILTERS = ("campaign", "team", "rep", "week", "without_late")


class OneSentence(CommandParser):
    """Argparse's refusals without the usage, as every other refusal is said."""

    def error(self, message: str) -> NoReturn:
        if self.called_from_command_line:
            self.exit(2, f"{message}\n")
        raise CommandError(message, returncode=2)


class Command(BaseCommand):
    help = "Print a report: the rows of its page, with the same names and numbers."

    def create_parser(self, prog_name: str, subcommand: str, **how: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **how)
        parser.__class__ = OneSentence
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="", help=f"One of: {', '.join(REPORTS)}.")
        parser.add_argument("--campaign", metavar="CODE")
        parser.add_argument("--team", metavar="NAME", help="Its name or slug.")
        parser.add_argument("--rep", metavar="EMAIL")
        parser.add_argument("--week", help="As in 2026-W47.")
        parser.add_argument(
            "--without-late", action="store_true", help="Leave out what was logged late."
        )
        parser.add_argument("--at", type=moment, help="The moment; default: now.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    @known()
    def handle(self, *args: Any, **options: Any) -> None:
        report = named(options["name"])
        given = {name: options[name] for name in FILTERS if options[name]}
        if foreign := [name for name in given if name not in report.takes]:
            option = foreign[0].replace("_", "-")
            raise CommandError(f"The report {report.name} takes no --{option}.", returncode=2)
        question = Question(
            now=options["at"] or clock.now(),
            campaign=campaign_of(given.get("campaign")),
            team=team_of(given.get("team")),
            rep=rep_of(given.get("rep")),
            week=week_of(given.get("week")),
            without_late=options["without_late"],
        )
        try:
            answer = report.answer(question)
        except ValueError as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if options["json"]:
            head = {"report": report.name, "as_of": question.now}
            head |= {"policy_version": question.policy.version, **given}
            self.stdout.write(json.dumps(head | answer.as_dict(), cls=DjangoJSONEncoder))
        else:
            self.stdout.write("\n".join(as_table(answer, report)))


def named(name: str) -> Report:
    if name not in REPORTS:
        known = ", ".join(REPORTS)
        wrong = f"No report is named {name}" if name else "Say which report"
        raise CommandError(f"{wrong}; there are {known}.", returncode=2)
    return REPORTS[name]


def campaign_of(code: str | None) -> Campaign | None:
    return one_of(Campaign.objects.filter(code__iexact=code), f"campaign {code}") if code else None


def team_of(name: str | None) -> Team | None:
    found = Team.objects.filter(Q(name__iexact=name) | Q(slug__iexact=name))
    return one_of(found, f"team {name}") if name else None


def rep_of(email: str | None) -> User | None:
    return one_of(User.objects.filter(email__iexact=email), f"rep {email}") if email else None


def one_of(found: Any, what: str) -> Any:
    """The one that was named, or a sentence."""
    if one := found.first():
        return one
    raise CommandError(f"There is no {what}.", returncode=2)


def week_of(text: str | None) -> Week | None:
    try:
        return Week.parse(text) if text else None
    except ValueError as error:
        raise CommandError(str(error), returncode=2) from error


def as_table(answer: Answer, report: Report) -> list[str]:
    """Columns wide enough for what they hold, headed as on the page, and a line of totals."""
    heads = {column.name: str(column.label) for column in report.columns}
    plain = json.loads(json.dumps(answer.as_dict(), cls=DjangoJSONEncoder))
    lines = [[heads.get(name, name) for name in row] for row in plain["rows"][:1]]
    lines += [["" if cell is None else str(cell) for cell in row.values()] for row in plain["rows"]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
    totals = ", ".join(f"{name} {value}" for name, value in plain["totals"].items())
    return [*table, totals]
