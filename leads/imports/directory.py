"""Who and what a file may name: people by address, id or name; campaigns by code, name or id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, tzinfo

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from campaigns.operations import codes_for
from campaigns.shipped import NO_SOURCE
from leadfollow.people.models import User, current


class Directory:
    """The people a file may name as owners."""

    def __init__(self, users: Iterable[User], *, by: User | None = None) -> None:
        self.names: dict[str, list[User]] = defaultdict(list)
        self.reach = None if by is None or by.is_admin else reps_in_reach_of(by)
        for user in users:
            for name in {user.email.casefold(), user.external_id.casefold(), user.name.casefold()}:
                if name:
                    self.names[name].append(user)

    def find(self, text: str) -> User | None:
        """The one person of that address, id or name; nobody where several have it."""
        found = self.names[" ".join(text.casefold().split())]
        return found[0] if len(found) == 1 else None

    def called(self, text: str) -> User | None:
        """The one person of that first name."""
        first = text.strip().casefold()
        users = {id(user): user for some in self.names.values() for user in some}
        found = [user for user in users.values() if user.name.casefold().split()[:1] == [first]]
        return found[0] if len(found) == 1 else None

    def add(self, user: User) -> None:
        for name in {user.email.casefold(), user.external_id.casefold(), user.name.casefold()}:
            if name and user not in self.names[name]:
                self.names[name].append(user)

    def why_not_owner(self, user: User | None) -> str:
        """Why this person cannot be given the file's leads; empty if he can."""
        if user is None:
            return _("is nobody known here")
        if not (user.is_active and user.is_rep):
            return _("cannot be given leads")
        return (
            "" if self.reach is None or user.pk in self.reach else _("is a rep out of your reach")
        )


def reps_in_reach_of(user: User) -> set[int]:
    """The reps to whom whoever brings the file in may give leads."""
    return set(User.objects.assignable_by(user).values_list("pk", flat=True))


class Registry:
    """The campaigns, of which there are few, kept at hand while a file runs."""

    def __init__(self, campaigns: Iterable[Campaign]) -> None:
        self.codes: dict[str, Campaign] = {}
        self.made: set[int] = set()  # by id(), those that this file brought
        self.new: list[Campaign] = []  # not yet written
        self.stretched: list[Campaign] = []  # written before they last longer
        self.names: dict[str, list[Campaign]] = defaultdict(list)
        self.ids: dict[str, list[Campaign]] = defaultdict(list)
        for campaign in campaigns:
            self.add(campaign)

    def add(self, campaign: Campaign) -> None:
        self.codes[campaign.code.casefold()] = campaign
        self.names[campaign.name.casefold()].append(campaign)
        if campaign.external_id:
            self.ids[campaign.external_id].append(campaign)

    def bring(self, campaign: Campaign) -> None:
        """One that the file brings; it is written with its chunk."""
        self.add(campaign)
        self.new.append(campaign)
        self.made.add(id(campaign))

    def write(self) -> None:
        """Write what came since the last time."""
        Campaign.objects.bulk_create(self.new)
        Campaign.objects.bulk_update(self.stretched, ["starts_on", "ends_on"])
        self.new, self.stretched = [], []

    def named(self, text: str) -> list[Campaign]:
        """Those of that code, else of that name, without case."""
        if campaign := self.codes.get(text.casefold()):
            return [campaign]
        return self.names.get(" ".join(text.casefold().split()), [])

    def with_id(self, external_id: str, source: str = "") -> list[Campaign]:
        """Those of that id in the named source, else in any."""
        found = self.ids.get(external_id, [])
        named = [campaign for campaign in found if campaign.external_source == source]
        return named or found

    def has_own(self, external_id: str, source: str) -> bool:
        """Whether that very source brought it in; an equal id of another means another one."""
        return any(same.external_source == source for same in self.ids.get(external_id, []))

    def free_code(self, name: str) -> str:
        """The first code for this name that no campaign at hand has."""
        return next(code for code in codes_for(name) if code.casefold() not in self.codes)

    def found(
        self, name: str, segment: Segment, *, day: date | None = None, zone: tzinfo | None = None
    ) -> Campaign:
        """A source that a file names and nobody had written down: of a day, an event."""
        name = " ".join(name.split())[:160]
        campaign = Campaign(
            code=self.free_code(name),
            name=name,
            kind=Campaign.Kind.EVENT if day else Campaign.Kind.STANDING,
            starts_on=day,
            ends_on=day,
            segment=segment,
            time_zone=zone if day else current().time_zone,
            currency=current().currency,
        )
        self.bring(campaign)
        return campaign

    def stretch(self, campaign: Campaign, day: date) -> None:
        """Let an event that came with this file last from its first row's day to its last's."""
        if id(campaign) not in self.made or not (campaign.starts_on and campaign.ends_on):
            return
        days = min(campaign.starts_on, day), max(campaign.ends_on, day)
        if days != (campaign.starts_on, campaign.ends_on):
            campaign.starts_on, campaign.ends_on = days
            if campaign.pk and campaign not in self.stretched:
                self.stretched.append(campaign)

    @property
    def no_source(self) -> Campaign:
        return self.codes[NO_SOURCE.casefold()]


class Segments:
    """The segments by name and slug."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self.names = {name.casefold(): s for s in segments for name in (s.name, s.slug)}

    def find(self, text: str) -> Segment | None:
        return self.names.get(text.casefold())
