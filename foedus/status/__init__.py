"""Takes a Treaty, its Acts and a day. Gives what binds whom on that day, and why, as a Finding; or all its spells.

Never reads a file (its own tables apart), a store, the clock or the network: today is an argument.
"""

from foedus.status.from_acts import finding, reckon
from foedus.status.phases import Spell
from foedus.status.setting import Register
from foedus.status.timeline import Timeline, lay_out, spells

__all__ = ["Register", "Spell", "Timeline", "finding", "lay_out", "reckon", "spells"]
