"""Devices that capture leads at an event, without a network when there is none."""
