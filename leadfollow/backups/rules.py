"""What holds for every backup."""

# Who finds a backup is signed in nowhere by it; counters of sign-in trials are of an hour.
LEFT_OUT = ("django_session", "cache")


class NoBackup(Exception):
    """Why one cannot be made or taken back: a sentence for whoever asked."""
