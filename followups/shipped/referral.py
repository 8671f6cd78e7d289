"""The sprint for somebody who was sent to us: fewer touches, all of them in a friend's name."""

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
        minutes=120,
        channel="call",
        title="Call: greetings from the one who sent you to us",
        contact_role=FIRST_CONTACT,
        script="""\
Talk to the one who referred them first, if you can: what is it about, and what should you know?
"{{ referred_by }} suggested that we talk, and I promised to call. Is it a good moment?"
- What did you two talk about when our name came up?
- What would you like to get rid of first?
- Is there a date by which it has to be settled?
Thank the one who referred them today, whatever came of the call.
""",
    ),
    ShippedStep(
        day=1,
        at_time=time(10),
        channel="mail",
        title="Mail: a name we both know, and who else sees this?",
        contact_role=FIRST_CONTACT,
        script="""\
Five lines and no attachment unless something was asked for. The name in the subject line is what \
gets it opened: spell it right.
""",
        mail_subject="{{ referred_by }} suggested that we talk",
        mail_text="""\
Hello {{ first_name }},

{{ referred_by }} suggested that we talk, because it seems you are looking for something that we \
know well: {{ request }}.

I do not want to send you a pile of paper. Twenty minutes on the telephone will show whether we \
can help, and if we cannot, I will tell you who can. Would tomorrow at 16:00 or the day after at \
9:00 suit you?

If others are concerned, who else should see this? Bring them along, or give me their names and I \
will write to them myself.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=3,
        at_time=time(16),
        channel="call",
        title="Call: what would be a good result for you?",
        contact_role=FIRST_CONTACT,
        script="""\
"I wrote to you because of {{ referred_by }}. I would like to ask three questions and then tell \
you honestly whether we are the right ones."
- What would have to be different in half a year for you to say it was worth it?
- What have you tried so far?
- Who has to agree, and who would rather leave it as it is?
""",
    ),
    ShippedStep(
        day=5,
        at_time=time(12),
        channel="linkedin",
        title="LinkedIn: the colleague who shares the problem",
        contact_role=COLLEAGUE,
        script="""\
"Hello, {{ referred_by }} brought us together with your company. As I understand it, \
{{ request }} concerns your team as well. What should we know before we suggest anything?"
Ask the first contact beforehand whether you may write.
""",
    ),
    ShippedStep(
        day=8,
        at_time=time(9),
        channel="mail",
        title="Mail: what it did for the one who sent you",
        contact_role=DECISION_MAKER,
        script="""\
Ask the one who referred them for one sentence that you may quote, and put it in. Do not attach \
a price list: a price without a talk is only a number.
""",
        mail_subject="Why {{ referred_by }} thought of you",
        mail_text="""\
Hello {{ first_name }},

{{ referred_by }} knows our work and thought that it could be of use to your company as well. Your \
people have told me what it is about: {{ request }}.

Before we go on I would like to hear from you whether this has a place among your plans for this \
year. If so, I suggest half an hour with you and the person who would work with it. After that \
you will know what it takes and what it costs, and you can decide with a clear head.

You are also welcome to ask {{ referred_by }} what we are like to work with.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=10,
        at_time=time(8, 45),
        channel="call",
        title="Call: the one who decides",
        contact_role=DECISION_MAKER,
        script="""\
"I wrote to you two days ago; {{ referred_by }} brought us together. One question: is \
{{ request }} on your list for this year, and how far up?"
- What does it cost you today that it is not solved?
- How do you make such a decision, and with whom?
- What do you need from me for it?
""",
    ),
    ShippedStep(
        day=13,
        at_time=time(14),
        channel="message",
        title="Message: see it for twenty minutes",
        contact_role=DAILY_USER,
        script="""\
To the person who would work with it; ask the first contact for the name.
"Hello {{ first_name }}, {{ rep }} here. Your company is looking at {{ request }}, and you would \
be the one to use it. Twenty minutes on the screen, tomorrow at 11:00 or at 15:00? You say what \
does not fit."
""",
    ),
    ShippedStep(
        day=16,
        at_time=time(10),
        channel="call",
        title="Call: how do we leave it? Then decide",
        contact_role=FIRST_CONTACT,
        script=f"""\
"I would like to tell {{{{ referred_by }}}} how it went. How do we leave it, you and I?"
- It goes on: what is the next step, who takes it, by when?
- Later: in which month shall I come back?
- No: what was missing? May I pass that on?
Let the one who referred them know how it ended: that brings the next referral.

{DECIDE}""",
    ),
)

REFERRAL_SPRINT = ShippedCadence(
    segment="referral", slug="referral-sprint", name="Referral sprint", steps=STEPS
)
