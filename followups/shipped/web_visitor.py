"""The sprint for somebody who asked on the web site: quick, nine touches in three weeks."""

from __future__ import annotations

from datetime import time

from followups.shipped.plan import (
    COLLEAGUE,
    DAILY_USER,
    DECIDE,
    DECISION_MAKER,
    FIRST_CONTACT,
    ShippedCadence,
    ShippedStep,
)

STEPS = (
    ShippedStep(
        minutes=30,
        channel="call",
        title="Call: what made you look us up?",
        contact_role=FIRST_CONTACT,
        script="""\
"You wrote to us and asked for {{ request }}. I would rather answer in person than \
send you a form letter. Do you have two minutes?"
- What made you look for this?
- What do you use now, and what is wrong with it?
- By when should it be solved?
Nobody there: say your name, what was asked for, and that you will call tomorrow at three.
""",
    ),
    ShippedStep(
        day=1,
        at_time=time(15),
        channel="mail",
        title="Mail: the answer in writing, and who else sees it?",
        contact_role=FIRST_CONTACT,
        script="""\
Attach what was asked for, never only a link. If you have talked, begin with what you agreed.
The question to bring home: who else will see this?
""",
        mail_subject="What you asked for: {{ request }}",
        mail_text="""\
Hello {{ first_name }},

you asked us on our web site for {{ request }}. You will find it attached.

Most people who ask for this want to know what it costs, how long it takes and what they have \
to do themselves. If your question is another one, answer with one line and I will see to it today.

And one question from me: who else will look at this with you? I will gladly prepare what they \
need, so that you need not pass it on.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=2,
        at_time=time(10),
        channel="call",
        title="Call: did our answer arrive, and did it answer?",
        contact_role=FIRST_CONTACT,
        script="""\
"I sent you {{ request }} by mail. Was it what you had in mind?"
- What is still missing?
- Who else there has to say yes, and what will they ask you?
- What happens if nothing changes this year?
If it fits: offer two times this week for half an hour with all who are concerned.
""",
    ),
    ShippedStep(
        day=4,
        at_time=time(11),
        channel="linkedin",
        title="LinkedIn: greet somebody who would use it every day",
        contact_role=DAILY_USER,
        script="""\
Find the person whose work this would change: look for the department that the request is about.
"Hello, somebody in your company asked us for {{ request }}. You are the one who would live with \
it, so I would like to know what matters to you. May I ask you two questions?"
No brochure, no link in the first message.
""",
    ),
    ShippedStep(
        day=5,
        at_time=time(16),
        channel="call",
        title="Call: the colleague who sees it too",
        contact_role=COLLEAGUE,
        script="""\
Ask for the person named as "who else". No name yet: ask the switchboard who looks after this.
"Your company asked us for {{ request }}. I do not want to decide over your head: what would have \
to be true for you to say this helps?"
- What did you try before, and why did it stop?
- Who keeps the budget for it?
""",
    ),
    ShippedStep(
        day=7,
        at_time=time(9, 30),
        channel="mail",
        title="Mail: half a page for the one who decides",
        contact_role=DECISION_MAKER,
        script="""\
Add one figure of a customer of the same size if you have it. Leave out everything that does not \
help to decide. Name the people you have talked to if they agree.
""",
        mail_subject="Half a page before you decide",
        mail_text="""\
Hello {{ first_name }},

people in your company have asked us for {{ request }}. Before they spend more time on it, you \
will want to know three things:

- What does it change, and how would you see that it has?
- What does it take: how many weeks, and how much of your people's time?
- What does it cost, and can you stop after the first step?

I will answer all three in twenty minutes, with the figures of a company of your size, and you \
tell me whether it is worth going on. Does Tuesday at 9:00 suit you, or Thursday at 16:00? If \
somebody else decides, a name is enough.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=9,
        at_time=time(14),
        channel="message",
        title="Message: two times for a short talk",
        contact_role=FIRST_CONTACT,
        script="""\
Short, to the mobile phone if we were given the number:
"Hello {{ first_name }}, {{ rep }} here, about {{ request }}. Fifteen minutes tomorrow at 10:00 or \
at 16:00? A number as answer will do."
""",
    ),
    ShippedStep(
        day=12,
        at_time=time(11),
        channel="mail",
        title="Mail: shall I close your request?",
        contact_role=FIRST_CONTACT,
        script="""\
Friendly and without reproach: most answers of this sprint come to this mail. Whatever the letter \
of the answer, log it the same day.
""",
        mail_subject="Shall I close your request?",
        mail_text="""\
Hello {{ first_name }},

two weeks ago you asked us for {{ request }}, and I have not managed to reach you since. That is \
quite all right: plans change. So that I do the right thing, please answer with one letter:

A - It still matters. Call me.
B - It matters, but later. Come back in three months.
C - Somebody else looks after it. I will tell you who.
D - It is settled. Please close it.

I will call once more in the next days and then leave you in peace.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=15,
        at_time=time(10),
        channel="call",
        title="Call: one last question, then decide",
        contact_role=FIRST_CONTACT,
        script=f"""\
"I promised to call once more. Is {{{{ request }}}} still something you want to solve this year?"
- Yes: agree on the next date before you hang up.
- Later: in which month, and what has to happen until then?
- No: what did you choose instead, and why?

{DECIDE}""",
    ),
)

WEB_VISITOR_SPRINT = ShippedCadence(
    segment="web-visitor", slug="web-visitor-sprint", name="Web visitor sprint", steps=STEPS
)
