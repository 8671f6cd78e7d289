"""What Celery calls."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from followups.cadences.rolling import run_waiting_roll_outs
from followups.capture.silence import report_silent_devices
from followups.condition import report_backups
from followups.distribution.trying import pass_on_unaccepted, pass_on_unreturned, try_again
from followups.imports.retention import drop_old_files, end_the_killed
from followups.imports.waiting import run_waiting_imports
from followups.notices.digest import write_digests
from followups.notices.mail import mail_notices
from followups.notices.telling import put_away, tell_flags
from followups.operations import (
    apply_policy,
    empty_quarantine,
    is_time_to_wake,
    purge_bin,
    purge_contact_merges,
    purge_merges,
    wake_silent_leads,
)
from followups.staleness import report_outage
from followups.sweep import SweepRefused, sweep
from leadfollow import clock
from leadfollow.backups.nightly import back_up_when_due
from leadfollow.files.operations import purge_strays
from leadfollow.outbox.sending import send_waiting
from leadfollow.people.limits import forget_tries
from leadfollow.people.models import User
from leadfollow.people.models.organisation import known
from leadfollow.people.session_times import forget_sessions
from leads.pairs import look_for_pairs

# What else waits in the database: apps to the right add theirs, called with `now`.
MORE_WORK: list[Callable[..., None]] = []
logger = structlog.get_logger(__name__)

BACKUP_SECONDS = 3300  # less than the broker waits before it gives a task to another worker
PAIRS_SECONDS = 1800  # among a million leads
IMPORT_SECONDS = 20  # so a sweep never waits long; what is left of an import waits for the next


@shared_task(name="followups.sweep", ignore_result=True)
@known()
def sweep_followups() -> None:
    """Sweep as of now, and tell people what it found.

    Beat calls this every minute; runs may overlap, be killed, or be missed.
    """
    now = clock.now()
    report_outage(now=now)
    report_backups(now=now)
    report_silent_devices(now=now)
    try:
        result = sweep(now=now)
    except SweepRefused as refusal:  # a later tick was quicker, or the clock was put back
        logger.info("no sweep", why=str(refusal))
        return
    if result:
        logger.info("sweep", **result.as_dict(), told=tell_flags(now=now))
    mail_notices(now=now)


@shared_task(name="leadfollow.drain", ignore_result=True)
@known()
def drain() -> None:
    """Do what waits in the database: send mails, apply a policy, go on with imports and roll-outs,
    give out leads for whom somebody is back.

    Beat calls it every 2 s.
    """
    now = clock.now()
    report_outage(now=now)
    send_waiting(now=now)
    if (settled := apply_policy(at=now)) is not None:
        logger.info("policy applied", leads=settled)
    is_more = run_waiting_imports(now=now, seconds=IMPORT_SECONDS)
    run_waiting_roll_outs(now=now, seconds=IMPORT_SECONDS)
    for work in MORE_WORK:
        work(now=now)
    if found := try_again(now=now):
        logger.info("distributed later", leads=found)
    if passed := pass_on_unaccepted(now=now):
        logger.info("not accepted in time", leads=passed)
    if passed := pass_on_unreturned(now=now):
        logger.info("not returned in time", leads=passed)
    if is_more:  # behind what waits by now, and not when beat comes round
        with suppress(OperationalError):
            drain.apply_async(expires=IMPORT_SECONDS, retry=False)


@shared_task(name="followups.digests", ignore_result=True)
@known()
def digests() -> None:
    """Write the day's mail of everybody for whom it is time. Beat calls it every few minutes."""
    if written := write_digests(now=clock.now()):
        logger.info("digests", written=written)


@shared_task(name="followups.wake", ignore_result=True)
@known()
def wake() -> None:
    """Wake the week's longest-silent leads of every rep with whom it is Monday morning."""
    now = clock.now()
    for rep in User.objects.active().reps().select_related("team"):
        if is_time_to_wake(rep, now=now) and (woken := wake_silent_leads(rep=rep, at=now)):
            logger.info("woken", rep=rep.pk, leads=woken)


@shared_task(name="followups.pairs", ignore_result=True, time_limit=PAIRS_SECONDS)
@known()
def pairs() -> None:
    """Look for leads that may be one. Beat calls it a few times a day."""
    if found := look_for_pairs(now=clock.now()):
        logger.info("leads alike", pairs=found)


@shared_task(name="followups.purge", ignore_result=True)
@known()
def purge() -> None:
    """Put away old notices, forget old tries and sessions, and delete for good what has been in the
    bin or in quarantine, or was kept of a file, long enough. Beat calls it every hour."""
    now = clock.now()
    put_away(now=now)
    forget_tries(now=now)
    forget_sessions(now=now)
    if purged := purge_bin(now=now):
        logger.info("purged", leads=purged)
    purge_merges(now=now)
    purge_contact_merges(now=now)
    if emptied := empty_quarantine(now=now):
        logger.info("purged", submissions=emptied)
    end_the_killed(now=now)
    if dropped := drop_old_files(now=now):
        logger.info("purged", imports=dropped)
    if strays := purge_strays(now=now):
        logger.info("purged", strays=strays)


@shared_task(name="leadfollow.backup", ignore_result=True, time_limit=BACKUP_SECONDS)
def backup() -> None:
    """Make the night's backup and prove that it can be restored. Beat calls it every 15 minutes."""
    if run := back_up_when_due(now=clock.now()):
        logger.info("backup", file=run.file, seconds=run.seconds, trouble=run.trouble)
