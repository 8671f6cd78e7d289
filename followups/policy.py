"""The numbers of follow-up, each with its source (seed article by number, or our own)."""

from datetime import timedelta
from fractions import Fraction

SOFT_ATTEMPTS = 6  # unanswered attempts on a contact when stopping is offered; source: 002
HARD_ATTEMPTS = 8  # unanswered attempts when the contact counts as exhausted; source: 002
PLANNED_TOUCHES = (7, 13)  # touches a lead's plan should have; source: 004
CONTACTS_PER_LEAD = 4  # people reached at a lead; source: 004
LONG_NEXT_STEP_MONTHS = 3  # the quick pick for "not now"; source: 000
FARTHEST_STEP_MONTHS = 12  # beyond it a manager must agree to a date; source: 000
SILENT_DAYS = 30  # without a touch a lead is in the black hole; source: 000
WAKE_UPS_A_WEEK = 10  # longest-silent leads that come back to each rep's queue; source: 000
STALE_AFTER_INTERVALS = 2  # pages turn amber when the newest sweep is older than this; own
VERDICT_TOUCHES = 3  # logged touches by which a lead is accepted or rejected; source: 003
VERDICT_WORKING_DAYS = 5  # working days after assignment by which it is; own
BUYING_DAYS = 60  # days before they want it in which they decide; own
PROMISE_SOON = timedelta(minutes=15)  # so long before its moment a promise goes first; own
PRESSING_SHARE = Fraction(1, 4)  # of a first touch's time: less left goes before others; own
AGAIN_PLACES = frozenset({2, 4})  # of each five places in the queue, for further attempts; own
OLD_DEBT_WORKING_DAYS = 1  # a further attempt so late waits for no place; own
UNDO_HOURS = 24  # how long a log, a move or a verdict can be undone by the one who made it; own
TAKEN_TOLD_HOURS = 24  # how long a rep is told who took a lead that was his; own
ESCALATED_AFTER_WORKING_DAYS = 2  # what a rep left standing so long is told to his manager; own
RUSH_SECONDS = 60  # within so many seconds; own
RUSH_TOUCHES = 10  # more touches that one person logs are marked: bulk; own
BIN_DAYS = 30  # how long a removed lead can be brought back; own
SAME_CHANNEL_IN_A_ROW = 3  # steps of one channel, one after another, that a plan warns of; own
CHANNELS_A_PLAN = 3  # channels that a plan has at least; source: 004
FEWEST_TOUCHES = 6  # touches before a lead is given up without being asked why; source: 004
FIGURE_AFTER = 4  # "came after touch 4": about where people give up; source: 004
FIGURE_AT_LEAST = 20  # first answers; with fewer nothing is said of them; own
FIGURE_OF_THE_LAST = 500  # first answers that are looked at; own
DECIDED_AFTER_WORKING_DAYS = 2  # after the last step of a plan, its lead is decided on; own
MOVES_THAT_ASK_WHY = 3  # the third postponement of a touch asks for a reason; own
