"""The door for programs: `/api/v1/`, one module per resource. Each translates, and makes the call
that the page makes."""
