"""The exercises: what happened, what to do, and why it is right. A new text is a new version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext_lazy

from followups.in_force import numbers_in_force
from followups.lesson import checks
from followups.lesson.made import Made
from followups.lesson.scene import Setting
from followups.numbers import SHIPPED, Numbers
from followups.policy import MOVES_THAT_ASK_WHY, UNDO_HOURS
from leadfollow.words import Said

VERSION = 1


FRESH = Setting()


@dataclass(frozen=True)
class Exercise:
    """One thing that happened on the phone, and what the learner has to make of it.

    `check` is told what he made: nothing if it is right, else a sentence.
    """

    title: Said
    happened: Said
    task: Said
    how: Said
    right: Said
    check: Callable[[Made], str]
    setting: Setting = FRESH
    left: int | None = None  # attempts until Karla is exhausted, where that matters

    def by(self, numbers: Numbers) -> Exercise:
        """The same by the policy's numbers, which its texts name in braces."""
        named = {**numbers.as_dict(), "undo_hours": UNDO_HOURS, "moves": MOVES_THAT_ASK_WHY}
        tried = self.setting.tried if self.left is None else numbers.hard_attempts - self.left
        return replace(
            self,
            happened=self.happened.format(**named),
            right=self.right.format(**named),
            setting=replace(self.setting, tried=tried),
        )


WRITTEN = (
    Exercise(
        title=gettext_lazy("Nobody answers"),
        happened=gettext_lazy(
            "You rang Karla Brandt at Nordwind. It rang ten times; nobody answered."
        ),
        task=gettext_lazy("Log what came of the call."),
        how=gettext_lazy("Press 1, or “No answer”. It is saved at once."),
        right=gettext_lazy(
            "One key, and the next call stands in the plan. This was an"
            " attempt: a touch of yours that got no response. A person is worth"
            " {soft_attempts} to {hard_attempts} of them, so each one has to be"
            " on record."
        ),
        check=checks.nobody_answered,
    ),
    Exercise(
        title=gettext_lazy("A mail that helps"),
        happened=gettext_lazy(
            "You mailed Karla the price list that she had asked for, with a"
            " worked example for her 200 pumps."
        ),
        task=gettext_lazy("Log the mail, and that she got something of value by it."),
        how=gettext_lazy(
            "Tick “Something of value given” (Tab to it, then Space), and press 1, or “Sent”."
        ),
        right=gettext_lazy(
            "A mail without a reply is an attempt like a call. That it gave her"
            " something is counted apart: a lead is worth {fewest_planned} to"
            " {most_planned} touches, and each of them should give a reason to"
            " answer."
        ),
        check=checks.mail_with_value,
        setting=Setting(tried=1, is_mail=True),
    ),
    Exercise(
        title=gettext_lazy("Call me on Thursday"),
        happened=gettext_lazy("Karla answered: “I am in a meeting. Call me on Thursday at two.”"),
        task=gettext_lazy("Log it, with the date that she named."),
        how=gettext_lazy(
            "Press 3, or “Call back”. Type thu 14, read the date in full, and press Enter."
        ),
        right=gettext_lazy(
            "She answered: that is a response, and her attempts count from zero"
            " again. The date moved the plan’s own next call, so nothing is due"
            " twice."
        ),
        check=checks.call_back_on_thursday,
        setting=Setting(tried=2),
    ),
    Exercise(
        title=gettext_lazy("She calls you"),
        happened=gettext_lazy(
            "Before you called again, Karla called you: the price list is"
            " clear, and she would like to see a pump at work. You agreed that"
            " you call her on Thursday at two."
        ),
        task=gettext_lazy("Nobody planned this call. Log it as hers."),
        how=gettext_lazy(
            "Press a, or open “Log an unplanned touch” below. “They turned to"
            " us” is chosen already: say what came of it, type thu 14 as the"
            " next call, then press “Log it”."
        ),
        right=gettext_lazy(
            "What comes from them is a response, and never an attempt of yours."
            " It stops the plan: your own call is called off, and what you"
            " agreed comes next."
        ),
        check=checks.she_rang,
        setting=Setting(tried=1, due_in=timedelta(days=1)),
    ),
    Exercise(
        title=gettext_lazy("The wrong line"),
        happened=gettext_lazy(
            "A minute ago you pressed 1 for Karla, and meant another lead. You"
            " have not called her at all."
        ),
        task=gettext_lazy("Take it back."),
        how=gettext_lazy("Press u, or “Undo” in the line on top."),
        right=gettext_lazy(
            "As if it had not been: the call is due again when it was, and the attempt is gone."
            " Undo works for {undo_hours} hours, here and in the history, and asks nothing."
        ),
        check=checks.taken_back,
        setting=Setting(tried=1, ago=timedelta(minutes=1), due_in=timedelta(days=1)),
    ),
    Exercise(
        title=gettext_lazy("It was a message"),
        happened=gettext_lazy(
            "An hour ago you logged “No answer”. Your notes say otherwise: you"
            " spoke on her machine, and asked her to call."
        ),
        task=gettext_lazy("Set the touch right. The call did take place, so do not take it back."),
        how=gettext_lazy("Press c, or “Correct” in the history. Choose “Left message” and save."),
        right=gettext_lazy(
            "The touch says now what happened, and keeps what it said before:"
            " nobody has to wonder who changed what. Both are attempts, so the"
            " count stays."
        ),
        check=checks.set_right,
        setting=Setting(tried=1, ago=timedelta(hours=1), due_in=timedelta(days=1)),
    ),
    Exercise(
        title=gettext_lazy("Back on Monday"),
        happened=gettext_lazy(
            "A call to Karla is due. Her out-of-office reply says: back next Monday."
        ),
        task=gettext_lazy("Put the call off until then. There is nothing to log."),
        how=gettext_lazy("Press s, or “Snooze”, and then n, or “Next Monday”."),
        right=gettext_lazy(
            "What was not done is not logged: a date moved is no touch and no attempt. The first"
            " date stays on record, and move number {moves} asks why."
        ),
        check=checks.moved_to_monday,
        setting=Setting(tried=1),
    ),
    Exercise(
        title=gettext_lazy("Not this year"),
        happened=gettext_lazy(
            "You reached Karla: “We like it, but there is no money left this year.”"
        ),
        task=gettext_lazy("Let the lead wait in the bucket that fits."),
        how=gettext_lazy("Press 5, or “Not now”, choose the bucket, and save with Ctrl and Enter."),
        right=gettext_lazy(
            "“Not now” is no “no”. The bucket keeps the reason and wakes the"
            " lead on its date; only leads that wake by themselves are not"
            " forgotten."
        ),
        check=checks.rests_in_a_bucket,
        setting=Setting(tried=3),
    ),
    Exercise(
        title=gettext_lazy("Enough calls to one person"),
        happened=gettext_lazy(
            "You have now called Karla {hard_attempts} times, and again nobody"
            " answered. Jens Ott, the engineer there, was never tried."
        ),
        task=gettext_lazy("Log the call, and go on with Jens."),
        how=gettext_lazy("Press x, or the button beside his name."),
        right=gettext_lazy(
            "From {soft_attempts} attempts on you may stop with a person, and"
            " at {hard_attempts} you do. The lead goes on: up to"
            " {people_a_lead} people there are worth a try before it ends."
        ),
        check=checks.on_with_jens,
        left=1,
    ),
    Exercise(
        title=gettext_lazy("They bought elsewhere"),
        happened=gettext_lazy(
            "Jens answered: “Sorry, we ordered from somebody else last month. Your offer was good.”"
        ),
        task=gettext_lazy("Close the lead as what it was: a good one, that bought elsewhere."),
        how=gettext_lazy(
            "Press 6, or “Not interested”. Write what he said, choose “Bought"
            " elsewhere” and “Accepted”, and save with Ctrl and Enter."
        ),
        right=gettext_lazy(
            "A lead ends with a reason and a verdict, never in silence. Those"
            " who asked do buy, if not from you, then elsewhere: only the true"
            " reason shows what was lost."
        ),
        check=checks.closed_as_it_was,
        setting=Setting(is_exhausted=True),
        left=0,
    ),
)

EXERCISES = tuple(exercise.by(SHIPPED) for exercise in WRITTEN)


def exercise_in_force(number: int) -> Exercise:
    """The exercise of this number, by the policy of today."""
    return WRITTEN[number - 1].by(numbers_in_force())
