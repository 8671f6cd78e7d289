"""The words other programs use, in ours. Compared without case, signs or blanks."""

from __future__ import annotations

from leads.spelling import plain


def _table(words: dict[str, str]) -> dict[str, str]:
    """{"won": "closed won, sale done"} turned round: every word, plain, to ours."""
    return {plain(word): ours for ours, many in words.items() for word in many.split(",")}


def _set(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split(","))


YES = "yes"
NO = "no"
FLAGS = _table(
    {
        YES: "yes,y,true,t,1,x,on,checked,ja,j,oui,si,sí,sim,wahr,vrai,verdadero,✓,✔",
        NO: "no,n,false,f,0,off,unchecked,nein,non,não,falsch,faux,falso",
    }
)
DONE = FLAGS | _table(
    {
        YES: "done,completed,complete,finished,held,closed,executed,made,erledigt,abgeschlossen,"
        "terminé,hecho,concluído",
        NO: "not started,in progress,waiting on someone else,deferred,open,planned,scheduled,"
        "pending,to do,todo,new,upcoming,overdue,not completed,offen,geplant,à faire,pendiente",
    }
)
STATUSES = _table(
    {
        "new": "new,open,open - not contacted,not contacted,uncontacted,new lead,fresh,cold,"
        "pending,sent,created,unread,raw,prospecting,lead,subscriber,neu,nouveau,nuevo,nuovo",
        "working": "working,working - contacted,contacted,in progress,qualified,engaging,engaged,"
        "active,hot,warm,interested,connected,attempted to contact,attempting,attempted,"
        "did not connect,good lead follow up,follow up,in discussion,meeting,proposal,quoted,"
        "negotiation,open deal,opportunity,marketing qualified lead,marketingqualifiedlead,mql,"
        "sales qualified lead,salesqualifiedlead,sql,pre-qualified,contact in future,assigned,"
        "kontaktiert,in bearbeitung,contacté,contactado,qualifiziert",
        "nurturing": "nurturing,nurture,recycled,on hold,later,bad timing,not ready,long term",
        "closed:won": "won,closed won,closed - won,closed - converted,converted,customer,"
        "sale done,sold,deal won,gewonnen,gagné,ganado,kunde,client,success",
        "closed:bought_elsewhere": "bought elsewhere,lost to competitor,competitor,"
        "lost - competitor",
        "closed:no_response": "lost,closed lost,closed - lost,no response,unresponsive,"
        "not reachable,unreachable,never responded,lost lead,verloren,perdu,perdido",
        "closed:not_interested": "not interested,no interest,declined,rejected,refused,"
        "kein interesse",
        "closed:do_not_contact": "do not contact,dnc,opted out,unsubscribed,blacklisted",
        "closed:disqualified": "disqualified,unqualified,not qualified,junk,junk lead,bad lead,"
        "spam,invalid,closed - not converted,fake,wrong number,dead",
        "closed:duplicate": "duplicate,double,dublette,doublon",
    }
)
CHANNELS = _table(
    {
        "call": "call,phone,phone call,outbound call,inbound call,telephone,cold call,voicemail,"
        "anruf,telefonat,appel,llamada,dial",
        "mail": "mail,email,e-mail,list email,mass email,newsletter,correo",
        "message": "message,sms,text,text message,whatsapp,chat,messenger,wechat,telegram,"
        "nachricht",
        "linkedin": "linkedin,linkedin message,inmail,linkedin inmail,linkedin connect",
        "meeting": "meeting,demo,visit,appointment,video call,zoom,webinar,lunch,dinner,event,"
        "presentation,online meeting,site visit,termin,besuch,rendez-vous,reunión",
        "letter": "letter,post,postcard,mailing,direct mail,brochure,fax,brief",
        "other": "other,task,follow-up,to do,todo,prep,note,reminder,deadline,sonstiges,autre,otro",
    }
)
OUTCOMES = _table(
    {
        "talked": "talked,connected,answered,reached,spoke,spoken,conversation,contacted,"
        "interested,success,gesprochen,erreicht",
        "replied": "replied,reply,responded,response,answered by email",
        "meeting_booked": "meeting booked,meeting scheduled,meeting set,demo booked,"
        "demo scheduled,appointment set,appointment",
        "meeting_held": "meeting held,held,attended,demo held,met,meeting completed,show",
        "opted_out": "opted out,unsubscribed,opt out,do not email",
        "not_now": "not now,later,call back,callback,call back later,call later,busy later",
        "not_interested": "not interested,no interest,declined,refused,rejected,failure",
        "never_call_again": "never call again,do not call,do not contact,dnc,never contact again",
        "bounced": "bounced,bounce,hard bounce,undelivered,undeliverable",
        "wrong_person": "wrong person,wrong number,invalid number,number not provided,"
        "wrong contact,left company",
        "unknown": "unknown,other,completed,done",
        "no_answer": "no answer,not answered,unanswered,ringing,busy,switched off,no pickup,"
        "did not connect,not reached,nicht erreicht,unreachable",
        "left_message": "left message,left voicemail,voicemail,left live message,left word,"
        "answering machine,mailbox",
        "sent": "sent,email sent,delivered,message sent,opened,clicked",
        "no_show": "no show,no-show,did not attend,absent,missed",
    }
)
ANSWERED = {YES: "talked", NO: "no_answer"}  # the outcome under a header that asks just this
DIRECTIONS = _table(
    {
        "outbound": "outbound,out,outgoing,sent,ausgehend,made",
        "inbound": "inbound,in,incoming,received,eingehend",
    }
)
CAMPAIGN_KINDS = _table(
    {
        "event": "event,events,trade show,tradeshow,fair,exhibition,conference,webinar,seminar,"
        "seminar / conference,workshop,dinner,roadshow,convention,meetup,in person,messe,salon,"
        "feria,congress,summit,lunch,party",
        "standing": "standing,standing source,web,website,email,e-mail,social media,referral,"
        "referral program,partner,partners,advertisement,direct mail,telemarketing,banner ads,"
        "list,public relations,other,web marketing,search,content,inbound,outbound,organic",
    }
)
ROLES = _table(
    {
        "is_rep": "rep,reps",
        "is_manager": "manager",
        "is_event_manager": "event manager,event_manager",
        "is_admin": "admin,administrator",
        "is_qualifier": "outside qualifier,external qualifier,qualifier",
    }
)
# A form's untouched drop-down, a program's way to write nothing.
BLANK_WORDS = (
    "Select", "Please select", "-- Select --", "--Select--", "--None--", "-None-", "None", "N/A",
    "#N/A", "NULL", "\\N", "NaN", "nil", "(blank)", "(not set)", "-", "--", "—",
)  # fmt: skip
SALUTATIONS = _set("mr,mrs,ms,miss,mx,dr,prof,herr,frau,sir,m,mme,mlle,sr,sra")
