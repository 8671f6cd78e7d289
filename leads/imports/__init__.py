"""Foreign files into rows of ours: reading, fields, mapping, values, and the loaders.

`reading` to `cleaning` know nothing of the database; the `loading_*` modules decide what becomes
of a row. What also touches touches, and the run of a file, is in `followups.imports`.
"""
