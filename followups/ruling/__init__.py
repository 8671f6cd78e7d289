"""The pages of the follow-up policy: its words and its numbers."""
