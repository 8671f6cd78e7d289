"""The words that mean something exact here, each in plain sentences.

`[word]` in a text leads to that word, `[said so|word]` too; `%(name)s` are the numbers in force.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from followups.help.glossary import word

WORDS = (
    word("lead", _("Lead"), _(
        "The interest of one organisation or person, from its first [inquiry] until it is "
        "closed. At most one [rep|role] owns it. If it asks again later it is opened again; the "
        "earlier closing stays on record."
    )),
    word("inquiry", _("Inquiry"), _(
        "One act of asking: when, through which [campaign], what was asked for, and who found "
        "or referred it. A second one at the same [lead] is news, not a double: it gets a "
        "[promise] of its own if nothing is due soon."
    )),
    word("contact", _("Contact"), _(
        "A person. The same person may stand at several [leads|lead]; what was tried and "
        "whether he was reached is counted for each lead apart. Whoever never wants to be "
        "contacted is offered, planned and written to nowhere."
    )),
    word("current contact", _("Current contact"), _(
        "Whom the next [touch] is with: the person of the [next step], else of the running "
        "[cadence], else the primary person of the [lead]."
    )),
    word("campaign", _("Campaign"), _(
        "Where [leads|lead] come from: an event with days, a place and a time zone of its own, "
        "or a standing source such as the web site or referrals. Every [inquiry] belongs to "
        "one; it names the team that receives its leads."
    )),
    word("segment", _("Segment"), _(
        "The type of a [lead], such as web visitor, event, referral or strategic account. Its "
        "[campaign] has it. It says by when the first [touch] is due, and the [cadence] for it "
        "says what comes after."
    )),
    word("cadence", _("Cadence"), _(
        "The written plan for a [segment]: what is done, by which channel, with whom and after "
        "how long. It is a [sprint] or a [rhythm], and has versions; a [lead] keeps the version "
        "it began with until it is moved."
    )),
    word("sprint", _("Sprint"), _(
        "A [cadence] with steps and an end. %(fewest_planned)s to %(most_planned)s touches are "
        "planned for a [lead], over several channels."
    )),
    word("rhythm", _("Rhythm"), _(
        "A [cadence] of one [touch] every so many days, for contacts that are kept rather than "
        "chased. [Buckets|bucket] are rhythms."
    )),
    word("enrolment", _("Enrolment"), _(
        "A [lead] in a [cadence]: where it stands, with which person, since when, until when, "
        "and why it ended. A lead has one running enrolment at most."
    )),
    word("bucket", _("Bucket"), _(
        "Where a [lead] waits that is not for now, sorted by the reason: price, timing, a "
        "competitor. It has a date on which it wakes, at most %(farthest_months)s months away "
        "unless a manager agrees."
    )),
    word("touch", _("Touch"), _(
        "One contact with a [lead]: a call, a mail, a message, a meeting, a letter. It is "
        "scheduled, logged or cancelled. Only logged ones count: what was not recorded did not "
        "happen. Each can be undone for %(undo_hours)s hours by whoever logged it."
    )),
    word("promise", _("Promise"), _(
        "A [touch] that was agreed beside the [cadence], such as a brochure by Friday. Any "
        "number may stand at a [lead], and each is due like every other step."
    )),
    word("next step", _("Next step"), _(
        "The earliest scheduled [touch] of an open [lead]. An open lead with an owner always "
        "has one; where it has none, the flag “[missing]” stands."
    )),
    word("attempt", _("Attempt"), _(
        "A logged [touch] of ours that got no [response]. It is counted for each person at each "
        "[lead], from zero again once that person responds. After %(soft_attempts)s stopping is "
        "offered; after %(hard_attempts)s the person counts as [exhausted]."
    )),
    word("response", _("Response"), _(
        "Everything that comes back from the person: an answer, a reply, a meeting agreed or held, "
        "and a “no” as well. A receipt or an out-of-office reply is none."
    )),
    word("outcome", _("Outcome"), _(
        "What a logged [touch] brought. Talked, replied, meeting booked or held, not now, not "
        "interested and never again are [responses|response]; no answer, left message, sent and "
        "no-show are [attempts|attempt]; bounced and wrong person are neither."
    )),
    word("disposition", _("Disposition"), _(
        "Why a [lead] was closed: won, bought elsewhere, no response, not interested, do not "
        "contact, disqualified, or a duplicate. Every closing keeps its own, also when the lead "
        "is opened again."
    )),
    word("verdict", _("Verdict"), _(
        "What the owner makes of a [lead]: qualified or not, and why. It is due by "
        "%(verdict_touches)s touches, or %(verdict_working_days)s working days after the lead "
        "was handed over; after that the flag “[no verdict]” stands."
    )),
    word("qualified", _("Qualified"), _(
        "A [lead] that meets the required points of the definition in force, each ticked with a "
        "line of how one knows. The definition has versions; reports name theirs."
    )),
    word("flag", _("Flag"), _(
        "A recorded breach: the moment it began and the moment it ended, kept for ever. It "
        "begins and ends at the true moment, whenever the [sweep] ran. Of several at one [lead] "
        "the first in this order counts, so that causes add up: [unassigned], [slow start], "
        "[overdue], [missing], [exhausted], [no verdict], [incomplete], [promise open]."
    )),
    word("unassigned", _("Unassigned (flag)"), _(
        "A [lead] that nobody owns, past the moment by which it had to have somebody: for an "
        "event the first midnight there after receipt, else one working hour of the team."
    )),
    word("slow start", _("Slow start (flag)"), _(
        "An owned [lead] with an [inquiry] not yet [touched], past the limit that its [segment] "
        "sets. The limit counts from the first [assignment]; handing the lead over does not "
        "move it."
    )),
    word("overdue", _("Overdue (flag)"), _(
        "A scheduled [touch] whose moment is past. One that is due on a day is overdue when "
        "that day has ended. A touch left so for %(escalated_after)s working days is told to "
        "the manager."
    )),
    word("missing", _("Missing (flag)"), _(
        "An owned open [lead] without a [next step], since it was assigned or since its last "
        "touch, whichever is later."
    )),
    word("exhausted", _("Exhausted (flag)"), _(
        "The [current contact] has had %(hard_attempts)s [attempts|attempt] without a response. "
        "Then comes another person there, a [bucket], or closing with its reason."
    )),
    word("no verdict", _("No verdict (flag)"), _(
        "The [verdict] is late: the owner has not said what he makes of the [lead]."
    )),
    word("incomplete", _("Record incomplete (flag)"), _(
        "One of the six contact fields (name, company, address, postal code, phone, e-mail) is "
        "blank of the [lead]’s first [contact], and no tick says that there is none. It stands "
        "from receipt until the last of them is known."
    )),
    word("promise open", _("Not sent as promised (flag)"), _(
        "What an [inquiry] asked for was promised by a moment, and is not sent yet."
    )),
    word("sweep", _("Sweep"), _(
        "The job that makes the [flags|flag] true, every %(sweep_seconds)s seconds. Pages work "
        "out what is overdue while one looks; a late sweep delays alerts and makes no page "
        "wrong."
    )),
    word("assignment", _("Assignment"), _(
        "The record that a [lead] was with a rep from when until when, and who gave it. Weeks "
        "that are past are judged by it; closing a lead does not end it."
    )),
    word("retrospective", _("Retrospective"), _(
        "A team’s look at one week, at its end: do the new [leads|lead] have a next step, do "
        "all open ones, was all made that [came due]? New are those first assigned in the "
        "%(cohort_days)s days to the end of the week."
    )),
    word("came due", _("Came due"), _(
        "What had its moment in a week: made on time, made late, not made, moved, or cancelled. "
        "These add up. It counts for whoever owned the [lead] then; a touch that was moved "
        "keeps its first date on record."
    )),
    word("touched", _("Touched"), _(
        "An [inquiry] with at least one logged [touch] of ours, not automatic and not undone, "
        "at or after its receipt."
    )),
    word("planned", _("Planned"), _(
        "An [inquiry] that is not yet [touched], whose [lead] has a scheduled touch. Planned is "
        "never counted as touched."
    )),
    word("followed up", _("Followed up"), _(
        "An [inquiry] that is [touched], and whose [lead] was closed with a reason after it or "
        "has a [next step] that is not overdue."
    )),
    word("follow-up rate", _("Follow-up rate"), _(
        "[Followed up|followed up] [inquiries|inquiry] over all inquiries, without exceptions. "
        "For a finished cohort it should be 100 %%."
    )),
    word("follow-up level", _("Follow-up level"), _(
        "The [follow-up rate] over the inquiries of the last %(level_days)s days that are at "
        "least a day old. Healthy is %(level_from)s to %(level_to)s %%: below, leads lie; the "
        "rest is still being worked."
    )),
    word("black hole", _("Black hole"), _(
        "Open [leads|lead] of which nothing was heard for %(silent_days)s, %(silent_longer)s or "
        "%(silent_longest)s days, and for which nothing is planned later. Each Monday the "
        "%(wake_ups_a_week)s silent longest come back to every rep’s queue."
    )),
    word("early stop", _("Early stop"), _(
        "A [lead] given up before its %(fewest_touches)s touches without an answer. It is "
        "allowed, and asks why; the retrospective counts it."
    )),
    word("two clocks", _("Two clocks"), _(
        "From receipt to an owner is the system’s time; from the owner to the first [touch] is "
        "the rep’s. A time that is told always says which of the two it is."
    )),
    word("late", _("Logged late"), _(
        "A [touch] written more than one working day after it happened. It counts, is marked, "
        "and reports can leave it out."
    )),
    word("policy", _("Policy"), _(
        "What is a touch, an attempt and a response, and when one may stop, in words and "
        "numbers. It has versions; each report names the one it counts by, and a week that is "
        "past keeps the one of its end."
    )),
    word("role", _("Role"), _(
        "What somebody may do here: [rep], [manager], [event manager] or [admin]. A person may "
        "have several, and then reaches what each of them reaches."
    )),
    word("rep", _("Rep"), _(
        "Works [leads|lead]: has a queue, logs, plans and closes his own. A rep is in one team."
    )),
    word("manager", _("Manager"), _(
        "Leads teams: reaches their leads, gives them out, holds the [retrospective], changes "
        "[cadences|cadence] and the [policy]."
    )),
    word("event manager", _("Event manager"), _(
        "Owns [campaigns|campaign]: makes them, brings their leads in, reads their follow-up, "
        "and gives their leads a first owner."
    )),
    word("qualifier", _("Outside qualifier"), _(
        "Works elsewhere: finds out whether [leads|lead] that nobody owns are [qualified], sees "
        "those that were given to him until he returns them, and nothing else."
    )),
    word("admin", _("Admin"), _(
        "Lets people in, changes settings, reads the log and the health page. At least one "
        "always works here."
    )),
)  # fmt: skip
