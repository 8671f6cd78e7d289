"""Help: a text for each page, and the words that mean something exact here."""
