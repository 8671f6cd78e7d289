"""The lead list as a file: what is filtered, in its order, all of it."""
