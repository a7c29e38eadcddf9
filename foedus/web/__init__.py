"""Takes a browser's or program's request. Gives a page, JSON or CSV of one and the same answer.

Never computes: everything shown comes through ``foedus.api``, and reading needs no write access.
"""

from foedus.web.app import create_app

__all__ = ["create_app"]
