"""Rows of reps into users, their teams and managers."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from django.utils.translation import gettext as _

from leadfollow.people.models import Team, User, current
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loading_leads import Loaded
from leads.imports.terms import Terms

REP = ("is_rep",)
NO_ADDRESS = "no-address.invalid"  # such a name never exists, so no mail ever leaves for it


def load_reps(lines: Collection[Line], terms: Terms) -> Loaded:
    """New people without a password, reps where no role is named; their teams and managers are
    made where they are unknown. Who was there before keeps the roles he has."""
    teams = Teams()
    for line in lines:
        found = known_as(line, terms)
        values = line.values
        is_new = found is None or bool(  # or made above, as somebody's manager
            values.get("roles") and found.joined_at == terms.at
        )
        refuse_half_told(line, terms, is_new=is_new)
        if line.is_open and is_new and teams.is_retired(values.get("team", "")):
            line.reject(_("The team is retired: bring it back, or name another"))
        if not line.is_open:
            continue
        team = teams.named(values["team"]) if values.get("team") else None
        user = found or new_user(line, terms)
        if is_new:
            roles = values.get("roles", REP)
            settle_in(user, roles, team or (teams.usual(line) if "is_rep" in roles else None))
            terms.people.add(user)
        manager = manager_of(line, terms)
        if team and manager:
            team.managers.add(manager)
        line.add(ALREADY_THERE) if found else line.create()
    return Loaded()


def known_as(line: Line, terms: Terms) -> User | None:
    """By address or id; by name only where the row has neither."""
    values = line.values
    known = [text for text in (values.get("email"), values.get("external_id")) if text]
    names = known or [text for text in (values.get("name"),) if text]
    return next((user for text in names if (user := terms.people.find(text))), None)


def refuse_half_told(line: Line, terms: Terms, *, is_new: bool) -> None:
    """A row needs somebody; a new rep a team; roles an admin who gives them."""
    values = line.values
    if not (values.get("name") or values.get("email")):
        line.hold(_("Neither a name nor an e-mail address"))
    elif values.get("roles") and terms.by and not terms.by.is_admin:
        line.reject(_("Only an admin gives roles"))
    elif is_new and "is_rep" in values.get("roles", REP) and lacks_team(line, terms):
        line.reject(_("A rep needs a team: name one, or give one in the mapping's defaults"))


def lacks_team(line: Line, terms: Terms) -> bool:
    """Whether the file names teams, and this row none."""
    return terms.mapping.says("team") and not line.values.get("team")


def settle_in(user: User, roles: Collection[str], team: Team | None) -> None:
    """Give a new person roles: a rep works in the team named, a manager leads it."""
    for role in roles:
        setattr(user, role, True)
    user.team = team if user.is_rep else None
    user.save()
    if team and user.is_manager:
        team.managers.add(user)


def new_user(line: Line, terms: Terms) -> User:
    """Somebody who cannot sign in until he sets a password."""
    email = line.values.get("email", "")
    name = line.values.get("name") or email
    if not email:
        line.warn(
            _("E-mail"), name, _("has no e-mail address and cannot sign in until one is given")
        )
    external_id = line.values.get("external_id", "")
    return User(
        **line.fitting(User, {"name": name}),
        email=email or free_address(name),
        password=make_password(None),
        own_time_zone=line.values.get("time_zone") or None,
        joined_at=terms.at,
        external_source=terms.source if external_id else "",
        external_id=external_id,
    )


def free_address(name: str) -> str:
    """An address that nobody has and nobody can be written to."""
    box = slugify(name).replace("-", ".") or "rep"
    boxes = (box if number == 1 else f"{box}{number}" for number in count(1))
    addresses = (f"{one}@{NO_ADDRESS}" for one in boxes)
    return next(one for one in addresses if not User.objects.filter(email=one).exists())


def manager_of(line: Line, terms: Terms) -> User | None:
    """The manager whom the row names, by address, id or name; made if he is unknown."""
    text = line.values.get("manager", "")
    if not text:
        return None
    manager = terms.people.find(text)
    if manager is None:
        email = text.lower() if "@" in text else free_address(text)
        manager = User(
            name=text[:120], email=email, password=make_password(None), joined_at=terms.at
        )
    if not manager.is_manager:
        manager.is_manager = True
        manager.save()
        terms.people.add(manager)
    return manager


class Teams:
    """The teams by name; an unknown name is a new team."""

    def __init__(self) -> None:
        self.known = {team.name.casefold(): team for team in Team.objects.all()}
        self.slugs = {team.slug for team in self.known.values()}

    def is_retired(self, name: str) -> bool:
        team = self.known.get(as_kept(name).casefold())
        return team is not None and team.retired_at is not None

    def usual(self, line: Line) -> Team:
        """Where the reps of a file go that names no team: the only one there is, else a new one
        of a name that says so."""
        there = [team for team in self.known.values() if team.retired_at is None]
        name = _("Imported reps")
        names = (name if number == 1 else f"{name} {number}" for number in count(1))
        free = next(one for one in names if not self.is_retired(one))
        team = there[0] if len(there) == 1 else self.named(free)
        line.warn(_("Team"), team.name, _("takes the rep, for the file names no team"))
        return team

    def named(self, name: str) -> Team:
        name = as_kept(name)
        if name.casefold() not in self.known:
            wanted = slugify(name)[:70] or "team"
            slugs = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
            slug = next(slug for slug in slugs if slug not in self.slugs)
            self.slugs.add(slug)
            team = Team.objects.create(name=name, slug=slug, **current().of_a_team)
            self.known[name.casefold()] = team
        return self.known[name.casefold()]


def as_kept(name: str) -> str:
    return " ".join(name.split())[:80]
