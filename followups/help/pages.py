"""Which help belongs to which page.

A new page is named in one of these lines: in a line of its own, with a text in
`templates/help/<slug>.html`, or behind the page to whose help it belongs. A test asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadfollow.people.models import User
from leadfollow.people.outside import OUTSIDE

LEADING = ("is_manager", "is_admin")
BRINGING_IN = (*LEADING, "is_event_manager")
WORKING = _("The day")
SOURCES = _("Where leads come from")
RESULTS = _("How it went")
PEOPLE = _("People")
OFFICE = _("How we follow up")
RUNNING = _("Running it")


@dataclass(frozen=True)
class Help:
    """A text, under which heading it stands, and the URL names of the pages it is for.

    The first page is the one it is about; the others are its forms and parts. `roles` are those
    whose page it is, without any everybody's.
    """

    slug: str
    title: str | Promise
    heading: str | Promise
    pages: tuple[str, ...]
    roles: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"

    @property
    def address(self) -> str:
        return reverse("followups:help_page", args=[self.slug])

    @property
    def page_address(self) -> str:
        """Of the page it is about; empty where there are many of it."""
        try:
            return reverse(self.pages[0])
        except NoReverseMatch:
            return ""

    def is_for(self, user: User) -> bool:
        if user.is_qualifier:
            return self.pages[0] in OUTSIDE
        return not self.roles or any(getattr(user, role) for role in self.roles)


def followups(*names: str) -> tuple[str, ...]:
    return tuple(f"followups:{name}" for name in names)


def people(*names: str) -> tuple[str, ...]:
    return tuple(f"people:{name}" for name in names)


def reports(*names: str) -> tuple[str, ...]:
    return tuple(f"reports:{name}" for name in names)


HELPS = (
    Help("queue", _("Queue"), WORKING, followups("queue", "calendar"), ("is_rep", "is_manager")),
    Help(
        "lead", _("A lead"), WORKING,
        followups(
            "lead", "edit_lead", "edit_note", "write_note", "add_contact", "edit_contact",
            "close_lead", "reopen_lead", "qualify", "plan_by_timeframe", "give_verdict",
            "schedule_touch", "begin_cadence", "send_to_bucket", "wake_lead", "bar_contact",
            "tag_lead", "remove_lead", "products",
        ),
    ),
    Help(
        "log", _("Logging a touch"), WORKING,
        followups("log_touch", "log_unplanned", "move_touch", "correct_touch", "change_step"),
        ("is_rep", "is_manager"),
    ),
    Help("leads", _("Leads"), WORKING, followups("leads")),
    Help("export", _("Export leads"), WORKING, followups("export_leads")),
    Help("new-lead", _("A new lead"), WORKING, followups("new_lead")),
    Help("views", _("Saved views"), WORKING, followups("views", "new_view", "change_view")),
    Help("inbox", _("Inbox"), WORKING, followups("inbox", "doubt", "held_row")),
    Help(
        "outside", _("Leads to qualify"), WORKING,
        followups(
            "outside_queue", "outside_lead", "outside_log", "outside_tick", "outside_return",
        ),
        ("is_qualifier", *BRINGING_IN),
    ),
    Help("incomplete", _("Incomplete records"), WORKING, followups("incomplete")),
    Help("flags", _("Flags"), WORKING, followups("flags")),
    Help("notices", _("Notices"), WORKING, followups("notices")),
    Help("lesson", _("The lesson"), WORKING, followups("lesson", "exercise"), ("is_rep", *LEADING)),
    Help("bin", _("Bin"), WORKING, followups("bin"), LEADING),
    Help(
        "merge", _("Two leads that are one"), WORKING,
        followups("merge_lead", "compare_leads", "pairs"),
        ("is_event_manager", *LEADING),
    ),
    Help("campaigns", _("Campaigns"), SOURCES, ("campaigns:list",)),
    Help(
        "campaign", _("A campaign"), SOURCES,
        ("campaigns:detail", "campaigns:new", "campaigns:edit", "campaigns:copy"),
    ),
    Help(
        "lead-form", _("A lead form"), SOURCES, followups("lead_form", "quarantine", "readiness"),
        ("is_event_manager", "is_admin"),
    ),
    Help(
        "devices", _("Devices at the stand"), SOURCES,
        followups("devices", "device", "renew_device_code"), ("is_event_manager", "is_admin"),
    ),
    Help(
        "import", _("Import"), SOURCES,
        followups("imports", "import", "check_import", "undo_import"), BRINGING_IN,
    ),
    Help(
        "retrospective", _("Retrospective"), RESULTS,
        reports(
            "retrospective", "retrospective_week", "retrospective_walk", "retrospective_close",
            "retrospective_kept", "retrospective_leads", "retrospective_touches",
        ),
        ("is_rep", *LEADING),
    ),
    Help("campaign-report", _("A campaign’s follow-up"), RESULTS, reports("campaign_followup")),
    Help("campaigns-report", _("All campaigns"), RESULTS, reports("campaigns_followup")),
    Help("forecast", _("Work to come"), RESULTS, reports("forecast"), ("is_rep", *LEADING)),
    Help("reports", _("Reports"), RESULTS, reports("reports")),
    Help("report", _("A report"), RESULTS, reports("report")),
    Help("people", _("People"), PEOPLE, followups("people"), LEADING),
    Help(
        "person", _("A person"), PEOPLE,
        followups("person", "excuse_from_lesson", "leaving", "make_reset_link"), LEADING,
    ),
    Help("invite", _("Invite"), PEOPLE, people("invite", "invitation"), ("is_admin",)),
    Help("absence", _("Absence"), PEOPLE, people("absence")),
    Help(
        "teams", _("Teams"), PEOPLE,
        people("teams", "new_team", "team") + followups("retire_team"),
    ),
    Help("profile", _("My settings"), PEOPLE, people("profile", "save_section")),
    Help(
        "password", _("Password"), PEOPLE,
        (
            "account_change_password", "account_set_password", "account_reauthenticate",
            "account_logout",
        ),
    ),
    Help(
        "second-step", _("A second step at sign-in"), PEOPLE,
        (
            "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_reauthenticate",
            "recovery_codes",
        ),
    ),
    Help("settings", _("All settings"), OFFICE, people("office")),
    Help("policy", _("Follow-up policy"), OFFICE, followups("policy", "edit_policy")),
    Help("numbers", _("Numbers"), OFFICE, followups("numbers", "edit_numbers")),
    Help("cadences", _("Cadences"), OFFICE, followups("cadences")),
    Help("cadence", _("A cadence"), OFFICE, followups("cadence", "new_cadence", "edit_cadence")),
    Help(
        "distribution", _("Distribution"), OFFICE,
        followups("distribution", "new_rule", "edit_rule"), LEADING,
    ),
    Help("roll-out", _("Rolling out a cadence"), OFFICE, followups("roll_out"), LEADING),
    Help(
        "segments", _("Segments"), OFFICE,
        ("campaigns:segments", "campaigns:new_segment", "campaigns:edit_segment"),
    ),
    Help(
        "qualification", _("What “qualified” means"), OFFICE,
        ("leads:qualification", "leads:edit_qualification"),
    ),
    Help(
        "own_fields", _("Own fields"), OFFICE,
        followups("own_fields", "add_own_field", "edit_own_field", "edit_own_values"),
    ),
    Help("buckets", _("Buckets"), OFFICE, followups("buckets", "add_bucket", "edit_bucket")),
    Help("lists", _("Lists to choose from"), OFFICE, people("list", "list_row")),
    Help(
        "holidays", _("Holidays"), OFFICE, people("holidays", "add_holiday", "edit_holiday")
    ),
    Help("parts", _("Optional parts"), RUNNING, people("parts", "switch_part")),
    Help("tokens", _("Tokens for programs"), RUNNING, people("tokens", "new_token")),
    Help("api", _("What programs can do"), RUNNING, followups("api")),
    Help("organisation", _("Organisation"), RUNNING, people("organisation")),
    Help("mail", _("Mail"), RUNNING, people("mail", "mail_test"), ("is_admin",)),
    Help("first-steps", _("First steps"), RUNNING, reports("first_steps"), ("is_admin",)),
    Help(
        "demonstration", _("Demonstration data"), RUNNING, reports("demonstration"), ("is_admin",)
    ),
    Help("log-of-changes", _("Log"), RUNNING, people("log"), ("is_admin",)),
    Help("health", _("Health"), RUNNING, followups("health"), ("is_admin",)),
    Help("help", _("Help"), RUNNING, followups("help", "help_page", "words")),
)  # fmt: skip
BY_SLUG = {each.slug: each for each in HELPS}
BY_PAGE = {page: each for each in HELPS for page in each.pages}


def help_of(view_name: str) -> str:
    """The address of a page's help; of all help where it has none."""
    found = BY_PAGE.get(view_name)
    return found.address if found else reverse("followups:help")


def helps_for(user: User) -> Iterator[tuple[str, list[Help]]]:
    """Each heading with the helps of this person's pages."""
    mine = [each for each in HELPS if each.is_for(user)]
    places = [str(each) for each in (WORKING, SOURCES, RESULTS, PEOPLE, OFFICE, RUNNING)]
    mine.sort(key=lambda each: places.index(str(each.heading)))
    for heading, helps in groupby(mine, lambda each: str(each.heading)):
        yield heading, list(helps)
