"""The walk through a week: eight parts, each with what is to be decided on."""
