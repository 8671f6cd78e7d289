"""Lists to choose from, each a page of its own: rows are added, edited and retired, never deleted.

A list is one `ChoiceList`, registered by its app in `ready()`; the rest comes by itself.
"""

from leadfollow.people.lists.declared import ChoiceList, Column, Used, register
from leadfollow.people.lists.form import RowForm

__all__ = ["ChoiceList", "Column", "RowForm", "Used", "register"]
