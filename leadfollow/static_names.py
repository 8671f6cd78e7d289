"""Static files under names that tell their content, also where one script imports another."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage as Names  # type: ignore[import-untyped]

EVERY_IMPORT: tuple[str, Any] = Names._js_module_import_aggregation_patterns


class StaticNames(Names):
    """The address of a module stands in the module that imports it, so it has to be rewritten.

    Only in our own: what others import in theirs is not always there.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("capture/*.js", EVERY_IMPORT[1])
