"""What may never be false of leads and who asked, and an attempt to make it so."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.tests.factories import make_campaign
from leadfollow.people.tests.factories import make_rep
from leadfollow.tests.constraints import constraints_of, refuses
from leads.models import (
    Assignment,
    CloseReason,
    Closure,
    CompetitorDomain,
    Contact,
    Criterion,
    Definition,
    Import,
    ImportRow,
    ImportShape,
    Inquiry,
    Lead,
    LeadContact,
    LeadMerge,
    LeadTag,
    OwnValue,
    Product,
    Reading,
    Tag,
    Territory,
    Tick,
    Verdict,
    VerdictReason,
)
from leads.tests import captures, doubts, own_fields, pairs, qualifyings, submissions
from leads.tests.own_fields import choice, make_own_field, say

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
SUNDAY = MONDAY - timedelta(days=1)
FOREIGN = {"external_source": "crm", "external_id": "7"}


def make_lead(**fields):
    return Lead.objects.create(campaign=make_campaign(), received_at=MONDAY, **fields)


def make_inquiry(**fields):
    lead = make_lead()
    return Inquiry.objects.create(lead=lead, campaign=lead.campaign, received_at=MONDAY, **fields)


def assign(lead, **fields):
    Assignment.objects.create(lead=lead, rep=make_rep(), began_at=MONDAY, **fields)


def close(lead, **fields):
    said = {"disposition": "won", "closed_at": MONDAY} | fields
    Closure.objects.create(lead=lead, **said)


def make_import(**fields):
    return Import.objects.create(kind="leads", file_name="x.csv", created_at=MONDAY, **fields)


def define(**fields):
    return Definition.objects.create(**{"version": 2, "text": "Has money"} | fields)


def ask(definition=None, **fields):
    fields = {"position": 9, "code": "size", "name": "Size"} | fields
    Criterion.objects.create(definition=definition or define(), **fields)


def judge(**fields):
    fields = {"says": "accepted", "definition": define(), "given_at": MONDAY} | fields
    return Verdict.objects.create(lead=make_lead(), **fields)


def definition_counts_from_one():
    define(version=0)


def definition_says_something():
    define(text="")


def criterion_has_its_place():
    definition = define()
    ask(definition)
    ask(definition, code="other")


def criterion_asked_once():
    definition = define()
    ask(definition)
    ask(definition, position=10)


def criterion_has_a_name():
    ask(name="")


def verdict_says_or_takes_back():
    judge(says="")


def verdict_rejects_with_a_reason():
    judge(says="rejected")


def verdict_other_in_words():
    judge(says="rejected", reason="other")


def assignment_one_owner_at_a_time():
    lead = make_lead()
    assign(lead)
    assign(lead)


def assignment_ends_after_it_began():
    assign(make_lead(), ended_at=SUNDAY)


def assignment_leaves_time_to_accept():
    assign(make_lead(), accept_by=SUNDAY)


def assignment_given_back_is_over():
    assign(make_lead(), returned_for="not_ours")


def closure_stands_once():
    lead = make_lead()
    close(lead)
    close(lead)


def closure_reopened_after_it_closed():
    close(make_lead(), reopened_at=SUNDAY)


def closure_won_on_is_of_a_win():
    close(make_lead(), disposition="lost", won_on=SUNDAY.date())


def contact_external_id_once():
    for _ in range(2):
        Contact.objects.create(**FOREIGN)


def leadcontact_stands_once():
    lead, contact = make_lead(), Contact.objects.create()
    for _ in range(2):
        LeadContact.objects.create(lead=lead, contact=contact)


def leadcontact_one_primary():
    lead = make_lead()
    for _ in range(2):
        LeadContact.objects.create(lead=lead, contact=Contact.objects.create(), is_primary=True)


def import_undone_by_somebody():
    Import.objects.create(kind="leads", file_name="a.csv", created_at=MONDAY, undone_at=MONDAY)


def import_accounts_for_every_row():
    make_import(rows_done=5, created=1, added=1, held=1, rejected=1)


def importrow_counted_once():
    batch = make_import()
    for _ in range(2):
        ImportRow.objects.create(batch=batch, line=2, fate="created")


def importrow_settled_by_somebody():
    who = {"settled_at": MONDAY, "settled_by": make_rep()}
    ImportRow.objects.create(batch=make_import(), line=2, fate="held", **who)


def importshape_once():
    for _ in range(2):
        ImportShape.objects.create(
            kind="leads", digest="d", time_zone="UTC", name="a.csv", by=make_rep(), used_at=MONDAY
        )


def inquiry_external_id_once():
    for _ in range(2):
        make_inquiry(**FOREIGN)


def inquiry_captured_before_receipt():
    make_inquiry(captured_at=MONDAY)


def inquiry_assigned_after_receipt():
    make_inquiry(assigned_at=SUNDAY)


def inquiry_touched_after_receipt():
    make_inquiry(first_touch_at=SUNDAY)


def inquiry_released_was_held():
    make_inquiry(released_at=MONDAY)


def lead_external_id_once():
    for _ in range(2):
        make_lead(**FOREIGN)


def lead_closed_with_a_reason():
    make_lead(status="closed", closed_at=MONDAY)


def lead_closed_waits_for_nothing():
    make_lead(status="closed", closed_at=MONDAY, disposition="won", next_due_at=MONDAY)


def lead_planned_or_unplanned():
    make_lead(next_due_at=MONDAY, next_is="promise", unplanned_since=MONDAY)


def lead_owned_or_to_assign():
    make_lead(owner=make_rep(), assign_by=MONDAY)


def reading_once():
    definition, reader = define(), make_rep()
    for _ in range(2):
        Reading.objects.create(definition=definition, reader=reader, read_at=MONDAY)


def tick_has_evidence():
    budget = Criterion.objects.get(code="budget")
    Tick.objects.create(
        lead=make_lead(), criterion=budget, is_met=True, ticked_by=make_rep(), ticked_at=MONDAY
    )


def tick_taken_back_with_its_touch():
    budget = Criterion.objects.get(code="budget")
    said = {"is_met": False, "ticked_by": make_rep(), "ticked_at": MONDAY}
    Tick.objects.create(lead=make_lead(), criterion=budget, taken_back_at=MONDAY, **said)


def verdict_overridden_by_a_person():
    judge(says="qualified", overrides="He pays in advance")


def tag_name_once():
    Tag.objects.create(name="Hot")
    Tag.objects.create(name="hot")


def tag_has_a_name():
    Tag.objects.create(name="")


def leadtag_stands_once():
    lead, tag = make_lead(), Tag.objects.create(name="Hot")
    for _ in range(2):
        LeadTag.objects.create(lead=lead, tag=tag, at=MONDAY)


def closereason_name_once():
    CloseReason.objects.create(name="Cheaper", disposition="bought_elsewhere")
    CloseReason.objects.create(name="cheaper", disposition="not_interested")


def closereason_has_a_name():
    CloseReason.objects.create(name="", disposition="won")


def closereason_is_one_to_choose():
    CloseReason.objects.create(name="Wrote a letter", disposition="do_not_contact")


def verdictreason_name_once():
    VerdictReason.objects.create(name="Too small", counts_as="outside")
    VerdictReason.objects.create(name="too small", counts_as="other")


def verdictreason_has_a_name():
    VerdictReason.objects.create(name="", counts_as="other")


def verdictreason_counts():
    VerdictReason.objects.create(name="Too small", counts_as="size")


def verdict_why_is_of_a_rejection():
    judge(why=VerdictReason.objects.create(name="Too small", counts_as="outside"))


def lead_next_step_is_something():
    make_lead(next_due_at=MONDAY)


def product_name_once():
    Product.objects.create(name="Pump"), Product.objects.create(name="PUMP")


def product_has_a_name():
    Product.objects.create(name="")


def rival(**fields):
    return CompetitorDomain.objects.create(**{"name": "Rival", "domain": "rival.example"} | fields)


def competitordomain_once():
    rival(), rival(name="Other")


def competitordomain_is_somebodys():
    rival(domain="")


def territory_name_once():
    for name in ("North", "NORTH"):
        Territory.objects.create(name=name, ranges="DE")


def territory_is_somewhere():
    Territory.objects.create(name="North", ranges="")


def inquiry_fulfilled_somehow():
    make_inquiry(request="price list", fulfilled_at=MONDAY, fulfilled_how="pigeon")


def merge(**fields):
    return LeadMerge.objects.create(merged_by=make_rep(), merged_at=MONDAY, **fields)


def lead_merge_of_a_lead_once():
    merge(kept_id=1, lost_id=3)
    merge(kept_id=2, lost_id=3)


def lead_merge_is_of_two():
    merge(kept_id=1, lost_id=1)


BREAKERS = [
    lead_merge_of_a_lead_once,
    lead_merge_is_of_two,
    inquiry_fulfilled_somehow,
    territory_name_once,
    territory_is_somewhere,
    competitordomain_once,
    competitordomain_is_somebodys,
    closereason_name_once,
    closereason_has_a_name,
    closereason_is_one_to_choose,
    verdictreason_name_once,
    verdictreason_has_a_name,
    verdictreason_counts,
    verdict_why_is_of_a_rejection,
    product_name_once,
    product_has_a_name,
    lead_next_step_is_something,
    tag_name_once,
    tag_has_a_name,
    leadtag_stands_once,
    reading_once,
    tick_has_evidence,
    tick_taken_back_with_its_touch,
    verdict_overridden_by_a_person,
    definition_counts_from_one,
    definition_says_something,
    criterion_has_its_place,
    criterion_asked_once,
    criterion_has_a_name,
    verdict_says_or_takes_back,
    verdict_rejects_with_a_reason,
    verdict_other_in_words,
    assignment_one_owner_at_a_time,
    assignment_ends_after_it_began,
    assignment_leaves_time_to_accept,
    assignment_given_back_is_over,
    closure_stands_once,
    closure_reopened_after_it_closed,
    closure_won_on_is_of_a_win,
    contact_external_id_once,
    leadcontact_stands_once,
    leadcontact_one_primary,
    import_accounts_for_every_row,
    import_undone_by_somebody,
    importrow_counted_once,
    importrow_settled_by_somebody,
    importshape_once,
    inquiry_external_id_once,
    inquiry_assigned_after_receipt,
    inquiry_captured_before_receipt,
    inquiry_touched_after_receipt,
    inquiry_released_was_held,
    lead_external_id_once,
    lead_closed_with_a_reason,
    lead_closed_waits_for_nothing,
    lead_planned_or_unplanned,
    lead_owned_or_to_assign,
    *captures.BREAKERS,
    *doubts.BREAKERS,
    *pairs.BREAKERS,
    *own_fields.BREAKERS,
    *qualifyings.BREAKERS,
    *submissions.BREAKERS,
]


@pytest.mark.parametrize("break_it", BREAKERS, ids=lambda act: act.__name__)
def test_the_database_refuses(break_it):
    refuses(break_it.__name__, break_it)


def test_every_constraint_is_tried():
    # The field and the number of a choice are unique as the number is; foreign keys need to hear.
    known = {"ownfieldchoice_of_its_field"}
    assert {break_it.__name__ for break_it in BREAKERS} == constraints_of("leads") - known


def test_a_choice_is_one_of_its_fields_own():
    size, colour = make_own_field("Size", "Small"), make_own_field("Colour", "Red")

    refuses("ownvalue_choice_of_its_field", lambda: say(size, choice=choice(colour, "Red")))


def test_a_choice_stays_one_of_its_fields_own():
    size, colour = make_own_field("Size", "Small"), make_own_field("Colour", "Red")
    value = say(size, choice=choice(size, "Small"))

    refuses(
        "ownvalue_choice_of_its_field",
        lambda: OwnValue.objects.filter(pk=value.pk).update(choice=choice(colour, "Red")),
    )


def test_a_lead_may_be_closed_again_after_it_was_reopened_or_its_closing_undone():
    lead = make_lead()
    close(lead, reopened_at=MONDAY)
    close(lead, taken_back_at=MONDAY)

    close(lead)

    assert lead.closures.standing().count() == 1
