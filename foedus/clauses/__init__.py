"""Takes a Document that holds a treaty's text. Gives a Draft: its parts, and each value with the words it came from.

Never guesses what the text leaves open, never stores, never asks the network.
"""

from foedus.clauses.from_text import draft
from foedus.clauses.to_toml import table, toml, treaty, value_of

__all__ = ["draft", "table", "toml", "treaty", "value_of"]
