"""What may never be false of notes, notices, saved views and changes of many leads."""

from datetime import date
from uuid import uuid4

import pytest

from followups.models import (
    BulkChange,
    Digest,
    Flag,
    Note,
    Notice,
    NoticeChoice,
    Policy,
    PolicyReading,
    SavedView,
)
from followups.tests.factories import after, make_owned_lead
from leadfollow.people.tests.factories import make_rep, make_team
from leadfollow.tests.constraints import refuses
from leads.tests.qualifyings import make_qualifying

pytestmark = pytest.mark.django_db


def flag(lead):
    return Flag.objects.create(lead=lead, kind="overdue", began_at=after())


def view(owner, **fields):
    SavedView.objects.create(
        **{"owner": owner, "name": "Basel", "query": "state=new", "created_at": after()} | fields
    )


def savedview_name_once_an_owner():
    owner = make_rep()
    view(owner)
    view(owner, name="BASEL")


def savedview_name_once_a_team():
    team = make_team()
    for _ in range(2):
        view(make_rep(), team=team)


def savedview_is_named_and_filters():
    view(make_rep(), query="")


def savedview_removed_after_it_was_made():
    view(make_rep(), removed_at=after(seconds=-1))


def bulkchange_undone_after_it_was_made():
    BulkChange.objects.create(action="tag", by=make_rep(), at=after(), undone_at=after(seconds=-1))


def note(**fields):
    return Note.objects.create(
        **{"lead": make_owned_lead(), "by": make_rep(), "at": after(), "text": "Rang"} | fields
    )


def note_says_something_or_is_deleted():
    note(text="")


def note_edited_after_it_was_written():
    note(edited_at=after(seconds=-1))


def note_deleted_after_it_was_written():
    note(text="", deleted_at=after(seconds=-1))


def note_written_once():
    key = uuid4()
    for _ in range(2):
        note(key=key)


def digest_once_a_day():
    person = make_rep()
    for _ in range(2):
        Digest.objects.create(person=person, day=date(2026, 11, 2), written_at=after())


def notice(person, **fields):
    Notice.objects.create(person=person, told_at=after(), **fields)


def notice_of_a_flag_once():
    lead = make_owned_lead()
    standing = flag(lead)
    for _ in range(2):
        notice(lead.owner, lead=lead, flag=standing)


def notice_of_a_note_once():
    named = note()
    for _ in range(2):
        notice(named.by, lead=named.lead, note=named)


def notice_of_a_qualifying_once():
    row = make_qualifying()
    for _ in range(2):
        notice(row.person, lead=row.lead, qualifying=row)


def notice_of_an_inquiry_once():
    row = make_qualifying()
    asked = make_owned_lead().inquiries.get()
    for _ in range(2):
        notice(row.person, lead=row.lead, qualifying=row, inquiry=asked)


def notice_of_an_inquiry_to_who_qualifies():
    lead = make_owned_lead()
    notice(lead.owner, lead=lead, flag=flag(lead), inquiry=lead.inquiries.get())


def notice_read_after_it_was_told():
    lead = make_owned_lead()
    notice(lead.owner, lead=lead, flag=flag(lead), read_at=after(seconds=-1))


def notice_tells_one_thing():
    lead = make_owned_lead()
    notice(lead.owner, lead=lead)


def notice_choice_once():
    person = make_rep()
    for _ in range(2):
        NoticeChoice.objects.create(person=person, kind="overdue", how="mail")


def notice_choice_is_known():
    NoticeChoice.objects.create(person=make_rep(), kind="overdue", how="fax")


def policy(**fields):
    words = dict.fromkeys(("touch", "attempt", "response", "stopping"), "As said")
    return Policy.objects.create(**{"version": 2, "numbers": {}, **words} | fields)


def policy_counts_from_one():
    policy(version=0)


def policy_says_everything():
    policy(stopping="")


def policy_in_force_before_settled():
    policy(in_force_from=after(days=1), settled_at=after())


def policy_reading_once():
    made, reader = policy(), make_rep()
    for _ in range(2):
        PolicyReading.objects.create(policy=made, reader=reader, read_at=after())


BREAKERS = [
    policy_counts_from_one,
    policy_says_everything,
    policy_in_force_before_settled,
    policy_reading_once,
    savedview_name_once_an_owner,
    savedview_name_once_a_team,
    savedview_is_named_and_filters,
    savedview_removed_after_it_was_made,
    bulkchange_undone_after_it_was_made,
    note_says_something_or_is_deleted,
    note_edited_after_it_was_written,
    note_deleted_after_it_was_written,
    note_written_once,
    digest_once_a_day,
    notice_of_a_flag_once,
    notice_of_a_note_once,
    notice_of_a_qualifying_once,
    notice_of_an_inquiry_once,
    notice_of_an_inquiry_to_who_qualifies,
    notice_read_after_it_was_told,
    notice_tells_one_thing,
    notice_choice_once,
    notice_choice_is_known,
]


@pytest.mark.parametrize("break_it", BREAKERS, ids=lambda act: act.__name__)
def test_the_database_refuses(break_it):
    refuses(break_it.__name__, break_it)
