"""The stage: what is to happen when, and chance that falls the same way for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from uuid import UUID

from reports.demo.cast import Cast
from reports.demo.names import Crowd
from reports.demo.sources import Origin

Scene = Callable[[datetime], None]


class Play:
    """Scenes in the order in which they happen; each may put up further ones.

    Those after `end` are never played: what was due then is still to do.
    """

    def __init__(self, cast: Cast, origins: dict[str, Origin], *, end: datetime, seed: int) -> None:
        self.cast = cast
        self.origins = origins
        self.end = end
        self.chance = Random(seed)  # noqa: S311 - nobody has to be unable to guess it
        self.crowd = Crowd(self.chance)
        self.scenes: list[tuple[datetime, int, Scene]] = []
        self.numbers = count()

    def put(self, at: datetime, scene: Scene) -> None:
        """Play a scene at a moment; of two at one moment the one put first comes first."""
        heappush(self.scenes, (at, next(self.numbers), scene))

    def run(self) -> None:
        """Everything until the end, in order."""
        while self.scenes and self.scenes[0][0] <= self.end:
            at, _, scene = heappop(self.scenes)
            scene(at)

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self.chance.randint(least, most))

    def hours(self, least: int, most: int) -> timedelta:
        return self.minutes(60 * least, 60 * most)

    def key(self) -> UUID:
        """As a browser makes one for each log panel."""
        return UUID(int=self.chance.getrandbits(128), version=4)
