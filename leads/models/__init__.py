"""Who asked: leads, people, inquiries, and whose they were."""

from leads.models.assignment import Assignment
from leads.models.closure import Closure, Disposition
from leads.models.contact import Contact, LeadContact
from leads.models.definition import Criterion, Definition
from leads.models.importing import Import, ImportRow
from leads.models.inquiry import Inquiry
from leads.models.lead import CLOSED, OPEN, UNPLANNED, Lead, LeadStatus, silent
from leads.models.tag import LeadTag, Tag
from leads.models.verdict import CLERICAL, Rejection, Says, Verdict

__all__ = [
    "CLERICAL",
    "CLOSED",
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
    "LeadStatus",
    "LeadTag",
    "Rejection",
    "Says",
    "Tag",
    "Verdict",
    "silent",
]
