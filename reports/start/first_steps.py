"""What an admin does first in a new installation, and what of it is done, by the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from followups.models import Touch
from leadfollow import words
from leadfollow.people.mail_check import address_in_use, leaves_by_smtp, mails_lead_here
from leadfollow.people.models import Holiday, User, current
from leadfollow.people.two_factor import days_of, has_two_factor, time_left
from leads.models import Lead


@dataclass(frozen=True)
class FirstStep:
    """One line of the list."""

    title: str
    sentence: str
    address: str
    is_done: bool
    trouble: str = ""  # a word for what is wrong, where it is not only undone


def first_steps_of(admin: User, request: HttpRequest, *, at: datetime) -> list[FirstStep]:
    """In the order in which they help."""
    return [calendar(), *work(admin), mail(), address(request), second_factor(admin, at=at)]


def calendar() -> FirstStep:
    return FirstStep(
        _("Say which days are free"),
        _("Public holidays of your country, and days of your own: nothing comes due on them"),
        reverse("people:holidays"),
        current().country != "" or Holiday.objects.exists(),
    )


def work(admin: User) -> list[FirstStep]:
    """From nobody to a lead that was called."""
    return [
        FirstStep(
            _("Invite people"),
            _("Reps, managers and event managers get a link to set their password"),
            reverse("people:invite"),
            User.objects.exclude(pk=admin.pk).exists(),
        ),
        FirstStep(
            _("Register an event"),
            _("Its leads come under its name, and its follow-up rate is told"),
            reverse("campaigns:new") + "?segment=event",
            Campaign.objects.events().exists(),
        ),
        FirstStep(
            _("Import leads"),
            _("From a file of a fair, a form or another system; every row is accounted for"),
            reverse("followups:imports"),
            Lead.objects.exists(),
        ),
        FirstStep(
            _("Give the leads owners"),
            _("From then on each has a next step, and stands in its owner’s queue"),
            reverse("followups:inbox"),
            Lead.objects.exclude(owner=None).exists(),
        ),
        FirstStep(
            _("Log the first touch"),
            _("Reps do, from their queue: who was called, what came of it, what is next"),
            reverse("followups:leads"),
            Touch.objects.logged().exists(),
        ),
    ]


def mail() -> FirstStep:
    return FirstStep(
        _("Set up mail"),
        _("Until then invitations are links to copy, and digests stay away"),
        reverse("people:mail"),
        leaves_by_smtp(),
    )


def address(request: HttpRequest) -> FirstStep:
    """Where the links in mails lead: the mark says whether that is here."""
    leads_here = mails_lead_here(request)
    told = {"there": settings.SITE_URL, "here": address_in_use(request)}
    if leads_here:
        said = _("Links in mails lead to %(there)s, as you came in") % told
    else:
        said = _("Links in mails lead to %(there)s, but you came in by %(here)s") % told
    title = _("Check the address in mails")
    trouble = "" if leads_here else _("two addresses")
    return FirstStep(title, said, reverse("people:mail"), leads_here, trouble)


def second_factor(admin: User, *, at: datetime) -> FirstStep:
    said = _("A code from your telephone besides the password: an admin sees everything")
    if left := time_left(admin, at=at):
        days = days_of(left)
        asked = ngettext("asked of you in %(days)s day", "asked of you in %(days)s days", days)
        said = f"{said}; {asked % {'days': words.number(days)}}"
    address = f"{reverse('people:profile')}#two-factor"
    return FirstStep(_("Sign in by two factors"), said, address, has_two_factor(admin))
