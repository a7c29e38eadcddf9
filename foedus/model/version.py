"""The program's version: told in batches of the ledger, in requests, and on pages."""

__version__ = "0.1.0"
