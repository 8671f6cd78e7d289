"""How crispy lays out a form whose buttons the template writes."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


def laid_out(*parts: Any) -> FormHelper:
    """Some fields of a form; the template writes <form>, its token and its buttons."""
    helper = FormHelper()
    helper.form_tag, helper.disable_csrf = False, True
    helper.layout = Layout(*parts)
    return helper
