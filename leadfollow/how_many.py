"""A bounded count inside a bigger question."""

from django.db.models import IntegerField, Subquery


class SumOf(Subquery):
    """The sum of a query's column `lines`, of one with a limit too; a column of another query."""

    template = (
        "(SELECT CAST(COALESCE(SUM(counted.lines), 0) AS integer) FROM (%(subquery)s) counted)"
    )
    output_field = IntegerField()
    empty_result_set_value = 0  # of a question that Django answers without the database
