"""Why an operation did not take place."""


class Refusal(Exception):
    """A sentence for the person who asked; nothing was changed."""


class LeadIsClosed(Refusal):
    """Somebody closed the lead before."""


class MovedOn(Refusal):
    """Something later stands on what is to be taken back."""
