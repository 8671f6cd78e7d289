"""Rows of reps into users, their teams and managers."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from leadfollow.people.models import Team, User
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loading_leads import Loaded
from leads.imports.terms import Terms

NO_ADDRESS = "no-address.invalid"  # such a name never exists, so no mail ever leaves for it


def load_reps(lines: Collection[Line], terms: Terms) -> Loaded:
    """New reps without a password; their teams and managers are made where they are unknown."""
    teams = Teams()
    for line in lines:
        values = line.values
        name, email = values.get("name", ""), values.get("email", "")
        known = [text for text in (email, values.get("external_id", "")) if text]
        found = next((user for text in known if (user := terms.people.find(text))), None)
        if not found and not known:
            found = terms.people.find(name) if name else None
        if not (name or email):
            line.hold("Neither a name nor an e-mail address")
        elif not found and not values.get("team"):
            line.reject("A rep needs a team: name one, or give one in the mapping's defaults")
        if not line.is_open:
            continue
        rep = found or new_user(line, terms, name=name or email, email=email)
        team = teams.named(values["team"]) if values.get("team") else None
        if not found:
            rep.is_rep, rep.team = True, team
            rep.save()
            terms.people.add(rep)
        manager = manager_of(line, terms)
        if team and manager:
            team.managers.add(manager)
        line.add(ALREADY_THERE) if found else line.create()
    return Loaded()


def new_user(line: Line, terms: Terms, *, name: str, email: str) -> User:
    """Somebody who cannot sign in until he sets a password."""
    if not email:
        line.warn("E-mail", name, "has no e-mail address and cannot sign in until one is given")
    external_id = line.values.get("external_id", "")
    return User(
        **line.fitting(User, {"name": name}),
        email=email or free_address(name),
        password=make_password(None),
        time_zone=line.values.get("time_zone") or str(terms.zone),
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

    def named(self, name: str) -> Team:
        name = " ".join(name.split())[:80]
        if name.casefold() not in self.known:
            wanted = slugify(name)[:70] or "team"
            slugs = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
            slug = next(slug for slug in slugs if slug not in self.slugs)
            self.slugs.add(slug)
            self.known[name.casefold()] = Team.objects.create(name=name, slug=slug)
        return self.known[name.casefold()]
