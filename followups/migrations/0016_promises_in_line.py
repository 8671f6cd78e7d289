"""Tell the next steps that are promises, and attempts after one in vain, from the others."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q

IN_VAIN = ["no_answer", "left_message", "sent", "no_show"]
NO_ANSWER = [*IN_VAIN, "bounced", "wrong_person", "unknown"]


def forwards(apps, schema_editor):
    Touch = apps.get_model("followups", "Touch")
    leads = apps.get_model("leads", "Lead").objects.filter(next_due_at__isnull=False)
    steps = Touch.objects.filter(
        lead=OuterRef("pk"), state="scheduled", is_automatic=False, due_at=OuterRef("next_due_at")
    )
    plain = leads.filter(next_is__in=["again", "other"])
    tried = steps.filter(contact__leads__lead=OuterRef("pk"), contact__leads__attempts__gt=0)
    plain.filter(Exists(tried)).update(next_is="again")
    plain.filter(~Exists(tried)).update(next_is="other")
    answered = Q(after__direction="inbound") | ~Q(after__outcome__in=NO_ANSWER)
    by_hand = Q(after=None, enrolment=None) | Q(after__isnull=False) & answered
    told = steps.filter(by_hand, due_on=None, scheduled_by__isnull=False).exclude(source="import")
    leads.filter(Exists(told)).update(next_is="promise")


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0015_bin"),
        ("leads", "0010_next_is_something"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
