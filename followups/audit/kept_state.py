"""Whether what is kept on leads, inquiries and people is what their rows say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Model, OuterRef, Q, Subquery

from followups.audit.findings import Finding, broken, chunks
from followups.rows import Rows, rows_of
from followups.state import (
    last_answers,
    standing_of,
    standing_of_assignment,
    standing_of_inquiry,
    standing_of_person,
)
from leads.models import Assignment, Contact, Lead


def kept_state() -> Finding:
    """What stands on leads, inquiries and people is what follows from their rows."""
    found: list[str] = []
    examined = 0
    for ids in chunks(Lead.objects.all()):
        for rows in rows_of(ids).values():
            examined += 1
            found += list(differences(rows))
    for ids in chunks(Contact.objects.all()):
        answers = last_answers(ids)
        for person in Contact.objects.filter(pk__in=ids).only("responded_at"):
            found += list(different(person, {"responded_at": answers.get(person.pk)}))
    found += broken(Lead.objects.filter(inquiries=None), "has no inquiry")
    one = Count("people", filter=Q(people__is_primary=True))
    without = Lead.objects.filter(people__isnull=False).annotate(primaries=one)
    found += broken(without.filter(primaries=0), "has people but no primary contact")
    return Finding(examined, found)


def differences(rows: Rows) -> Iterator[str]:
    for inquiry in rows.inquiries:
        yield from different(inquiry, standing_of_inquiry(inquiry, rows))
    for person in rows.people:
        yield from different(person, standing_of_person(person, rows))
    if rows.judge:
        yield from different(rows.judge, standing_of_assignment(rows.judge, rows))
    yield from different(rows.lead, standing_of(rows))


def different(record: Model, standing: dict[str, Any]) -> Iterator[str]:
    for name, value in standing.items():
        if getattr(record, name) != value:
            yield f"{record._meta.model_name} {record.pk}: {name} is not what its rows say"


def owner_is_current() -> Finding:
    """Assignments of one lead never overlap."""
    same_moment = Q(began_at=OuterRef("began_at"), pk__gt=OuterRef("pk"))
    following = Assignment.objects.filter(
        Q(began_at__gt=OuterRef("began_at")) | same_moment, lead=OuterRef("lead")
    )
    next_begins = Subquery(following.order_by("began_at", "pk").values("began_at")[:1])
    rows = Assignment.objects.annotate(next_begins=next_begins)
    late = rows.filter(next_begins__isnull=False).filter(
        Q(ended_at=None) | Q(ended_at__gt=F("next_begins"))
    )
    return Finding(Assignment.objects.count(), broken(late, "overlaps the next one"))
