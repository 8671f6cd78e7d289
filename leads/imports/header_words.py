"""The headers that columns go by, in the exports of CRMs, ad platforms, fairs and people.

Within a field the surest header comes first. Case, accents, blanks and signs do not matter.
"""

# fmt: off
NAME = (
    "full name", "name", "contact name", "client name", "customer name", "lead name",
    "person name", "prospect name", "attendee name", "participant name", "visitor name",
    "user name (original name)", "user name", "display name", "your name", "contact", "attendee",
    "nombre completo", "nombre", "nom complet", "nom", "nome completo", "nome", "ansprechpartner",
    "kontakt", "naam", "namn", "navn", "imię i nazwisko", "имя", "фио", "الاسم", "नाम", "姓名",
    "氏名", "名前", "이름", "contact1 full name",
)
FIRST_NAME = (
    "first name", "given name", "forename", "fname", "first", "contact first name",
    "person first name", "vorname", "prénom", "nombre de pila", "voornaam", "contact1 first name",
)
LAST_NAME = (
    "last name", "family name", "surname", "lname", "last", "contact last name",
    "person last name", "nachname", "familienname", "nom de famille", "apellido", "apellidos",
    "cognome", "achternaam", "contact1 last name",
)
JOB_TITLE = (
    "job title", "title", "position", "designation", "role", "function", "jobtitle",
    "organization 1 title", "person job title", "cargo", "poste", "fonction", "funktion",
    "berufsbezeichnung", "puesto", "contact1 title",
)
ORGANISATION = (
    "company", "company name", "organisation", "organization", "organisation name",
    "organization name", "organization 1 name", "account name", "account", "employer",
    "business name", "business", "firm", "company or account", "company / account",
    "accounts 1 account name", "customer account account name", "related company",
    "current employer", "associated company", "primary company",
    "firma", "firmenname", "unternehmen", "entreprise", "société", "empresa",
    "azienda", "bedrijf", "شركة", "الشركة", "कंपनी", "公司", "会社名", "account1 name",
)
EMAIL = (
    "email", "email address", "work email", "business email", "primary email", "company email",
    "e-mail 1 value", "emails 1 email", "contact email", "lead email", "user email",
    "person email", "person email work", "attendee email", "customer email", "your email",
    "email 1", "mail", "mail address", "emailadresse", "e-mail-adresse", "correo",
    "correo electrónico", "courriel", "adresse email", "indirizzo email", "البريد",
    "البريد الإلكتروني", "ईमेल", "メール", "邮箱", "personal email", "person email home",
    "contact1 preferred email", "contact1 work email", "contact1 personal email",
)
EMAIL_OR_PHONE = (
    "email / phone", "phone / email", "email or phone", "contact details", "contact info",
    "contact information",
)
PHONE = (
    "phone", "phone number", "telephone", "telephone number", "tel", "phone no", "work phone",
    "business phone", "office phone", "primary phone", "direct phone", "phone 1 value",
    "phones 1 phone", "phone 1", "contact phone", "contact number", "phone contact", "lead phone",
    "user phone", "person phone", "customer phone", "telefon", "telefonnummer", "telefono",
    "teléfono", "téléphone", "numéro de téléphone", "telefone", "telefoon", "الهاتف", "رقم الهاتف",
    "फ़ोन", "फोन", "電話", "电话", "home phone", "contact1 preferred phone", "contact1 home phone",
)
MOBILE = (
    "mobile", "mobile phone", "mobile number", "mobile no", "mobile phone number", "cell",
    "cell phone", "cellphone", "whatsapp", "whatsapp number", "handy", "handynummer", "mobil",
    "móvil", "celular", "portable", "cellulare", "contact1 mobile phone",
)
ADDRESS = (
    "street", "street address", "address", "mailing street", "address 1", "address line 1",
    "address1", "billing street", "addresses 1 street", "address 1 street", "person address",
    "organization address", "straße", "strasse", "anschrift", "adresse", "dirección", "indirizzo",
)
POSTAL_CODE = (
    "postal code", "postcode", "zip", "zip code", "zipcode", "mailing postal code",
    "billing postal code", "addresses 1 zip/postal code", "address 1 zip/postal code",
    "zip/postal code", "plz", "postleitzahl", "code postal", "código postal", "cap",
)
CITY = (
    "city", "town", "mailing city", "billing city", "addresses 1 city", "address 1 city",
    "city name", "ort", "stadt", "ville", "ciudad", "città", "cidade", "المدينة", "शहर",
)
REGION = (
    "state", "region", "province", "state/province", "state/region", "mailing state", "state id",
    "billing state", "addresses 1 state", "address 1 state", "county", "bundesland", "provincia",
)
COUNTRY = (
    "country", "country/region", "country name", "country/region name", "mailing country",
    "billing country", "country id", "country code", "addresses 1 country iso2 code",
    "address 1 country iso2 code", "land", "pays", "país", "paese", "البلد", "देश",
)
LINKEDIN = (
    "linkedin url", "linkedin", "linkedin profile", "linkedin profile url", "person linkedin url",
    "url", "profile url",
)
DO_NOT_CONTACT = (
    "do not contact", "donotcontact", "dnc", "unsubscribed from all", "opted out", "blacklisted",
)
NO_EMAIL = (
    "do not email", "no email", "email opt out", "has opted out of email", "opt out of email",
    "unsubscribed", "unsubscribed from all email", "unsubscribed email",
)
NO_PHONE = ("do not call", "no phone", "no calls", "phone opt out", "do not phone")
CAMPAIGN = (
    "campaign", "campaign name", "campaign code", "event name", "lead source", "source", "event",
    "original source", "original traffic source", "source name", "source id", "utm campaign",
    "data source", "custom source", "form name", "conversion name", "webinar", "webinar topic",
    "kampagne", "quelle", "campagne", "campaña", "lead origin",
)
EVENT_ON = ("event date", "event day", "event start date", "show date", "date of the event")
BOOTH = ("booth location", "booth", "booth number", "booth name", "stand", "stand number",
         "messestand")
MEMBER_CAMPAIGN = (
    "campaign", "campaign name", "campaign code", "event name", "event", "webinar", "kampagne",
    "campagne", "campaña",
)
TOUCH_CAMPAIGN = ("campaign", "campaign name", "campaign code")
CAMPAIGN_ID = ("campaign id", "campaign external id", "source campaign id")
LEAD_ID = (
    "lead id", "lead external id", "prospect id", "case id", "deal id", "opportunity id", "lead",
)
CONTACT_ID = ("contact id", "contact external id", "person id", "customer id")
WHO_ID = ("who id", "name id", "lead or contact id", "related to id", "related record id")
OWNER = (
    "owner", "lead owner", "contact owner", "owner email", "owner name", "owner alias",
    "owner username", "sales rep", "sales agent", "salesperson", "assigned to", "assigned rep",
    "account owner", "deal owner", "rep", "agent", "assignee", "owner id", "user id",
    "assigned to username", "betreuer", "zuständig", "verkäufer", "responsable", "propietario",
)
NOTE = (
    "notes", "note", "comments", "comment", "description", "remarks", "remark", "note content",
    "additional comments", "notas", "notizen", "notiz", "bemerkung", "bemerkungen", "kommentar",
    "remarques", "observaciones", "long description",
)
REQUEST = (
    "request", "message", "inquiry", "enquiry", "question", "interest", "interested in",
    "product interest", "product", "property", "requirement", "anfrage", "nachricht",
)
PRODUCT = (
    "product name", "product line", "product family", "product of interest", "product group",
    "produkt", "produktname", "produit", "producto", "prodotto",
)
SEGMENT = ("segment", "lead segment", "lead type", "customer segment")
STATUS = (
    "lead status", "status", "status id", "crm status", "stage", "deal stage", "stage name",
    "opportunity stage", "pipeline stage", "statut", "estado", "stato", "lifecycle stage",
)
RECEIVED = (
    "received at", "received", "received on", "created at", "created time", "created date",
    "create date", "created on", "created", "date created", "creation date", "lead created",
    "submitted at", "submission date", "submitted", "conversion time", "badge scan time",
    "scan time", "scanned at", "scan date", "registration time", "registration date",
    "registered at", "signup date", "sign up date", "order date", "engage date", "connected on",
    "added date", "date added", "inquiry date", "enquiry date", "lead date", "date", "timestamp",
    "datum", "eingang", "fecha", "created date time", "subscribed on",
)
CLOSED = (
    "closed at", "closed on", "closed date", "close date", "date closed", "converted date",
    "conversion date",
)
VALUE = (
    "value", "close value", "deal value", "amount", "lead value", "expected revenue",
    "estimated value", "opportunity value", "opportunity amount", "deal amount",
)
TRIED_BEFORE = (
    "attempts", "number of attempts", "no of attempts", "attempts made", "call attempts",
    "contact attempts", "calls made", "number of calls", "no of calls", "times called",
    "times contacted", "times tried before", "number of contacts", "tried before",
    "anzahl versuche", "tentatives", "intentos",
)
CONVERTED = ("converted", "is converted", "won", "is won", "closed won")
FOUND_BY = ("found by", "captured by", "scanned by", "discovered by")
REFERRED_BY = ("referred by", "referrer", "referral name", "referral source name", "refered by")
LEAD_OWN_ID = (
    "prospect id", "lead id", "record id", "id", "external id", "uuid", "opportunity id",
    "deal id", "lead number", "lead no", "lead #", "submission id", "response id", "api id",
    "registration id", "attendee id", "gclid", "google click id", "ref", "reference",
    "reference number", "lead ref", "case id", "case number", "application id",
)
OUR_NUMBER = ("leadfollow number",)
CONTACT_OWN_ID = (
    "contact id", "person id", "record id", "id", "external id", "customer id", "uuid", "api id",
    "contact no", "contact number id", "prospect id",
)
TOUCH_OWN_ID = (
    "activity id", "task id", "touch id", "call id", "event id", "engagement id", "record id",
    "id", "external id", "uuid",
)
CAMPAIGN_OWN_ID = ("campaign id", "id", "record id", "external id", "event id", "uuid")
MEMBER_OWN_ID = (
    "member id", "campaign member id", "membership id", "id", "record id", "external id",
    "registration id", "attendee id", "uuid",
)
REP_OWN_ID = ("user id", "rep id", "sales id", "employee id", "id", "record id", "external id")
CHANNEL = (
    "channel", "activity type", "touch type", "engagement type", "type", "task type", "method",
    "medium", "task subtype", "call type", "kind",
)
LINK = ("link", "link to it", "thread", "thread link", "thread url", "post url", "permalink")
SUBJECT = (
    "subject", "activity subject", "task", "title", "topic", "summary", "betreff", "activity",
    "activity name", "activity id",
)
DUE = (
    "due date", "due on", "due", "activity due date", "activity date", "task due date",
    "deadline", "scheduled for", "planned for", "next follow up", "follow up date", "fällig",
    "fällig am",
)
DUE_AT = (
    "due at", "due date time", "due time", "start date time", "activity date time", "starts at",
)
DONE = (
    "done", "completed", "is completed", "is done", "finished", "status", "task status",
    "activity status", "is closed", "state", "closed", "erledigt",
)
HAPPENED = (
    "happened at", "completed at", "completed date", "completed date time", "completed on",
    "done at", "done on", "complete timestamp", "completion date", "call date", "call time",
    "call start time", "activity timestamp", "logged at", "occurred at", "date", "timestamp",
)
HAPPENED_TIME = ("time", "time of day", "call time", "start time", "time of call", "uhrzeit")
DUE_TIME = ("due time", "time due")
ANSWERED = ("answered", "answered y/n", "answered yes/no", "is answered", "reached")  # yes or no
OUTCOME = (
    "outcome", "result", "call outcome", "call result", "call disposition", "disposition",
    "activity outcome", "ergebnis", *ANSWERED,
)
DIRECTION = ("direction", "call direction", "inbound/outbound")
CODE = ("code", "campaign code", "event code", "short name", "external id")
CAMPAIGN_NAME = ("name", "campaign name", "campaign", "event name", "event", "title", "source")
CAMPAIGN_KIND = ("kind", "type", "campaign type", "event type", "category", "channel")
STARTS = ("starts on", "start date", "starts", "start", "event date", "begin date", "date")
ENDS = ("ends on", "end date", "ends", "end", "finish date", "ende")
PLACE = ("place", "location", "venue", "city", "event location", "ort")
TIME_ZONE = ("time zone", "timezone", "tz", "time zone sid key", "zeitzone")
COST = ("cost", "actual cost", "costs", "total cost", "budgeted cost", "budget", "spend", "kosten")
TEAM = ("team", "team name", "receiving team", "regional office", "office", "group", "department")
MEMBER_RECEIVED = (
    "added date", "date added", "received at", "first responded date", "responded date",
    "registration time", "registered at", "registration date", "badge scan time", "scan time",
    "join time", "member since", "created date", "created at", "create date", "created time",
    "created", "date",
)
REP_NAME = ("name", "full name", "rep", "sales rep", "sales agent", "agent", "user", "employee")
ROLES = ("roles",)
MANAGER = ("manager", "manager email", "manager name", "reports to", "team lead", "supervisor")
# fmt: on
