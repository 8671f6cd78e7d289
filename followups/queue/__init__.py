"""What is due for a rep, in which order, and how it is shown."""
