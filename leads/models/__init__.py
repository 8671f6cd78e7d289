"""Who asked: leads, people, inquiries, and whose they were."""

from leads.models.assignment import Assignment
from leads.models.captured import Captured
from leads.models.close_reason import CloseReason
from leads.models.closure import Closure, end_in_words
from leads.models.competitor_domain import CompetitorDomain
from leads.models.contact import Contact, LeadContact
from leads.models.contact_merge import ContactMerge
from leads.models.definition import BANT, MOST_OWN, Criterion, Definition, Reading, Tick
from leads.models.disposition import Disposition
from leads.models.doubt import Candidate, Doubt
from leads.models.import_shape import ImportShape
from leads.models.importing import Import, ImportRow
from leads.models.inquiry import Fulfilled, Inquiry
from leads.models.lead import Lead
from leads.models.lead_file import LeadFile
from leads.models.lead_merge import LeadMerge, kept_instead_of
from leads.models.lead_status import CLOSED, OPEN, UNPLANNED, LeadStatus, silent
from leads.models.next_is import NextIs
from leads.models.own_field import MOST_CHOICES, MOST_IN_USE, OwnField, OwnFieldChoice, OwnValue
from leads.models.pair import Pair, Sign
from leads.models.product import Product
from leads.models.qualifying import Back, Qualifying
from leads.models.rejection import CLERICAL, Rejection
from leads.models.submission import Submission, Suspicion
from leads.models.tag import LeadTag, Tag
from leads.models.territory import Territory
from leads.models.verdict import Says, Verdict
from leads.models.verdict_reason import VerdictReason

__all__ = [
    "BANT",
    "CLERICAL",
    "CLOSED",
    "MOST_CHOICES",
    "MOST_IN_USE",
    "MOST_OWN",
    "OPEN",
    "UNPLANNED",
    "Assignment",
    "Back",
    "Candidate",
    "Captured",
    "CloseReason",
    "Closure",
    "CompetitorDomain",
    "Contact",
    "ContactMerge",
    "Criterion",
    "Definition",
    "Disposition",
    "Doubt",
    "Fulfilled",
    "Import",
    "ImportRow",
    "ImportShape",
    "Inquiry",
    "Lead",
    "LeadContact",
    "LeadFile",
    "LeadMerge",
    "LeadStatus",
    "LeadTag",
    "NextIs",
    "OwnField",
    "OwnFieldChoice",
    "OwnValue",
    "Pair",
    "Product",
    "Qualifying",
    "Reading",
    "Rejection",
    "Says",
    "Sign",
    "Submission",
    "Suspicion",
    "Tag",
    "Territory",
    "Tick",
    "Verdict",
    "VerdictReason",
    "end_in_words",
    "kept_instead_of",
    "silent",
]
