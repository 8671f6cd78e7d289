"""Whether an act was right: nothing if it was, else what to do instead, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from followups.in_force import numbers_in_force
from followups.lesson.made import Made
from followups.models import Bucket, Direction, Outcome
from followups.panel.proposals import quick_picks
from leads.models import Disposition, Says

THURSDAY, MONDAY = 4, 1
AT_TWO = 14


def nobody_answered(made: Made) -> str:
    if made.outcome == Outcome.NO_ANSWER:
        return ""
    if made.is_moved:
        return _("You moved the call, but you did make it. What was done is logged, not put off.")
    if made.outcome == Outcome.LEFT_MESSAGE:
        return _("No machine took a message, so Karla knows nothing of your call. Log “No answer”.")
    return _("Karla said nothing, so there is no answer of hers to log. Log “No answer”.")


def mail_with_value(made: Made) -> str:
    if made.outcome == Outcome.SENT and made.logged and made.logged.value_given:
        return ""
    if made.outcome == Outcome.SENT:
        return _(
            "Sent is right. Karla also got something that she can use: tick"
            " “Something of value given” before you log it, or it counts"
            " nowhere."
        )
    return _("The mail went out and did not come back, and nobody replied yet. Log “Sent”.")


def call_back_on_thursday(made: Made) -> str:
    if made.is_moved or made.is_attempt:
        return _(
            "Karla spoke to you: that is a response, and not one more attempt"
            " in vain. Choose “Call back” and type the date that she named."
        )
    if made.outcome != Outcome.TALKED:
        return _(
            "She wants to be called again. Choose “Call back” and type the date that she named."
        )
    if not made.due or (made.due.isoweekday(), made.due.hour) != (THURSDAY, AT_TWO):
        return _("She said Thursday at two. Type “thu 14”, and look at the date that is read back.")
    return ""


def she_rang(made: Made) -> str:
    logged = made.logged
    if logged is None:
        return _("She rang you, and that is a touch: log it with “Log an unplanned touch”.")
    if logged.pk == made.scene.due.pk:
        return _(
            "That logged the call that you had planned, and you have not made"
            " it. This call was hers: open “Log an unplanned touch”."
        )
    if logged.direction != Direction.INBOUND:
        return _("It was Karla who rang. Choose “They turned to us”: it shows that she wants it.")
    talked = logged.outcome in (Outcome.TALKED, Outcome.MEETING_BOOKED)
    return "" if talked else _("You two did talk: say so.")


def taken_back(made: Made) -> str:
    if made.logged:
        return _("That logged a second call that never was. Take back the first one: Undo.")
    if made.is_undone:
        return ""
    return _("The call is still on record, and it never took place. Press Undo in the line on top.")


def set_right(made: Made) -> str:
    if made.is_undone:
        return _(
            "Undo is for what never took place. You did call: correct what came"
            " of it, so that the touch keeps its moment."
        )
    if made.logged:
        return _("That logged one more call. Correct the one you made: “Correct” beside it.")
    if made.last.outcome == Outcome.LEFT_MESSAGE:
        return ""
    return _(
        "The touch does not say yet that you left a message. Choose it under “What came of it”."
    )


def moved_to_monday(made: Made) -> str:
    if made.logged:
        return _(
            "You have not called, so there is no touch to log: each one would"
            " count as an attempt that nobody made. Snooze the call."
        )
    if not made.is_moved:
        return _("The call is still due today, when nobody is there. Snooze it.")
    months = numbers_in_force().long_step_months
    picks = quick_picks(made.now, made.learner.working_time, months=months)
    mondays = (pick.at for pick in picks if "n" in pick.key)
    if made.due and made.due.isoweekday() != MONDAY and made.due not in mondays:
        return _("She is back on Monday. Snooze the call to “Next Monday”.")
    return ""


def rests_in_a_bucket(made: Made) -> str:
    if not made.lead.is_open:
        return _(
            "She said “not now”, and not “no”. Let the lead wait in a bucket, from which it wakes."
        )
    if made.outcome != Outcome.NOT_NOW:
        return _("Karla did answer: this year there is no money. Choose “Not now”.")
    if made.rests is None and Bucket.objects.active().exists():
        return _(
            "A far date alone says nothing of why. Choose a bucket: it keeps"
            " the reason, and sends what fits meanwhile."
        )
    return ""


def on_with_jens(made: Made) -> str:
    if not made.lead.is_open:
        return _("Karla is not the whole firm, and Jens was never tried. Go on with him.")
    if not made.is_attempt:
        return _("Nobody answered once more. Log that; the panel offers to go on with Jens (x).")
    if not made.following or made.following.contact_id != made.scene.jens.pk:
        return _("After so many attempts in vain one more on Karla is a waste. Go on with Jens.")
    return ""


def closed_as_it_was(made: Made) -> str:
    if made.lead.is_open:
        return _(
            "They have bought: nothing is left to follow up. Choose “Not interested” to close it."
        )
    if made.lead.disposition != Disposition.BOUGHT_ELSEWHERE:
        return _(
            "They were interested, and bought from somebody else. Close it as"
            " “Bought elsewhere”: only then the reports know that the lead was"
            " good."
        )
    if made.verdict is None or made.verdict.says != Says.ACCEPTED:
        return _("The lead was worth the work: its verdict is “Accepted”.")
    return ""
