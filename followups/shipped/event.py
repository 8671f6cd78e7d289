"""The sprint for somebody met at an event: ten touches, the first while the day is remembered."""

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
        at_time=time(9),  # the next working morning
        channel="call",
        title="Call: good to have met you, here is what you asked for",
        contact_role=FIRST_CONTACT,
        script="""\
Read the note from the event first: who talked to whom, and about what.
"You met us at {{ campaign }} and asked for {{ request }}. I am the one who sees to it now."
- What brought you to our stand among so many?
- What did you want to change when you were back at your desk?
- By when do you have to have chosen?
Nobody there: name the event and what was asked for, and say that it will be in the mail tomorrow.
""",
    ),
    ShippedStep(
        day=1,
        at_time=time(11),
        channel="mail",
        title="Mail: what was asked for at the event, and who else sees it?",
        contact_role=FIRST_CONTACT,
        script="""\
Attach exactly what was asked for. The event is in the subject line, so that nobody wonders what \
this is. Visitors pass such mails on: find out to whom.
""",
        mail_subject="{{ campaign }}: {{ request }}, as promised",
        mail_text="""\
Hello {{ first_name }},

thank you for the talk at {{ campaign }}. You asked us for {{ request }}; it is attached.

You saw much in a short time there. If only one thing stays in your mind, let it be the one that \
you asked about; the rest can wait until you want it.

May I ask who else will see this? If you tell me what they look at first, price, technology or \
time, I will send you one page for each of them.

I will call you in two days to hear whether everything arrived.

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=3,
        at_time=time(15),
        channel="call",
        title="Call: did what you asked for arrive?",
        contact_role=FIRST_CONTACT,
        script="""\
"After {{ campaign }} I sent you {{ request }}. Did it arrive, and was it the right thing?"
- Which other suppliers did you talk to there? What did you like about them?
- Who else is concerned by this, and who decides in the end?
- Is there money for it this year, or is it planned for the next?
If there is a need: agree on half an hour with all who are concerned, with a date.
""",
    ),
    ShippedStep(
        day=5,
        at_time=time(12),
        channel="linkedin",
        title="LinkedIn: the colleague who came along",
        contact_role=COLLEAGUE,
        script="""\
Often two came to the stand and one filled in the form. Look for the other one.
"Hello, we met your colleague at {{ campaign }}; perhaps we met as well. What stayed in your mind \
from that day?"
Connect first, offer nothing. When an answer comes, ask what they would want to see.
""",
    ),
    ShippedStep(
        day=6,
        at_time=time(10, 30),
        channel="call",
        title="Call: the colleague's view",
        contact_role=COLLEAGUE,
        script="""\
"Your company asked us for {{ request }} at {{ campaign }}. Before I send more paper I would like \
to hear it from the other side of the desk."
- What would get easier for your team?
- What must not happen under any circumstances?
- Who has to agree, besides you two?
""",
    ),
    ShippedStep(
        day=8,
        at_time=time(9),
        channel="mail",
        title="Mail: half a page for the one who decides",
        contact_role=DECISION_MAKER,
        script="""\
Decision makers were seldom at the event themselves: say in one line why their people were. One \
question, no attachment.
""",
        mail_subject="What your people looked at, at {{ campaign }}",
        mail_text="""\
Hello {{ first_name }},

people from your company visited us at {{ campaign }} and asked for {{ request }}. I have sent it \
to them. From you I would like to know one thing: is this a matter for this year?

- If so, I will show you in twenty minutes how a company of your size went about it, what it took \
and what it cost. Wednesday at 8:30 or Friday at 11:00 would suit me.
- If it is for later, tell me the month, and you will not hear from me before.
- If it is somebody else's matter, please give me a name.

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
Before nine many pick up the phone themselves.
"Two of your people asked us for {{ request }} at {{ campaign }}. I would like to know from you \
whether that is worth going on with."
- Where does this stand among the things you have planned for this year?
- What would you have to see to say yes?
- Who prepares the decision, and when is it made?
""",
    ),
    ShippedStep(
        day=13,
        at_time=time(16),
        channel="message",
        title="Message: one picture from the event, one question",
        contact_role=FIRST_CONTACT,
        script="""\
To the mobile phone if we were given the number, with a picture of what was shown at the stand:
"Hello {{ first_name }}, do you remember this from {{ campaign }}? Is {{ request }} still of \
interest: now, later, or no longer? One word will do. {{ rep }}"
""",
    ),
    ShippedStep(
        day=16,
        at_time=time(10),
        channel="mail",
        title="Mail: try it for half an hour",
        contact_role=DAILY_USER,
        script="""\
To the person who would work with it. Ask the first contact for the name, or look for the \
department. Looking at it commits nobody to anything.
""",
        mail_subject="Half an hour to try what your company saw at {{ campaign }}",
        mail_text="""\
Hello {{ first_name }},

your company asked us for {{ request }} at {{ campaign }}. Whoever decides about it, you are the \
one who would work with it. So I would like to show it to you before anybody signs anything.

Half an hour on the screen, with an example from your own day. You tell us what does not fit, and \
you get that in writing, for your talk with those who decide.

Does next Tuesday at 10:00 suit you, or rather Thursday at 14:00?

Kind regards
{{ rep }}
""",
    ),
    ShippedStep(
        day=20,
        at_time=time(14),
        channel="call",
        title="Call: is it still open? Then decide",
        contact_role=FIRST_CONTACT,
        script=f"""\
"It is four weeks since {{{{ campaign }}}}. I would like to keep your request open or close it, as \
you wish. Which is right?"
- Still open: what is the next step, who takes it, by when?
- Bought elsewhere: what tipped the scales? Say thank you for it.
- Nobody there: leave the question on the machine, with your number.

{DECIDE}""",
    ),
)

EVENT_SPRINT = ShippedCadence(
    segment="event", slug="event-sprint", name="Event sprint", steps=STEPS
)
