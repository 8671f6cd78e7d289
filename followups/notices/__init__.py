"""Telling people: in the application, by mail, and in their calendar."""
