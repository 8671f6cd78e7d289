"""How large, how many, how long. Own numbers, except where said."""

MOST_BYTES = 10 * 1024 * 1024  # as much as a mail takes nearly everywhere
MOST_LETTERS = 150  # of a name
MOST_AT_ONCE = 10
MOST_FILES = 50  # on a lead, on a campaign
MOST_DOCUMENTS = 10  # of a step
KEPT_DAYS = 30  # after a file was removed, as long as a lead lies in the bin
DRAFT_DAYS = 1  # for a file that was sent and then used nowhere
