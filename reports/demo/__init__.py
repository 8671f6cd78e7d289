"""Demonstration data: twelve weeks of two invented teams, lived through the operations.

`load` plays what people do in the order in which it happens: somebody asks, a rep logs, moves,
forgets, a manager hands over. Every row comes from an operation at a past moment, so that flags,
ledger and reports have true histories. One seed and one moment give the same rows.
"""

from reports.demo.load import Loaded, load

__all__ = ["Loaded", "load"]
