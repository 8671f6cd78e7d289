"""Own fields as managers define them."""
