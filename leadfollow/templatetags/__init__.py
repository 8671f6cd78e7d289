"""Filters and tags known in every template."""
