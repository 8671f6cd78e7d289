"""Lists of leads: their filters, views, pages, and what is done to ticked rows."""
