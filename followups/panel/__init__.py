"""The log panel: what is known before a call, what may be said after it, and what comes next."""
