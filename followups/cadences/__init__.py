"""Cadences: where a lead stands in its plan, the plan on real dates, and the builder."""
