"""The form of a campaign: what it asks, in which language, and how it is made."""
