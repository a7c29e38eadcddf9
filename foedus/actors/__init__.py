"""Takes an id, code, name or day. Gives states, organisations, organs, leaders and roads, as they were on that day.

Never guesses: a name that means several actors gives all of them, one that means none gives none.
Never reads anything but its own data files.
"""

from foedus.actors.register import Register, register

__all__ = ["Register", "register"]
