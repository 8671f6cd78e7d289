"""The parts of `/settings/` that this app adds."""

from django.utils.translation import gettext_lazy

from leadfollow.people.office import Heading, Part, admins, managers_and_admins

PARTS = [
    Part(
        Heading.FOLLOW_UP,
        gettext_lazy("Follow-up policy"),
        gettext_lazy("What is a touch, an attempt, a response, and when one may stop"),
        "followups:policy",
    ),
    Part(
        Heading.FOLLOW_UP,
        gettext_lazy("Numbers"),
        gettext_lazy("How many attempts, touches and days, each with its source"),
        "followups:numbers",
    ),
    Part(
        Heading.FOLLOW_UP,
        gettext_lazy("Cadences"),
        gettext_lazy("What is done by when, for each segment, in versions"),
        "followups:cadences",
    ),
    Part(
        Heading.FOLLOW_UP,
        gettext_lazy("Distribution"),
        gettext_lazy("Who gets a new lead: by segment, campaign, territory or product"),
        "followups:distribution",
        managers_and_admins,
    ),
    Part(
        Heading.LISTS,
        gettext_lazy("Own fields"),
        gettext_lazy("What you want to know of a lead beside what the product asks"),
        "followups:own_fields",
    ),
    Part(
        Heading.LISTS,
        gettext_lazy("Buckets"),
        gettext_lazy("Where leads wait, until when, and what is said when they wake"),
        "followups:buckets",
    ),
    Part(
        Heading.PEOPLE,
        gettext_lazy("People"),
        gettext_lazy("Who works here, as what; invite, hand over what a leaver has"),
        "followups:people",
        managers_and_admins,
    ),
    Part(
        Heading.RUNNING,
        gettext_lazy("Health"),
        gettext_lazy("Sweeps, mails and what stands still"),
        "followups:health",
        admins,
    ),
]
