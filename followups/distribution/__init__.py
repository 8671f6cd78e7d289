"""Who gets which lead: rules, whose turn it is, how much everybody has to do."""
