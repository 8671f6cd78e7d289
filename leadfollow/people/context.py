"""Where a person may go, by roles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from leadfollow.people.models import INSIDE, User, current

# label, name of the address, whose it is; without a role everybody's who works here
PAGES = (
    (gettext_lazy("Queue"), "followups:queue", ("is_rep",)),
    (gettext_lazy("Retrospective"), "reports:retrospective", ("is_manager", "is_admin", "is_rep")),
    (gettext_lazy("Queue"), "followups:outside_queue", ("is_qualifier",)),
    (gettext_lazy("Leads"), "followups:leads", ()),
    (gettext_lazy("Inbox"), "followups:inbox", ()),
    (gettext_lazy("Flags"), "followups:flags", ()),
    (gettext_lazy("Campaigns"), "campaigns:list", ()),
    (gettext_lazy("Reports"), "reports:reports", INSIDE),
    (gettext_lazy("People"), "followups:people", ("is_manager", "is_admin")),
    (gettext_lazy("Health"), "followups:health", ("is_admin",)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`nav`: label, address, and whether it is the page or lies above it; `organisation`."""
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    if user is None or not user.is_authenticated:
        return {}
    pages = [(label, url) for label, url in pages_of(user) if url]
    above = [url for _, url in pages if request.path.startswith(url)]
    here = max(above, key=len, default="")
    nav = [(label, url, url == here) for label, url in pages]
    return {"nav": nav, "organisation": current()}


def pages_of(user: User) -> list[tuple[str, str]]:
    return [
        (str(label), address(name))
        for label, name, roles in PAGES
        if (not roles and not user.is_qualifier) or any(getattr(user, role) for role in roles)
    ]


def address(name: str) -> str:
    """Empty where no page has that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
