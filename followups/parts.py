"""The parts of `/settings/` that this app adds."""

from leadfollow.people.office import Heading, Part, admins, managers_and_admins

PARTS = [
    Part(
        Heading.FOLLOW_UP,
        "Follow-up policy",
        "What is a touch, an attempt, a response, and when one may stop",
        "followups:policy",
    ),
    Part(
        Heading.FOLLOW_UP,
        "Numbers",
        "How many attempts, touches and days, each with its source",
        "followups:numbers",
    ),
    Part(
        Heading.FOLLOW_UP,
        "Cadences",
        "What is done by when, for each segment, in versions",
        "followups:cadences",
    ),
    Part(
        Heading.LISTS,
        "Buckets",
        "Where leads wait, until when, and what is said when they wake",
        "followups:buckets",
    ),
    Part(
        Heading.PEOPLE,
        "People",
        "Who works here, as what; invite, hand over what a leaver has",
        "followups:people",
        managers_and_admins,
    ),
    Part(
        Heading.RUNNING,
        "Health",
        "Sweeps, mails and what stands still",
        "followups:health",
        admins,
    ),
]
