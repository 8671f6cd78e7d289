"""Pages that tell how it went."""
