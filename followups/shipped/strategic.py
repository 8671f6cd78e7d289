"""The rhythm of a strategic account: one touch every 30 days, each with something to give."""

from __future__ import annotations

from datetime import time

from followups.shipped.plan import (
    COLLEAGUE,
    DAILY_USER,
    DECISION_MAKER,
    FIRST_CONTACT,
    ShippedCadence,
    ShippedStep,
)

EVERY_DAYS = 30  # article 004: a major account wants a touch a month, not a flood

STEPS = (
    ShippedStep(
        at_time=time(10),
        channel="call",
        title="Call: what has changed with you?",
        contact_role=FIRST_CONTACT,
        script="""\
Read the last three touches and the company's news before you dial.
"I am not calling to sell you something today. What has changed with you since we last talked?"
- What is on top of your list this quarter?
- Who is new, who has left?
- Where do you wait for suppliers longer than you would like?
Note every name: somebody who is not yet among our contacts is the best news of the call.
""",
    ),
    ShippedStep(
        at_time=time(9),
        channel="mail",
        title="Mail: one thing worth knowing, no request",
        contact_role=DECISION_MAKER,
        script="""\
Give something that helps without us: a figure from their trade, a change in the law, what others \
learnt. Put it where the brackets stand. If you have nothing, call instead: never send a mail \
only in order to have sent one.
""",
        mail_subject="Worth two minutes of your time",
        mail_text="""\
Hello {{ first_name }},

this came across my desk, and I thought of you:

[One thing that is useful to this account, in three sentences, and why it concerns them.]

You need not answer. If it gives you an idea, I am glad to talk it over; and if somebody else in \
your company should read it, please pass it on.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        at_time=time(12),
        channel="linkedin",
        title="LinkedIn: one more person in the account",
        contact_role=COLLEAGUE,
        script="""\
Choose somebody in a department where nobody knows us, best named by one of our contacts.
"Hello, we have been in touch with your company for a while and I keep hearing your name. What \
does your team work on at present?"
Comment on something of theirs first if you can. Aim: four people who know us, in two departments.
""",
    ),
    ShippedStep(
        at_time=time(14),
        channel="meeting",
        title="Meeting: half a year back, half a year ahead",
        contact_role=DECISION_MAKER,
        script="""\
Forty-five minutes, at their place if possible. Bring one page: what they wanted, what became of it.
- What did you plan half a year ago, and what came of it?
- What will be decided in the next half year, by whom, with which money?
- Where would you be glad to hear an opinion from outside?
Do not leave without one promise on each side, with a date.
""",
    ),
    ShippedStep(
        at_time=time(15),
        channel="call",
        title="Call: how is it in daily work?",
        contact_role=DAILY_USER,
        script="""\
"I talk a lot to those who decide. Today I would like to hear from somebody who does the work."
- What costs you an hour a week that nobody sees?
- Whom do you ask when something does not work?
- If you could change one thing tomorrow, what would it be?
Ask whether you may pass it on, and to whom.
""",
    ),
    ShippedStep(
        at_time=time(9),
        channel="letter",
        title="Letter: a few lines by hand",
        contact_role=DECISION_MAKER,
        script="""\
An anniversary, a prize, a new building, or simply thanks for an open word. Three sentences by \
hand, signed with your full name, no advertising in the envelope. Post it today and log it as sent.
""",
    ),
)

STRATEGIC_RHYTHM = ShippedCadence(
    segment="strategic",
    slug="strategic-account-rhythm",
    name="Strategic account rhythm",
    steps=STEPS,
    every_days=EVERY_DAYS,
)
