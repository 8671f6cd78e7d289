"""Who asked: leads, people, inquiries, and whose they were."""

from leads.models.assignment import Assignment
from leads.models.closure import Closure, Disposition
from leads.models.contact import Contact, LeadContact
from leads.models.importing import Import, ImportRow
from leads.models.inquiry import Inquiry
from leads.models.lead import CLOSED, OPEN, UNPLANNED, Lead, LeadStatus, silent

__all__ = [
    "CLOSED",
    "OPEN",
    "UNPLANNED",
    "Assignment",
    "Closure",
    "Contact",
    "Disposition",
    "Import",
    "ImportRow",
    "Inquiry",
    "Lead",
    "LeadContact",
    "LeadStatus",
    "silent",
]
