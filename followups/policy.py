"""Numbers that are the product's own, each with its source (seed article by number, or our own).

Those that a company sets for itself are the policy's: `followups/numbers.py`.
"""

from datetime import timedelta
from fractions import Fraction

FARTHEST_STEP_MONTHS = 12  # beyond it a manager must agree to a date; source: 000
STALE_AFTER_INTERVALS = 2  # pages turn amber when the newest sweep is older than this; own
BUYING_DAYS = 60  # days before they want it in which they decide; own
PROMISE_SOON = timedelta(minutes=15)  # so long before its moment a promise goes first; own
PRESSING_SHARE = Fraction(1, 4)  # of a first touch's time: less left goes before others; own
AGAIN_PLACES = frozenset({2, 4})  # of each five places in the queue, for further attempts; own
OLD_DEBT_WORKING_DAYS = 1  # a further attempt so late waits for no place; own
UNDO_HOURS = 24  # how long a log, a move or a verdict can be undone by the one who made it; own
TAKEN_TOLD_HOURS = 24  # how long a rep is told who took a lead that was his; own
RUSH_SECONDS = 60  # within so many seconds; own
RUSH_TOUCHES = 10  # more touches that one person logs are marked: bulk; own
BIN_DAYS = 30  # how long a removed lead can be brought back; own
IMPORT_DAYS = 30  # how long an import can be undone, and its file is kept; own
SAME_CHANNEL_IN_A_ROW = 3  # steps of one channel, one after another, that a plan warns of; own
CHANNELS_A_PLAN = 3  # channels that a plan has at least; source: 004
FIGURE_AFTER = 4  # "came after touch 4": about where people give up; source: 004
FIGURE_AT_LEAST = 20  # first answers; with fewer nothing is said of them; own
FIGURE_OF_THE_LAST = 500  # first answers that are looked at; own
LOAD_WORKING_DAYS = 5  # of follow-up due that count as a rep's load, beside what is overdue; own
DECIDED_AFTER_WORKING_DAYS = 2  # after the last step of a plan, its lead is decided on; own
MOVES_THAT_ASK_WHY = 3  # the third postponement of a touch asks for a reason; own
