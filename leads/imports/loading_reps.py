"""Rows of reps into users, their teams and managers."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from django.utils.translation import gettext as _

from leadfollow.people.models import Team, User, current
from leads.imports.directory import Directory
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loaded import Loaded
from leads.imports.terms import Terms

REP = ("is_rep",)
NO_ADDRESS = "no-address.invalid"  # such a name never exists, so no mail ever leaves for it


class RepsLoader:
    """New people without a password, reps where no role is named; their teams and managers are
    made where they are unknown. Who was there before keeps the roles he has."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def load(self, lines: Collection[Line]) -> Loaded:
        """Give each line its fate."""
        self.loaded = Loaded()
        self.teams = Teams(self.loaded)
        for line in lines:
            self.take(line)
        return self.loaded

    def take(self, line: Line) -> None:
        """One row: somebody known, or somebody new."""
        found, values = known_as(line, self.terms), line.values
        is_new = found is None or bool(  # or made above, as somebody's manager
            values.get("roles") and found.joined_at == self.terms.at
        )
        refuse_half_told(line, self.terms, is_new=is_new)
        if line.is_open and is_new and self.teams.is_retired(values.get("team", "")):
            line.reject(_("The team is retired: bring it back, or name another"))
        if line.is_open and is_new and found and "is_qualifier" in values.get("roles", ()):
            line.reject(_("A manager of this file is no outside qualifier, too"))
        if not line.is_open:
            return
        team = self.teams.named(values["team"]) if values.get("team") else None
        user = found or new_user(line, self.terms)
        if is_new:
            roles = values.get("roles", REP)
            usual = self.teams.usual(line) if "is_rep" in roles and not team else None
            self.settle_in(user, roles, team or usual)
        manager = self.manager_of(line)
        if team and manager:
            self.loaded.steps.append(partial(lead, team, manager))
        line.add(ALREADY_THERE) if found else line.create()

    def settle_in(self, user: User, roles: Collection[str], team: Team | None) -> None:
        """Give a new person roles: a rep works in the team named, a manager leads it."""
        for role in roles:
            setattr(user, role, True)
        user.team = team if user.is_rep else None
        self.loaded.steps.append(user.save)
        self.terms.people.add(user)
        if team and user.is_manager:
            self.loaded.steps.append(partial(lead, team, user))

    def manager_of(self, line: Line) -> User | None:
        """The manager whom the row names, by address, id or name; made if he is unknown."""
        text, people = line.values.get("manager", ""), self.terms.people
        if not text:
            return None
        manager = people.find(text)
        if manager and manager.is_qualifier:
            line.warn(_("Manager"), text, _("is an outside qualifier, and leads no team"))
            return None
        if manager is None:
            email = text.lower() if "@" in text else free_address(text, people)
            manager = User(
                name=text[:120], email=email, password=make_password(None), joined_at=self.terms.at
            )
        if not manager.is_manager:
            manager.is_manager = True
            self.loaded.steps.append(manager.save)
            people.add(manager)
        return manager


def lead(team: Team, manager: User) -> None:
    """Both are written by then."""
    team.managers.add(manager)


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
        email=email or free_address(name, terms.people),
        password=make_password(None),
        own_time_zone=line.values.get("time_zone") or None,
        joined_at=terms.at,
        external_source=terms.source if external_id else "",
        external_id=external_id,
    )


def free_address(name: str, people: Directory) -> str:
    """An address that nobody has and nobody can be written to."""
    box = slugify(name).replace("-", ".") or "rep"
    boxes = (box if number == 1 else f"{box}{number}" for number in count(1))
    addresses = (f"{one}@{NO_ADDRESS}" for one in boxes)
    return next(one for one in addresses if not people.names.get(one))


class Teams:
    """The teams by name; an unknown name is a new team."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
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
            team = self.known[name.casefold()] = Team(name=name, slug=slug, **current().of_a_team)
            self.loaded.steps.append(team.save)
        return self.known[name.casefold()]


def as_kept(name: str) -> str:
    return " ".join(name.split())[:80]
