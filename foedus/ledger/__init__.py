"""Takes documents with their readings, acts, treaties and people's decisions.

Gives them back as they were recorded by any moment, and the record that they make. Never rewrites an entry.
"""

from foedus.ledger.ledger import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
