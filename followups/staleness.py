"""How old the flags are, and what happens when the job that keeps them did not run."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Subquery
from django.utils.translation import gettext as _

from followups.models import SweepRun
from followups.policy import STALE_AFTER_INTERVALS
from leadfollow.outbox.models import announce
from leadfollow.people.models import User

STALE_AFTER = timedelta(seconds=settings.SWEEP_EVERY * STALE_AFTER_INTERVALS)


def flags_as_of() -> datetime | None:
    """The moment of the newest sweep; None before the first."""
    return SweepRun.objects.newest_first().values_list("as_of", flat=True).first()


def newest_sweep() -> Subquery:
    """The same, within another query."""
    return Subquery(SweepRun.objects.newest_first().values("as_of")[:1])


def is_stale(as_of: datetime | None, *, now: datetime) -> bool:
    """Whether the newest sweep is older than two intervals."""
    return as_of is None or now - as_of > STALE_AFTER


def report_outage(*, now: datetime) -> None:
    """Tell the admins once about a gap since the newest sweep.

    The sweep itself calls this when it runs again, and so does the drain, which notices that
    sweeps have stopped while it still runs. Whoever is first writes the mail.
    """
    as_of = flags_as_of()
    if as_of is None or not is_stale(as_of, now=now):
        return
    for admin in User.objects.admins():
        announce(
            key=f"sweep-outage:{as_of.isoformat()}:{admin.pk}",
            to=admin.email,
            subject=_("Leadfollow: the follow-up job stopped"),
            body=(
                _(
                    "The last sweep ran at %(moment)s UTC. Until it runs again no new flags are"
                    " raised; what pages say about overdue follow-ups is still right."
                )
                % {"moment": f"{as_of:%Y-%m-%d %H:%M}"}
                + "\n\n"
                + _("Check that the worker and beat are running.")
                + "\n"
            ),
            at=now,
        )
