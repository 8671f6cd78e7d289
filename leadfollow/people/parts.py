"""The parts of `/settings/` that people add, beside the log's."""

from django.utils.translation import gettext_lazy as _

from leadfollow.people.office import Heading, Part, admins

PARTS = [
    Part(
        Heading.PEOPLE,
        _("Teams"),
        _("Who works with whom, led by whom, by which hours"),
        "people:teams",
    ),
    Part(
        Heading.RUNNING,
        _("Organisation"),
        _("Name and logo, country, time zone, currency, dates and working hours"),
        "people:organisation",
    ),
    Part(
        Heading.LISTS,
        _("Holidays"),
        _("Public holidays, and days of our own beside them"),
        "people:holidays",
    ),
    Part(
        Heading.RUNNING,
        _("Optional parts"),
        _("Territories and quotas: off until somebody needs them"),
        "people:parts",
        admins,
    ),
    Part(
        Heading.RUNNING,
        _("Mail"),
        _("How mail leaves, a test of it, and what works without it"),
        "people:mail",
        admins,
    ),
    Part(
        Heading.RUNNING,
        _("API tokens"),
        _("By what programs read leads, enter them and log touches, in whose name"),
        "people:tokens",
    ),
]
