"""Foreign files into clean rows: reading, the fields, the mapping, the values.

Nothing here knows the database; what becomes of a row is decided by the loaders.
"""
