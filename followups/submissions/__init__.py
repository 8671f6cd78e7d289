"""What comes in by public forms: is it a person, and what becomes of it."""
