"""What the company of the demonstration added to the lists that one chooses from."""

from __future__ import annotations

from datetime import datetime, timedelta

from followups.models import Way
from followups.operations import add_rule
from followups.operations.distributing import Draft
from leadfollow.people.lists.operations import add_row
from leadfollow.people.models import Team, User
from leadfollow.people.operations import add_holiday
from leads.competitors import COMPETITORS
from leads.domains import domain_of
from leads.lists import CLOSE_REASONS, VERDICT_REASONS
from leads.models import (
    CloseReason,
    Disposition,
    Inquiry,
    LeadContact,
    Product,
    Rejection,
    VerdictReason,
)
from leads.products import PRODUCTS

SOLD = ("Conveyor lines", "Sorting cells", "Service contracts")
AHEAD = (("Company outing", 90), ("Stock-taking", 180))  # days from now, then the next Friday
FRIDAY = 4
CHEAPER, TOO_SMALL = "Cheaper", "Too small for us"


def add_own_reasons(*, by: User, at: datetime) -> None:
    """One to close a lead, one to reject it."""
    bought = Disposition.BOUGHT_ELSEWHERE.value
    add_row(to=CLOSE_REASONS, values={"name": CHEAPER, "disposition": bought}, by=by, at=at)
    outside = Rejection.OUTSIDE.value
    add_row(to=VERDICT_REASONS, values={"name": TOO_SMALL, "counts_as": outside}, by=by, at=at)


def cheaper() -> int:
    return CloseReason.objects.values_list("pk", flat=True).get(name=CHEAPER)


def too_small() -> int:
    return VerdictReason.objects.values_list("pk", flat=True).get(name=TOO_SMALL)


def add_products(*, by: User, at: datetime) -> None:
    for name in SOLD:
        add_row(to=PRODUCTS, values={"name": name, "counts_for_quota": True}, by=by, at=at)


def ask_for_products() -> None:
    """Every second inquiry says for which one."""
    inquiries = list(Inquiry.objects.order_by("pk").values_list("pk", flat=True)[::2])
    for place, product in enumerate(Product.objects.order_by("pk")):
        Inquiry.objects.filter(pk__in=inquiries[place :: len(SOLD)]).update(product=product)


def add_a_rule(*, to: Team, by: User, at: datetime) -> None:
    """What asks for service goes to one team, by what its reps have to do."""
    service = Product.objects.get(name=SOLD[-1])
    draft = Draft(product_id=service.pk, team_id=to.pk, way=Way.LEAST_LOADED, place=1)
    add_rule(draft=draft, by=by, at=at)


def know_a_competitor(*, by: User, at: datetime) -> None:
    """One of those who asked is a competitor, by the domain of somebody there."""
    there = LeadContact.objects.exclude(contact__email="").order_by("pk")
    somebody = there.select_related("lead", "contact")[2]
    values = {"name": somebody.lead.organisation, "domain": domain_of(somebody.contact.email)}
    add_row(to=COMPETITORS, values=values, by=by, at=at)


def add_own_days(*, by: User, at: datetime) -> None:
    """Fridays that are far enough away to move nothing that is planned."""
    for name, days in AHEAD:
        day = (at + timedelta(days=days)).date()
        day += timedelta(days=(FRIDAY - day.weekday()) % 7)
        add_holiday(day=day, name=name, team=None, is_worked=False, by=by, at=at)


def fill_in(*, by: User, at: datetime) -> None:
    """What is said once there are leads."""
    ask_for_products()
    know_a_competitor(by=by, at=at)
    add_own_days(by=by, at=at)
