"""The lesson of logging: short exercises on a practice lead that nobody else ever sees.

`exercises` says what happened and what is right. `scene` makes the practice lead of an exercise,
inside a transaction that is always rolled back; `presses` does with it what the learner sends, and
`made` reads what the real operations made of it.
`standing` says how far somebody is, and `rule` who has to take the lesson before he gets leads.
"""
