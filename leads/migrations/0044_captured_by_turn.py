"""A lead that a device tells is known by its id and turn, whichever device of the event tells it."""

from collections import Counter

from django.db import migrations, models


def count_turns(apps, editor):
    """An item that came by two devices was one each: they stay, the later one by a later turn."""
    captured = apps.get_model("leads", "Captured")
    told = captured.objects.order_by()
    twice = told.values("item").annotate(n=models.Count("pk")).filter(n__gt=1).values("item")
    turns = Counter()
    for row in told.filter(item__in=list(twice.values_list("item", flat=True))).order_by("pk"):
        captured.objects.filter(pk=row.pk).update(turn=turns[row.item])
        turns[row.item] += 1


class Migration(migrations.Migration):
    dependencies = [("leads", "0043_header_from_the_start")]

    operations = [
        migrations.AddField(
            model_name="captured",
            name="turn",
            field=models.PositiveIntegerField(
                default=0, help_text="How often it was put right there."
            ),
        ),
        migrations.RunPython(count_turns, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="captured", name="captured_once"),
        migrations.AddConstraint(
            model_name="captured",
            constraint=models.UniqueConstraint(fields=("item", "turn"), name="captured_once"),
        ),
    ]
