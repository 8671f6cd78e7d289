"""Own fields: what a lead says in them, how they are asked, and how foreign words are read."""
