"""Takes a Document and the treaties known. Gives a Reading: claims, provisions and remarks, each with its words.

Never stores, never asks the network, never reads a masked stretch; the same document gives the same claims.
"""

from foedus.claims.from_document import read

__all__ = ["read"]
