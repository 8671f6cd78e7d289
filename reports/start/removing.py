"""Everything goes, and the database stands as after its first migration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import ProgrammingError, connection, models, transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from campaigns.shipped import fill_ceilings, fill_silences
from campaigns.shipped import ship as ship_segments
from followups import in_force
from followups.models import Branch, Bucket, Cadence, OwnChannel, Policy, Question, Step, Touch
from followups.models.own_channel import ship_channels
from followups.shipped import mark_decisions, ship_buckets
from followups.shipped import ship as ship_cadences
from followups.shipped.branches import ship_branches
from followups.shipped.policy import ship_policy
from followups.shipped.questions import ship_questions
from leadfollow.files import disk
from leadfollow.files.models import StoredFile
from leadfollow.people.models import User, current
from leadfollow.people.models.organisation import forget
from leadfollow.people.operations import Refusal
from leads.models import Contact, Criterion, Definition, Lead
from leads.shipped import ship as ship_definition

KEPT = ("contenttypes", "auth")  # Django's own lists of what there is


class NoDemonstration(Refusal):
    """What is here is real."""


class MayNotEmpty(Refusal):
    """The database's own rule stands before it."""


@transaction.atomic
def remove_demonstration() -> None:
    """Remove all that this demonstration database holds: people, leads, sessions, log, files.

    What is shipped stands again as in a new installation. Refused where the data are real, and
    where the role of the database may not empty tables: it does not own them.
    """
    if not current().is_demonstration:
        raise NoDemonstration(_("There is no demonstration data here. Nothing was removed."))
    for stored_as in StoredFile.objects.on_disk().values_list("stored_as", flat=True):
        disk.delete_at_commit(stored_as)
    try:
        empty()
    except ProgrammingError as error:  # a role that may not even empty the log
        raise MayNotEmpty(
            _(
                "The database lets this role empty no tables. Let their owner do it, then begin"
                " anew."
            )
        ) from error
    ship_all()
    forget()
    in_force.changed()


def empty() -> None:
    """All tables of ours, and their counters."""
    tables = [model._meta.db_table for model in models_to_empty()]
    flush = connection.ops.sql_flush(no_style(), tables, reset_sequences=True)
    connection.ops.execute_sql_flush(flush)


def models_to_empty() -> Iterator[type[models.Model]]:
    """With those that join two others, and the sessions."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in KEPT and model._meta.managed:
            yield model


def ship_all() -> None:
    """What migrations put into an empty installation."""
    ship_segments(Segment, Campaign)
    fill_silences(Segment)
    fill_ceilings(Segment)
    ship_definition(Definition, Criterion)
    ship_cadences(Segment, Cadence, Step)
    mark_decisions(Step)
    ship_buckets(Bucket, Cadence, Step)
    ship_questions(Step, Question)
    ship_branches(Step, Branch)
    ship_policy(Policy)
    ship_channels(OwnChannel)


def what_goes() -> list[tuple[str, Any]]:
    """What the page tells before: how many of each."""
    return [
        ("people", User.objects.count()),
        ("leads", Lead.objects.count()),
        ("contacts", Contact.objects.count()),
        ("touches", Touch.objects.count()),
        ("campaigns", Campaign.objects.count()),
        ("files", StoredFile.objects.on_disk().count()),
    ]
