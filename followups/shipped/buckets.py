"""The buckets of an empty installation: why leads wait, and what we say at each waking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from followups.shipped.plan import COLLEAGUE, DECISION_MAKER, FIRST_CONTACT, ShippedStep


@dataclass(frozen=True)
class ShippedBucket:
    """A reason to wait, after how many months a lead wakes, and its rhythm from then on."""

    slug: str
    name: str
    months: int
    every_days: int
    steps: tuple[ShippedStep, ...]


COMPETITOR = ShippedBucket(
    slug="competitor",
    name="Competitor",
    months=6,
    every_days=90,
    steps=(
        ShippedStep(
            channel="call",
            title="Call: how does it work with what you chose?",
            contact_role=FIRST_CONTACT,
            script="""\
Read why they chose the other one before you dial. Not a word against that choice.
"Half a year ago you decided for somebody else. I would like to know how it went, so that we learn."
- What works better than before?
- What did you expect that did not come?
- When does the contract end, and who decides then?
Write down the end of the contract: it is the next wake date.
""",
        ),
        ShippedStep(
            channel="mail",
            at_time=time(9),
            title="Mail: what others asked before they renewed",
            contact_role=FIRST_CONTACT,
            script="""\
Useful also to somebody who stays where he is. If you know what troubles them, begin with it, and \
leave the other questions out.
""",
            mail_subject="Five questions before you renew",
            mail_text="""\
Hello {{ first_name }},

contracts like yours are mostly renewed because nobody had time to ask. These are the questions \
that other customers put to their supplier first, whoever it was:

- What did we use of it, and what did we pay for that nobody opened?
- How long did an answer take when something stood still?
- What would it cost to leave, in money and in weeks?
- What has become cheaper since we signed?
- Which date must we not miss?

If you like, I go through them with you, without an offer behind it. When does your term end?

Kind regards
{{ rep }}
""",
        ),
        ShippedStep(
            channel="linkedin",
            at_time=time(11),
            title="LinkedIn: stay in sight of who works with it",
            contact_role=COLLEAGUE,
            script="""\
To a person who uses the other product every day.
"Hello, your company works with another supplier, and that is fine. I would be glad to hear what \
you think of it after some months: what do you do by hand that you did not expect to?"
Then say nothing more until there is an answer.
""",
        ),
    ),
)

PRICE = ShippedBucket(
    slug="price",
    name="Price",
    months=3,
    every_days=60,
    steps=(
        ShippedStep(
            channel="call",
            title="Call: what does it cost to leave it as it is?",
            contact_role=FIRST_CONTACT,
            script="""\
Do not begin with a discount: nobody believed the first price then.
"We parted because of the price. I have thought about which part of {{ request }} you need most."
- What does the problem cost you in a month: hours, errors, orders that went elsewhere?
- Which part would help first, if you bought only one?
- What would the price have to be tied to, so that you could defend it?
""",
        ),
        ShippedStep(
            channel="mail",
            at_time=time(9),
            title="Mail: a smaller first step",
            contact_role=FIRST_CONTACT,
            script="""\
Put the real figures where the brackets stand, with the name of the customer if he agrees; without \
them call instead of writing.
""",
            mail_subject="A smaller first step",
            mail_text="""\
Hello {{ first_name }},

the whole of {{ request }} was too much at once. A customer of about your size began smaller:

[What they bought first, what it cost, and what it saved them in the first three months.]

They paid for the rest out of what the first part had saved. I can work out the same for you; all \
I need are three figures, and ten minutes on the telephone. Shall I?

Kind regards
{{ rep }}
""",
        ),
        ShippedStep(
            channel="call",
            at_time=time(10),
            title="Call: the figures, with the one who decides",
            contact_role=DECISION_MAKER,
            script="""\
"Your people found our price too high. I would like to hear from you what it was compared with."
- With another offer? Then with which scope?
- With this year's budget? Then when is the next one made?
- With doing nothing? Then let us reckon together what that costs.
""",
        ),
    ),
)

TIMING = ShippedBucket(
    slug="timing",
    name="Timing",
    months=3,
    every_days=30,
    steps=(
        ShippedStep(
            channel="call",
            title="Call: you asked me to come back about now",
            contact_role=FIRST_CONTACT,
            script="""\
Say the date on which they asked to be called again, and what was to happen until then.
"You asked me to come back about now, because of {{ request }}. Is it time?"
- It is: what has to be settled by when?
- Not yet: what came between, and which month shall I write down?
- No more: what changed?
""",
        ),
        ShippedStep(
            channel="mail",
            at_time=time(9),
            title="Mail: three dates, choose one",
            contact_role=FIRST_CONTACT,
            script="""\
Short, so that one letter is enough for an answer. Log the answer the same day: B and C are \
another wake date, D is the end.
""",
            mail_subject="When shall we take it up again?",
            mail_text="""\
Hello {{ first_name }},

you wanted to wait with {{ request }}, and I do not want to call you at the wrong moment. Please \
answer with one letter:

A - Now: call me this week.
B - In about three months.
C - Next year.
D - It is settled. Please take me off your list.

Those who begin early have the choice of dates; that is all I have to say for hurrying.

Kind regards
{{ rep }}
""",
        ),
        ShippedStep(
            channel="message",
            at_time=time(10),
            title="Message: is it time?",
            contact_role=FIRST_CONTACT,
            script="""\
One line to the mobile phone, if we were given the number:
"Hello {{ first_name }}, {{ rep }} here. You wanted to look at {{ request }} again. Is it time? \
Yes, no, or a month is enough."
""",
        ),
    ),
)

NO_BUDGET = ShippedBucket(
    slug="no-budget",
    name="No budget",
    months=6,
    every_days=90,
    steps=(
        ShippedStep(
            channel="call",
            title="Call: when is next year's budget made?",
            contact_role=FIRST_CONTACT,
            script="""\
The aim is a date, not a sale.
"There was no money for {{ request }}. When do you plan the next budget, and what has to be on \
paper for it to be in there?"
- Who writes the list, and who strikes from it?
- Until when must a figure be in?
- Is there a sum below which nobody has to be asked?
""",
        ),
        ShippedStep(
            channel="mail",
            at_time=time(9),
            title="Mail: half a page for the budget",
            contact_role=FIRST_CONTACT,
            script="""\
So that your contact need not write it. Fill in the brackets; round figures are enough, and the \
saving has to be one that they can reckon themselves.
""",
            mail_subject="Half a page for your budget",
            mail_text="""\
Hello {{ first_name }},

so that {{ request }} is not forgotten when the budget is made, here is the half page that is \
mostly asked for. Take it over as it is:

- What it is for: [one sentence]
- What it costs: [once, and a year]
- What it saves: [hours or money a year]
- What happens without it: [one sentence]

Tell me until when it has to be in, and I will send you the figures in the form you need.

Kind regards
{{ rep }}
""",
        ),
        ShippedStep(
            channel="call",
            at_time=time(10),
            title="Call: is it in the budget, and as what?",
            contact_role=DECISION_MAKER,
            script="""\
"Your people have asked for {{ request }}, and there was no money for it. How does it look now?"
- It is in: from when may it be spent, and what do you need from us before that?
- It is not: what was more important, and when is the next round?
- Is there another department that would gain by it, and has money?
""",
        ),
    ),
)

WRONG_PERSON = ShippedBucket(
    slug="wrong-person",
    name="Wrong person",
    months=1,
    every_days=30,
    steps=(
        ShippedStep(
            channel="call",
            title="Call: who looks after this with you?",
            contact_role=FIRST_CONTACT,
            script="""\
Call the switchboard or the department, not the person who said that it is not his.
"Somebody at your company asked us for {{ request }}. Who looks after that?"
- Name, and how it is spelt; when is a good hour?
- Who did it before, and does that person still have a say?
Put the new person among the people of the lead at once, and go on with that one.
""",
        ),
        ShippedStep(
            channel="mail",
            at_time=time(9),
            title="Mail: a name is all I ask for",
            contact_role=FIRST_CONTACT,
            script="""\
To the person we know. It has to be easy to forward, so keep it short and attach nothing. A name \
in the answer goes among the people of the lead.
""",
            mail_subject="Who looks after this with you?",
            mail_text="""\
Hello {{ first_name }},

you are not the right person for {{ request }}, and I will not bother you with it again. One \
thing would help me: who is? A name is enough, or pass this mail on:

"Somebody at our company asked for {{ request }}. If it concerns you, answer to this mail; if it \
does not, say so, and that is the end of it."

Thank you.

Kind regards
{{ rep }}
""",
        ),
        ShippedStep(
            channel="linkedin",
            at_time=time(11),
            title="LinkedIn: find the one whose task it is",
            contact_role=COLLEAGUE,
            script="""\
Look for the company and the task that {{ request }} is part of; take whoever posts about it.
"Hello, your company asked us for {{ request }}, but I seem to have written to the wrong desk. Is \
it yours, or do you know whose it is?"
""",
        ),
    ),
)

BUCKETS = (COMPETITOR, PRICE, TIMING, NO_BUDGET, WRONG_PERSON)
