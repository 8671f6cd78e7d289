"""Who asked: leads, people, inquiries, and whose they were."""

from leads.models.assignment import Assignment
from leads.models.closure import Closure, Disposition
from leads.models.contact import Contact, LeadContact
from leads.models.definition import BANT, MOST_OWN, Criterion, Definition, Reading, Tick
from leads.models.importing import Import, ImportRow
from leads.models.inquiry import Inquiry
from leads.models.lead import Lead
from leads.models.lead_file import LeadFile
from leads.models.lead_status import CLOSED, OPEN, UNPLANNED, LeadStatus, silent
from leads.models.next_is import NextIs
from leads.models.tag import LeadTag, Tag
from leads.models.verdict import CLERICAL, Rejection, Says, Verdict

__all__ = [
    "BANT",
    "CLERICAL",
    "CLOSED",
    "MOST_OWN",
    "OPEN",
    "UNPLANNED",
    "Assignment",
    "Closure",
    "Contact",
    "Criterion",
    "Definition",
    "Disposition",
    "Import",
    "ImportRow",
    "Inquiry",
    "Lead",
    "LeadContact",
    "LeadFile",
    "LeadStatus",
    "LeadTag",
    "NextIs",
    "Reading",
    "Rejection",
    "Says",
    "Tag",
    "Tick",
    "Verdict",
    "silent",
]
