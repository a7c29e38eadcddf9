"""Takes a file, bytes or text. Gives a Document: text with a hash, its day, and masks over what is not the report.

Never deletes or moves a character of the text, never asks the network unless an address is given.
"""

from foedus.sources.from_bytes import from_bytes, from_text
from foedus.sources.from_file import from_file

__all__ = ["from_bytes", "from_file", "from_text"]
