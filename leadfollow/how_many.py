"""A bounded count inside a bigger question."""

from django.db.models import IntegerField, Subquery


class HowMany(Subquery):
    """How many rows a query has, one with a limit too; a column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
