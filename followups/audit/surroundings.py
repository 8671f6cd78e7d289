"""Whether people, notices and files fit to what they belong to."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, Device
from followups.audit.findings import Finding, broken
from followups.models import (
    Bucket,
    NextTry,
    Notice,
    StepDocument,
    Touch,
)
from followups.staleness import flags_as_of
from leadfollow.clock import ONE_DAY
from leadfollow.files import disk
from leadfollow.files.limits import DRAFT_DAYS
from leadfollow.files.models import StoredFile
from leadfollow.log.models import Entry
from leadfollow.people.models import Absence, Team, User
from leads.models import Captured, Inquiry, Lead, LeadMerge, Qualifying

REMOVED = "lead removed"  # as the log calls it
STRAY_FOR = (DRAFT_DAYS + 1) * ONE_DAY  # a purge that is late is not yet a fault


def told_of_the_right_lead() -> Finding:
    """A notice is about the lead of its flag, note, assignment or time outside; an assignment is
    told to its rep."""
    notices = Notice.objects.all()
    of_flags = notices.filter(flag__isnull=False).exclude(flag__lead=F("lead"))
    found = broken(of_flags, "is about another lead than its flag")
    of_notes = notices.filter(note__isnull=False).exclude(note__lead=F("lead"))
    found += broken(of_notes, "is about another lead than its note")
    outside = notices.filter(qualifying__isnull=False).exclude(qualifying__lead=F("lead"))
    found += broken(outside, "is about another lead than what came back")
    of_assignments = notices.filter(assignment__isnull=False)
    right = Q(assignment__lead=F("lead"), assignment__rep=F("person"))
    found += broken(of_assignments.exclude(right), "is not what its assignment says")
    own = of_assignments.filter(assignment__given_by=F("person"))
    found += broken(own, "tells somebody what he did himself")
    return Finding(notices.count(), found)


def outside_is_open() -> Finding:
    """What an outside qualifier has is open, nobody's, and with somebody who still qualifies."""
    running = Qualifying.objects.running()
    found = broken(running.filter(lead__status="closed"), "is with a qualifier and closed")
    found += broken(running.filter(lead__owner__isnull=False), "is with a qualifier and a rep")
    here = running.filter(person__is_active=True, person__is_qualifier=True)
    found += broken(running.exclude(pk__in=here.values("pk")), "is with nobody who qualifies")
    tried = running.filter(lead__in=NextTry.objects.values("lead"))
    found += broken(tried, "is with a qualifier, and a rep is looked for")
    return Finding(Qualifying.objects.count(), found)


def nobody_left_behind() -> Finding:
    """Who was switched off has nothing that waits; nobody is away twice at a time."""
    gone = User.objects.filter(is_active=False)
    found = broken(Lead.objects.open().filter(owner__in=gone), "is open with somebody who left")
    campaigns = Campaign.objects.in_use().filter(owner__in=gone)
    found += broken(campaigns, "is in use, and its owner left")
    found += broken(Team.objects.filter(managers__in=gone), "is led by somebody who left")
    retired = User.objects.active().filter(team__retired_at__isnull=False)
    found += broken(retired, "works in a team that is retired")
    theirs = Campaign.objects.in_use().filter(team__retired_at__isnull=False)
    found += broken(theirs, "is in use, and its team is retired")
    found += broken(Bucket.objects.filter(owner__in=gone), "is kept by somebody who left")
    same = Absence.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    twice = same.filter(begins_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("begins_at"))
    found += broken(Absence.objects.filter(Exists(twice)), "overlaps another of the same person")
    return Finding(gone.count() + Absence.objects.count(), found)


def nothing_lost_in_merges() -> Finding:
    """Of two leads that became one, every touch and inquiry is at the one that was kept."""
    merges = LeadMerge.objects.standing().exclude(rows={})
    found = []
    there = set(Lead.objects.values_list("pk", flat=True))
    for merge in merges.filter(kept_id__in=there).iterator():
        if merge.lost_id in there:
            found.append(f"lead {merge.lost_id}: is there, though it went into another")
        for model in (Touch, Inquiry):
            ids = {row["id"] for row in merge.rows.get(model._meta.label, ())}
            mine = model._default_manager.filter(lead=merge.kept_id, pk__in=ids)
            if mine.count() < len(ids):
                found.append(f"leadmerge {merge.pk}: a {model._meta.model_name} is elsewhere")
    return Finding(merges.count(), found)


def captured_once() -> Finding:
    """What devices sent became one inquiry each, or is kept with its reason; and of what a device
    holds for sent nothing is missing here. That ids are unique the database sees to."""
    stored = Captured.objects.filter(fate=Captured.Fate.STORED)
    if not Entry.objects.filter(event=REMOVED).exists():  # a lead in the bin took its own along
        found = broken(stored.filter(inquiry=None), "is stored and nobody's inquiry")
    else:
        found = []
    first = stored.filter(replaces=None, inquiry__isnull=False)
    twin = first.filter(inquiry=OuterRef("inquiry"), pk__gt=OuterRef("pk"))
    found += broken(first.filter(Exists(twin)), "shares its inquiry with another")
    rows = Captured.objects.arrived().filter(device__campaign=OuterRef("pk")).order_by()
    here = rows.values("device__campaign").annotate(n=Count("pk")).values("n")
    told = Device.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    # What a revoked one sent may have been taken for no lead, and be gone.
    events = Campaign.objects.exclude(devices=None).exclude(devices__revoked_at__isnull=False)
    events = events.annotate(
        here=Coalesce(Subquery(here), 0), told=Subquery(told.annotate(n=Sum("sent")).values("n"))
    ).distinct()
    found += broken(events.filter(told__gt=F("here")), "its devices sent more than is here")
    return Finding(Captured.objects.count() + events.count(), found)


def files_are_there() -> Finding:
    """Every file has its bytes, and what lies there for longer than a purge waits has its row."""
    as_of = flags_as_of()
    found = list(disk.lost(as_of.date() if as_of else date.min))
    if as_of:
        found += [f"{path}: lies on disk without a row" for path in disk.strays(as_of - STRAY_FOR)]
    gone = StepDocument.objects.filter(file__removed_at__isnull=False)
    found += broken(gone, "names a file that was removed")
    drafts = StepDocument.objects.filter(file__is_draft=True)
    found += broken(drafts, "names a file that is a draft still")
    return Finding(StoredFile.objects.on_disk().count(), found)
