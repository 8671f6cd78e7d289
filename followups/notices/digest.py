"""The digest: one mail a day, when each person wants it where he is, if anything is due.

Beat asks every few minutes. The stored day decides, so that a run too many does no harm, and one
after an outage makes up for it, over midnight too; hours later the mail would only tell what the
page tells.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.lists.flag_list import STATES
from followups.models import Digest, Flag, FlagKind, How, Notice
from followups.models.flag import RANKS
from followups.notices.choosing import DIGEST
from followups.notices.mails import MOST_ROWS, LeadsMail, MailRow, lead_url, post
from followups.queue.rows import QueueRow
from followups.queue.work import Show, counts_of, queue_page
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.models.organisation import known
from leadfollow.words import age_in_words, day_in_full, number

LATE = timedelta(hours=4, minutes=30)
KEPT = timedelta(days=30)
WORDS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "none": gettext_lazy("No next step"),
}


@known()
def write_digests(*, now: datetime) -> int:
    """Write the mails of all for whom it is time and who are not away; how many mails."""
    earliest = (now - LATE).date() - clock.ONE_DAY  # no zone is further behind
    done = set(Digest.objects.filter(day__gte=earliest).values_list("person", "day"))
    refused = {"notice_choices__kind": DIGEST, "notice_choices__how": How.NONE}
    people = User.objects.mailable().present(now).select_related("team")
    unwilling = set(User.objects.filter(**refused).values_list("pk", flat=True))
    written = 0
    for person in people:
        for day in days_in_time(person, now=now) if person.pk not in unwilling else []:
            if (person.pk, day) not in done and is_time(person, day, now=now):
                written += write_digest(person, day, now=now)
    Digest.objects.filter(day__lt=now.date() - KEPT).delete()
    return written


def days_in_time(person: User, *, now: datetime) -> list[date]:
    """His day, and where it has only begun the one before, whose mail may be late."""
    days = {clock.today(person.time_zone, moment) for moment in (now - LATE, now)}
    return sorted(days)


def is_time(person: User, day: date, *, now: datetime) -> bool:
    """Whether the mail is for this day of his, and it is its time there or not long past."""
    working = person.digest_working_time
    if not working.is_working_day(day):
        return False
    comes_at = working.at_time(day, person.digest_at)
    return comes_at <= now < comes_at + LATE


@transaction.atomic
def write_digest(person: User, day: date, *, now: datetime) -> bool:
    """Look at this day of his, once; whether there was anything to write."""
    digest, is_new = Digest.objects.get_or_create(
        person=person, day=day, defaults={"written_at": now}
    )
    mail = digest_of(person, day, now=now) if is_new else None
    if mail is None:
        return False
    digest.due = mail.total
    digest.save(update_fields=["due"])
    post(mail, key=f"digest:{person.pk}:{day}", to=person, at=now)
    return True


def digest_of(person: User, day: date, *, now: datetime) -> LeadsMail | None:
    """What is due for this person; None if nothing is. After midnight it tells what still is of
    the day before, and says which day that was."""
    over = clock.day_end(day, person.time_zone)
    seen_at = min(now, over - timedelta(seconds=1))
    numbers: list[tuple[int, str]] = []
    rows: list[MailRow] = []
    if person.is_rep:
        person.stand_in_at(seen_at)
        counts = counts_of(person, now=seen_at)
        numbers = [
            (counts.overdue, _("%(number)s overdue")),
            (counts.today, _("%(number)s today")),
            (counts.none, _("%(number)s without a next step")),
        ]
        rows = own_rows(person, now=seen_at)
    raised = raised_to(person)
    numbers.append((len(raised), _("%(number)s raised to you")))
    rows += [row_of_flag(flag, now=now) for flag in raised[:MOST_ROWS]]
    total = sum(count for count, _said in numbers)
    if not total:
        return None
    due = ", ".join(said % {"number": number(count)} for count, said in numbers if count)
    return LeadsMail(
        what=DIGEST,
        subject=due if now < over else f"{day_in_full(day)}: {due}",
        rows=rows[:MOST_ROWS],
        total=total,
        page=reverse("followups:queue" if person.is_rep else "followups:flags"),
    )


def own_rows(rep: User, *, now: datetime) -> list[MailRow]:
    """What is due by tonight, then what has no next step."""
    rows = queue_page(rep, Show.DUE, now=now).rows
    return [row_of_queue(row) for row in rows[:MOST_ROWS]]


def row_of_queue(row: QueueRow) -> MailRow:
    return MailRow(
        url=lead_url(row.lead_id),
        state=row.state,
        when=", ".join(filter(None, [str(WORDS.get(row.state, "")), row.due])),
        who=row.who,
        what=row.what,
    )


def raised_to(person: User) -> list[Flag]:
    """The standing flags that he was told of leads of others, or nobody's: a lead once."""
    told = Notice.objects.of(person).holding().filter(flag__isnull=False)
    on_his_plate = [person.pk, *(absence.user_id for absence in person.stands_in_for)]
    others = told.exclude(lead__owner__in=on_his_plate).select_related("flag__lead__owner")
    flags = [notice.flag for notice in others if notice.flag]
    flags.sort(key=lambda flag: (RANKS[FlagKind(flag.kind)], flag.began_at))
    first: dict[int, Flag] = {}
    for flag in flags:
        first.setdefault(flag.lead_id, flag)
    return list(first.values())


def row_of_flag(flag: Flag, *, now: datetime) -> MailRow:
    kind, lead = FlagKind(flag.kind), flag.lead
    return MailRow(
        url=lead_url(lead.pk),
        state=STATES[kind],
        when=f"{kind.label}, {age_in_words(now - flag.began_at)}",
        who=str(lead),
        what=_("With %(owner)s") % {"owner": lead.owner} if lead.owner else _("With nobody"),
    )
