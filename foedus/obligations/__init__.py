"""Takes treaties, who is bound on a day, and a scenario of events. Gives duties, conflicts and cascades, with reasons.

Never reads a file, a store, a clock or the network: treaties, gazetteer and the day are always arguments.
"""

from foedus.obligations.answer import Answer, answer
from foedus.obligations.assess import assess
from foedus.obligations.cascade import follow, unfold
from foedus.obligations.commitments import Commitments, Governed, Standing
from foedus.obligations.spells import Spell, Spells

__all__ = ["Answer", "Commitments", "Governed", "Spell", "Spells", "Standing", "answer", "assess", "follow", "unfold"]
