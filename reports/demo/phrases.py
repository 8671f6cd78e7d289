"""What people ask for, and what reps write down."""

from __future__ import annotations

from followups.models import Outcome

REQUESTS = (
    "the price list",
    "a demo",
    "a sample",
    "the brochure",
    "an offer for two lines",
    "the data sheet",
    "a trial for a month",
    "a visit at the plant",
    "references from our trade",
    "the delivery times",
)
TRIGGERS = {
    "competitor": "their contract ends",
    "price": "the new price list is out",
    "timing": "the move is behind them",
    "no-budget": "next year's budget is made",
    "wrong-person": "the new head of purchasing begins",
}
MESSAGES = (
    "We plan to replace our old system in spring. What would it cost for 40 people?",
    "Please call before ten, later I am on the shop floor.",
    "Saw your stand, had no time to stay. Could you send me something to pass on?",
    "Our present supplier has raised prices by 18 %. We compare three.",
    "Is there a version for two shifts?",
    "",
    "",
    "",
)
EVENT_MESSAGES = (
    "Talked at the stand for ten minutes, wants to see it with their own data.",
    "Came with a colleague from purchasing. Budget is decided in the autumn.",
    "Hall 4, in a hurry. Business card only.",
    "Knows our competitor well and is not happy with it.",
    "",
    "",
)
NOTES: dict[str, tuple[str, ...]] = {
    Outcome.NO_ANSWER: ("", "", "", "Rang out twice.", "Desk says back at two.", "Engaged."),
    Outcome.LEFT_MESSAGE: (
        "Left my name and the reason with the assistant.",
        "Voice mail: will try again.",
        "Assistant will put a note on the desk.",
    ),
    Outcome.SENT: ("", "", "Sent with the sheet attached.", "Short version, asked one question."),
    Outcome.NO_SHOW: ("Waited ten minutes, wrote a line.", "Forgot it, apologised by mail."),
    Outcome.TALKED: (
        "Wants figures from a company of the same size before he takes it to the board.",
        "Budget is there, decision with two others. Likes the trial.",
        "Compares us with one other. Price matters less than the delivery time.",
        "Asked how long the change takes and who trains the night shift.",
        "Good talk. The real pain is stocktaking at month's end.",
        "Open, but the project starts only after the summer shutdown.",
    ),
    Outcome.REPLIED: (
        "Answered within the hour: wants to know who else uses it.",
        "Thanks for the sheet, has passed it on to the plant manager.",
        "Asks for a price for 25 places.",
    ),
    Outcome.MEETING_BOOKED: (
        "Half an hour on the screen with purchasing and the plant manager.",
        "Visit agreed, they show us the line first.",
    ),
    Outcome.MEETING_HELD: (
        "Went well: four people, many questions about the interface. Offer until Friday.",
        "Showed it with their own data. Purchasing wants two prices.",
        "They are convinced, the works council has to agree.",
    ),
    Outcome.NOT_NOW: (
        "Frozen budget until next quarter, wants to be called then.",
        "Just moved to a new hall. Come back in three months.",
    ),
    Outcome.NOT_INTERESTED: ("Only collected brochures.", "Stays with the present supplier."),
    Outcome.NEVER_CALL_AGAIN: ("Annoyed, wants no calls and no mail from anybody.",),
    Outcome.WRONG_PERSON: ("Has left the company.", "Is in charge of something else."),
    Outcome.BOUNCED: ("Address does not exist any more.",),
}
CALL_BACKS = (
    "Call back about the offer",
    "Ask what the board said",
    "Call: questions on the trial",
    "Call back, asked for it",
    "Send the figures, then call",
    "Agree on a date for the visit",
)
WON = ("Two lines, starts next month.", "Trial turned into an order.", "Ordered for one plant.")
EVIDENCE = {  # what was heard, by criterion
    "need": "Their line stands still twice a week.",
    "budget": "In this year's plan, says the head of the works.",
    "authority": "She decides, the board only signs.",
    "timeframe": "Wants it to run before the summer.",
}
CLERICAL = (  # disposition, why it is rejected, in a few words
    ("disqualified", "not_ours", "Meant the company of the same name."),
    ("disqualified", "not_ours", "Wants to sell to us."),
    ("duplicate", "duplicate", "Colleague of a lead that we have already."),
    ("disqualified", "unreachable", "No number, and the address does not exist."),
    ("disqualified", "test", "A test of the form."),
)
