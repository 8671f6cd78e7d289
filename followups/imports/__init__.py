"""Bringing a file in: the loader of touches, the run, what is left to start afterwards."""
